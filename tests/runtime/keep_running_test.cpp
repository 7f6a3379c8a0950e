#include "bot/runtime/keep_running.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace runtime {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class Nobody final : public Inbox {
 public:
  void accept(core::Event, std::function<void(core::Reply)>) override {}
};

// Ends at once, by an exception every second time.
class ShortLived final : public Adapter {
 public:
  Capabilities capabilities() const override { return {}; }
  asio::awaitable<void> run(Inbox&) override {
    if (++runs % 2 == 1) throw std::runtime_error("no room on the disk");
    co_return;
  }
  asio::awaitable<Delivered> deliver(Delivery) override { co_return Delivered(); }
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }
  int runs = 0;
};

TEST(KeepRunning, StartsAgainWithLongerAndLongerPausesUntilTheEnd) {
  asio::io_context io;
  ShortLived adapter;
  Nobody inbox;
  std::vector<std::chrono::milliseconds> pauses;
  bool over = false, ended = false;
  const Pause pause = [&](std::chrono::milliseconds wait) -> asio::awaitable<void> {
    pauses.push_back(wait);
    over = pauses.size() == 8;
    if (over) throw std::runtime_error("cut short");
    co_return;
  };
  asio::co_spawn(io,
                 keep_running(
                     adapter, inbox, "w", [&] { return over; }, pause),
                 [&](std::exception_ptr error) { ended = !error; });
  io.run();
  EXPECT_EQ(adapter.runs, 8);
  EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}));
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace runtime
