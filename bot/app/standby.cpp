#include "bot/app/standby.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "adapters/net/http_server.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/figures.hpp"
#include "bot/app/freed.hpp"
#include "bot/app/front_door.hpp"
#include "bot/app/health.hpp"
#include "bot/app/key_watch.hpp"
#include "bot/app/passed_on.hpp"
#include "bot/app/places.hpp"
#include "bot/app/process.hpp"
#include "bot/app/receiver.hpp"
#include "bot/app/reception.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/core/log.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/postgres/primary.hpp"

namespace app {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds longest_answer{1};
constexpr unsigned looks_between_tidying = 50;
constexpr std::chrono::milliseconds between_tries{100};
// To servers that are not there, or of which none takes writing: each is asked again meanwhile. Longer each
// time, because a busy one may need seconds to let anybody in.
constexpr std::chrono::milliseconds between_calls{200}, first_question{500}, longest_question{3000};

class Standby {
 public:
  Standby(Config& config, Watchdog& watchdog, std::shared_ptr<Reception> reception)
      : config_(config), watchdog_(watchdog), timer_(process_.executor()), reception_(std::move(reception)) {}

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
      watched_ = watchers_listener(process_.executor(), config_,
                                   [this](net::Request request) { return answer(std::move(request)); });
      watched_->start();
    }
    const Config::Handover& way = config_.handover;
    if (way.peer_host.empty()) return;
    wipe_what_is_freed();
    const auto find = [this](const std::string& organisation) {
      return organisation.empty() ? reception_ : nullptr;
    };
    receiver_ = listening(config_, "handover.listen", way.host, way.port, [&] {
      return std::make_unique<Receiver>(
          Receiver::Place{process_.executor(), process_.executor(), find, {}, {}}, way);
    });
    if (config_.chats->listens()) take_calls(way);
  }

  // Whoever asks here is answered by the machine that serves.
  void take_calls(const Config::Handover& way) {
    passed_on_.emplace(way);
    door_.emplace(process_.executor(), config_,
                  [this](net::Request request) { return pass_on(std::move(request)); });
    door_->open();
  }

  asio::awaitable<net::Response> pass_on(net::Request request) {
    auto refused = config_.chats->refusal(request);
    co_return co_await passed_on_->answer(std::string(), std::move(request), std::move(refused));
  }

  void look() {
    auto next = between_tries;
    try {
      if (!session_) {
        storage::postgres::primary_of(config_.storage.url, question_);
        session_.emplace(config_.storage.url, storage::Use::reader, &watchdog_.calls());
      }
      free_ = session_->is_free(longest_answer);
      question_ = first_question;
      if (!free_) reception_->is_owned();
      const bool waits = free_ && reception_->other_is_waited_for(Reception::Clock::now());
      say(waits ? "the other machine has open boxes, and is waited for" : "another process serves");
      free_ = free_ && !waits;
      if (!free_ && looks_++ % looks_between_tidying == 0) reception_->tidy();
    } catch (const std::exception& error) {
      session_.reset();
      question_ = std::min(2 * question_, longest_question);
      free_ = false;
      next = between_calls;
      say(error.what());
    }
    tell_supervisor("WATCHDOG=1");
    if (receiver_) receiver_->look_at_files();
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
      core::log(core::Level::info,
                "the configuration is read anew: calls are looked at by it, the rest counts when this "
                "process serves");
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
  std::unique_ptr<net::HttpServer> watched_;
  const std::shared_ptr<Reception> reception_;
  std::unique_ptr<Receiver> receiver_;
  std::optional<PassedOn> passed_on_;
  std::optional<FrontDoor> door_;
  std::optional<storage::postgres::Connection> session_;
  std::chrono::milliseconds question_ = first_question;
  unsigned looks_ = 0;
  std::string words_;  // what it waits for
  bool free_ = false;
};

}  // namespace

std::unique_ptr<Watchdog> stand_by(Config& config) {
  record_places(config);  // commands find the place while it waits, too
  auto watchdog = std::make_unique<Watchdog>();
  watchdog->start(end_at_once);
  // It sees what is read anew while it waits.
  const auto reception =
      std::make_shared<Reception>(std::shared_ptr<const Config>(std::shared_ptr<void>(), &config));
  if (!Standby(config, *watchdog, reception).wait()) return nullptr;
  if (const auto wrong = foreign_key(config)) throw std::runtime_error(*wrong);
  reception->take_in_what_came();
  return watchdog;
}

}  // namespace app
