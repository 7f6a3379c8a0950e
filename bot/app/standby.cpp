#include "bot/app/standby.hpp"

#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "adapters/net/http_server.hpp"
#include "bot/app/figures.hpp"
#include "bot/app/health.hpp"
#include "bot/app/key_watch.hpp"
#include "bot/app/places.hpp"
#include "bot/app/process.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/core/log.hpp"
#include "storage/postgres/connection.hpp"

namespace app {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds longest_answer{2};
constexpr std::chrono::milliseconds between_tries{100}, between_calls{1000};  // to a server that is not there

class Standby {
 public:
  Standby(Config& config, Watchdog& watchdog)
      : config_(config), watchdog_(watchdog), timer_(process_.executor()) {}

  bool wait() {
    look();
    if (free_) return true;
    begin();
    process_.run([this] { process_.end(); }, [this] { read_again(); });
    return free_;
  }

 private:
  // Only now: where the database is free at once, nothing has been said.
  void begin() {
    core::log(core::Level::info, "refleks waits as a standby", words_);
    tell_supervisor("READY=1\nSTATUS=waits as a standby");
    if (!config_.health.host.empty()) {
      door_ = watchers_door(process_.executor(), config_,
                            [this](net::Request request) { return answer(std::move(request)); });
      door_->start();
    }
  }

  void look() {
    auto next = between_tries;
    try {
      if (!session_) session_.emplace(config_.storage.url, storage::Use::reader, &watchdog_.calls());
      free_ = session_->is_free(longest_answer);
      say("another process serves");
    } catch (const std::exception& error) {
      session_.reset();
      next = between_calls;
      say(error.what());
    }
    tell_supervisor("WATCHDOG=1");
    if (free_) {
      core::log(core::Level::info, "the database has no owner: refleks takes it over");
      return process_.end();
    }
    timer_.expires_after(next);
    timer_.async_wait([this](boost::system::error_code error) { error ? void() : look(); });
  }

  void say(const std::string& words) {
    if (words == words_) return;
    if (!words_.empty()) core::log(core::Level::info, "the standby goes on waiting", words);
    words_ = words;
  }

  void read_again() {
    try {
      config_ = load_config(config_.file);
      core::log(core::Level::info, "the configuration is read anew, and counts when this process serves");
    } catch (const ConfigError& wrong) {
      for (const std::string& problem : wrong.problems)
        core::log(core::Level::error, "the configuration is not taken, the former one counts", problem);
    }
  }

  asio::awaitable<net::Response> answer(net::Request request) {
    if (request.method != "GET" && request.method != "HEAD") co_return net::Response(405);
    if (request.path == "/live") co_return net::Response(200, "ok   waits as a standby\n");
    if (request.path == "/ready" || request.path == "/owner")
      co_return net::Response(503, "bad  standby: " + words_ + "\n");
    if (request.path == "/metrics") co_return net::Response(200, figures_of_standby(), figures_type);
    co_return net::Response(404);
  }

  Config& config_;
  Watchdog& watchdog_;
  Process process_;
  asio::steady_timer timer_;
  std::unique_ptr<net::HttpServer> door_;
  std::optional<storage::postgres::Connection> session_;
  std::string words_;  // what it waits for
  bool free_ = false;
};

}  // namespace

std::unique_ptr<Watchdog> stand_by(Config& config) {
  record_places(config);  // commands find the place while it waits, too
  auto watchdog = std::make_unique<Watchdog>();
  watchdog->start(end_at_once);
  if (!Standby(config, *watchdog).wait()) return nullptr;
  if (const auto wrong = foreign_key(config)) throw std::runtime_error(*wrong);
  return watchdog;
}

}  // namespace app
