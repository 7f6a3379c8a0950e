#pragma once
// The whole bot with real adapters, in one process and one thread: the engine is moved synchronously, the
// clock by hand, and the adapters' own waiting is virtual. Every wait has an end.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "adapters/net/timing.hpp"
#include "bot/app/bot.hpp"
#include "tests/support/whole_bot.hpp"

namespace contract {

namespace asio = boost::asio;

class Town final : public runtime::Inbox {
 public:
  // A Monday, 09:00 on the wall in Oslo. Sets the data folder and the ballot box of `config`.
  explicit Town(app::Config config);
  ~Town() override;
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;

  // Platforms come first; open() then starts the bot with what they can, and runs them.
  void connect(const std::string& workspace, runtime::Adapter& adapter);
  // The addresses of people's own pages, for platforms that have some.
  core::Platforms platforms;
  void open();
  // Cancels the adapters and waits for their end; whoever owns an adapter calls it first. Twice is once.
  void close();

  // For adapters. Ticks pass with the clock, and when everybody only waits for them to pass.
  net::Timing timing();
  net::Ticks ticks() const;
  std::shared_ptr<const core::Directory> people() const;
  const app::Config& config() const { return config_; }

  // A poll of the bot's own in the first group, from now on.
  void ask(core::Poll poll);
  // Lets everything happen that is due until `to`, moment by moment, deliveries and all.
  void advance(core::Instant to);
  void advance(const char* to) { advance(support::at(to)); }
  // Runs until `done`; throws after ten seconds.
  void until(const std::function<bool()>& done);
  // Until no delivery is under way.
  void settle();
  // Until nothing happens any more by itself, without letting time pass.
  void quiet();
  template <class T>
  T result_of(asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, T value) {
      failure = error;
      result = std::move(value);
    });
    until([&] { return result.has_value(); });
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }

  void accept(core::Event event, std::function<void(core::Reply)> reply) override;

  support::TempDirectory data{"/dev/shm"}, box{"/dev/shm"};
  support::HandClock clock;
  core::SeededRandom random{1}, io_random{2};  // the engine's, and the adapters'
  asio::io_context io{1};

 private:
  // A new group is asked by itself what it is for; the scripts are about what people do there.
  void ask_no_purpose();
  struct Sleeper {
    net::Ticks until;
    asio::steady_timer timer;
  };
  struct Running {
    runtime::Adapter* adapter;
    asio::cancellation_signal stop;
  };

  asio::awaitable<void> pass(net::Ticks length);
  void wake();
  void run(runtime::Batch batch);
  void send(std::vector<runtime::Delivery> deliveries);
  asio::awaitable<void> deliver(runtime::Delivery delivery);

  app::Config config_;
  std::map<std::string, Running> adapters_;  // by workspace
  int running_ = 0, under_way_ = 0;
  core::Instant begun_;
  net::Ticks slept_{0};
  // Shared with those who sleep: some are woken by the end of `io` only.
  std::shared_ptr<std::list<Sleeper*>> sleepers_ = std::make_shared<std::list<Sleeper*>>();
  std::unique_ptr<app::Bot> bot_;
};

}  // namespace contract
