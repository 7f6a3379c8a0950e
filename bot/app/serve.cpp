#include "bot/app/serve.hpp"

#include <sys/prctl.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <set>

#include "adapters/net/reachability.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/sandbox/adapter.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/bot.hpp"
#include "bot/app/channel_reader.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/delivery_log.hpp"
#include "bot/app/erased.hpp"
#include "bot/app/firmness.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/health.hpp"
#include "bot/app/io_loop.hpp"
#include "bot/app/operators.hpp"
#include "bot/app/places.hpp"
#include "bot/app/reload.hpp"
#include "bot/app/restore.hpp"
#include "bot/app/sandbox_options.hpp"
#include "bot/app/standby.hpp"
#include "bot/app/start_check.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/app/time_mover.hpp"
#include "bot/app/watchdog.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/runtime/courier.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/runtime/keep_running.hpp"

namespace app {
namespace {
namespace asio = boost::asio;
using runtime::Delivered;
using runtime::Delivery;
constexpr std::chrono::seconds stop_limit{8};    // of the ten that SIGTERM gives
constexpr std::chrono::seconds longest_nap{30};  // the wall clock may jump
constexpr std::chrono::seconds between_beats{1};

class Daemon {
 public:
  // `watchdog`: null where nobody waits to take over.
  Daemon(const Config& config, const std::string& program, Watchdog* watchdog)
      : config_(config),
        program_(program),
        watchdog_(watchdog),
        io_(1),
        guarded_clock_(system_sources(), confirmation_file(config.organisation.data)),
        movable_(config.sandbox.enabled && config.sandbox.movable_clock
                     ? std::make_unique<MovableClock>(config.sandbox.start.value_or(system_clock_.now()),
                                                      config.organisation.data / "sandbox" / "clock")
                     : nullptr),
        readers_(1),
        // What others sign and what lives for a time is judged by what the machine's clock shows.
        connections_(io_.get_executor(), readers_.get_executor(), config,
                     movable_ ? static_cast<const core::Clock&>(*movable_) : system_clock_, io_random_),
        figures_(system_clock_.now()),
        bot_(config, clock(), random_, database(), nightly_copies(config, readers_.get_executor(), clock()),
             platforms(), movable_ ? nullptr : &guarded_clock_,
             [this](std::chrono::duration<double> took) {
               figures_.committed(took);
               const std::lock_guard lock(refusal_mutex_);
               refusal_ = bot_.box_refusal();
             }),
        mover_(io_.get_executor(), clock(), movable_.get(), [this] { return engine_->tick(); }),
        timing_(net::real_timing(io_.get_executor())),
        channels_(io_.get_executor(), timing_, adapters_,
                  [this](runtime::Errand seen) { closed_ ? void() : engine_->ask(std::move(seen)); }),
        nap_(io_),
        beat_(io_),
        stop_timer_(io_),
        signals_(io_, SIGTERM, SIGINT),
        hangups_(io_, SIGHUP) {
    if (watchdog_) bot_.keep_watch(watchdog_->calls());
    leave_marks(config, bot_.installation());
    if (config.sandbox.enabled) {
      sandbox_ = listening(config, "sandbox.listen", config.sandbox.host, config.sandbox.port, [&] {
        auto options = sandbox_options(config, bot_.dispatcher(), connections_.pictures());
        return sandbox::make_sandbox(io_.get_executor(), std::move(options), mover_);
      });
      adapters_[config.sandbox.workspace] = sandbox_.get();
    }
    adapters_.insert(connections_.adapters().begin(), connections_.adapters().end());
    std::set<std::string> paced;
    for (const auto& [name, adapter] : adapters_)
      if (adapter->paced()) paced.insert(name);
    bot_.engine().set_paced([paced](const std::string& workspace) { return paced.contains(workspace); });
    if (!config.health.host.empty())
      health_ = std::make_unique<Health>(
          io_.get_executor(), readers_.get_executor(), config, figures_,
          [this] { return look_at(config_, clock().now()); }, [this](State& state) { tell(state); });
  }

  int run() {
    forget_in_chats(adapters_, bot_);
    engine_ = std::make_unique<runtime::EngineThread>(
        bot_.engine(), clock(), io_.get_executor(),
        [this](runtime::EngineThread::Turn turn) { heard(std::move(turn)); });
    engine_->on_channel_changed([this](const auto&... where) { channels_.read(where...); });
    if (const std::string refusal = bot_.box_refusal(); !refusal.empty())
      core::log(core::Level::error, "anonymous polls are refused", refusal);
    signals_.async_wait([this](boost::system::error_code error, int) { error ? void() : stop(0); });
    await_hangup();
    if (watchdog_) beat();
    run_to_end(io_);
    operators_.reset();
    engine_->stop();
    closed_ = true;
    readers_.join();
    core::log(core::Level::info, "refleks stops");
    return status_;
  }

 private:
  // Somebody has moved the log away, or changed the configuration.
  void await_hangup() {
    hangups_.async_wait([this](boost::system::error_code error, int) {
      if (error) return;
      core::reopen_log();
      if (reloader_ && !stopping_) reloader_->reload([](const Reloaded&) {});
      await_hangup();
    });
  }

  // Both threads move, or another process takes over.
  void beat() {
    engine_->beat();
    beat_.expires_after(between_beats);
    beat_.async_wait([this](boost::system::error_code error) { error ? void() : beat(); });
  }

  // What is known on this thread alone.
  void tell(State& state) const {
    state.since_turn =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - turned_);
    {
      const std::lock_guard lock(refusal_mutex_);
      state.box_refusal = refusal_;
    }
    state.owner = !stopping_;
    state.clock_believed = movable_ || guarded_clock_.certain();
    state.uptime =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun_);
  }
  std::string database() const { return database_of(config_); }

  core::Platforms platforms() {
    core::Platforms platforms = connections_.platforms();
    platforms.read_channel = [this](const auto&... where) {
      asio::post(io_, [this, where...] { channels_.read(where...); });
    };
    platforms.forget = [this](const core::Person& person) {
      asio::post(io_, [this, person] { forget_in_chats(adapters_, person); });
    };
    if (config_.sandbox.enabled)
      platforms.abilities = [others = platforms.abilities, sandbox = config_.sandbox.workspace](
                                const std::string& workspace) -> std::optional<core::Capabilities> {
        return workspace == sandbox ? sandbox::abilities() : others(workspace);
      };
    return platforms;
  }

  void listen_to_operators() {
    const auto ask = [this](runtime::Errand errand) { engine_->ask(std::move(errand)); };
    reloader_ = std::make_unique<Reloader>(config_, bot_, ask,
                                           Renewal{std::bind_front(&Connections::check, &connections_),
                                                   std::bind_front(&Connections::renew, &connections_)});
    ask(reloader_->taken());
    Running running{program_, system_clock_.now()};
    for (const auto& [name, adapter] : adapters_) running.platforms.push_back(name);
    operators_ = std::make_unique<Operators>(Operators::Parts{
        io_.get_executor(), readers_.get_executor(), config_, bot_, ask,
        [this] { return look_at(config_, clock().now()); }, [this](State& state) { tell(state); },
        [this](Reloader::Told told) { reloader_->reload(std::move(told)); }, std::move(running)});
  }

  const core::Clock& clock() const {
    return movable_ ? static_cast<const core::Clock&>(*movable_) : guarded_clock_;
  }
  // After the engine's first turn: who asks before it would be told that nothing is due.
  void open() {
    open_ = true;
    under_way_ += static_cast<int>(adapters_.size());  // their goodbyes are waited for too
    for (auto& [name, adapter] : adapters_)
      asio::co_spawn(io_,
                     runtime::keep_running(
                         *adapter, *engine_, name, [this] { return stopping_; }, timing_.sleep),
                     asio::bind_cancellation_slot(stop_adapters_[name].slot(),
                                                  [this](std::exception_ptr) { one_less(); }));
    if (sandbox_) std::printf("http://%s:%d/\n", config_.sandbox.host.c_str(), sandbox_->port());
    connections_.serve();
    if (const std::string where = connections_.address(); !where.empty())
      std::printf("listening on %s for %s\n", where.c_str(), config_.chats->server.public_url.c_str());
    std::fflush(stdout);
    if (health_) health_->serve();
    listen_to_operators();
    core::log(core::Level::info, "refleks serves",
              std::to_string(config_.groups.size()) + " groups, " + std::to_string(config_.people.size()) +
                  " people, " + std::to_string(adapters_.size()) + " platforms");
    tell_supervisor("READY=1");
  }

  void heard(runtime::EngineThread::Turn turn) {
    if (turn.failed) {
      if (watchdog_) watchdog_->ends();
      stop(1);
      io_.stop();  // nothing can be recorded any more: let the supervisor start anew
      return;
    }
    turned_ = std::chrono::steady_clock::now();
    tell_supervisor("WATCHDOG=1");  // both threads move
    if (turn.people) {
      connections_.set_people(turn.people);
      if (sandbox_) sandbox_->set_roster(roster_of(*turn.people, config_.sandbox.workspace));
    }
    for (Delivery& delivery : turn.deliveries) carry(std::move(delivery));
    if (!stopping_) {
      for (Delivery& delivery : turn.under_way) {
        runtime::Adapter* adapter = adapter_for(delivery.to);
        auto settled = settle(delivery);
        spawn(runtime::ask_for(adapter, std::move(delivery), std::move(settled)));
      }
      for (runtime::Wish& wish : turn.wishes) get_ready(std::move(wish));
    }
    if (stopping_ && turn.serial >= last_turn_) {
      last_turn_ = std::numeric_limits<std::uint64_t>::max();
      one_less();
    }
    mover_.heard(turn);
    if (!open_ && !stopping_) open();
    sleep_until(movable_ ? std::optional<core::Instant>() : turn.next_due);
  }

  void carry(Delivery delivery) {
    if (stopping_) {  // it was claimed as we stopped, and has not left: the next process sends it
      runtime::Settlement settlement{delivery.key, !delivery.ref.empty(), {}, true};
      settlement.outcome.kind = Delivered::Kind::retry;
      return engine_->settle(std::move(settlement));
    }
    runtime::Adapter* adapter = adapter_for(delivery.to);
    auto settled = settle(delivery);
    spawn(runtime::deliver(adapter, std::move(delivery), std::move(settled), timing_.sleep));
  }

  // Nothing has left while one waits, so the end of the program does not wait for it.
  void get_ready(runtime::Wish wish) {
    const auto tell = [this](runtime::Readiness said) {
      if (!closed_) engine_->ready(std::move(said));
    };
    runtime::Adapter& adapter = *adapters_.at(wish.to.workspace);  // it said that it keeps a pace
    asio::co_spawn(io_, runtime::get_ready(adapter, std::move(wish), tell), asio::detached);
  }

  // Deliveries that are cut off by the end of the program stay as they are: the next one asks for them.
  runtime::Settle settle(const Delivery& delivery) {
    return [this, workspace = delivery.to.workspace,
            words = delivery_in_words(delivery.to, delivery.key)](runtime::Settlement settlement) {
      if (closed_) return;
      figures_.delivered(workspace, settlement.outcome.kind, system_clock_.now());
      log_delivery(words, settlement);
      engine_->settle(std::move(settlement));
    };
  }

  void one_less() {
    if (--under_way_ == 0 && stopping_) io_.stop();
  }

  void sleep_until(std::optional<core::Instant> next) {
    if (stopping_) return;
    auto nap = longest_nap;
    if (next)
      nap = std::clamp(std::chrono::duration_cast<std::chrono::seconds>(*next - clock().now()),
                       std::chrono::seconds{0}, longest_nap);
    nap_.expires_after(nap);
    nap_.async_wait([this](boost::system::error_code error) {
      if (!error && !stopping_) engine_->tick();
    });
  }

  void spawn(asio::awaitable<void> work) {
    ++under_way_;
    asio::co_spawn(io_, std::move(work), [this](std::exception_ptr error) {
      if (error) core::log(core::Level::error, "a delivery ended badly");
      one_less();
    });
  }

  runtime::Adapter* adapter_for(const core::Destination& to) {
    const auto found = adapters_.find(to.workspace);
    return found == adapters_.end() ? nullptr : found->second;
  }

  // Stop listening, let what is under way finish, end.
  void stop(int status) {
    if (stopping_) return;
    stopping_ = true;
    status_ = status;
    tell_supervisor("STOPPING=1");
    // A turn that was under way when the engine was told to hold back may have claimed messages: the end
    // waits for the one after it, so that they are given back.
    engine_->hold_back();
    last_turn_ = engine_->tick();
    ++under_way_;
    signals_.cancel();
    hangups_.cancel();
    nap_.cancel();
    mover_.stop();
    for (auto& [name, signal] : stop_adapters_) signal.emit(asio::cancellation_type::all);
    spawn(connections_.stop(stop_limit));
    stop_timer_.expires_after(stop_limit);
    stop_timer_.async_wait([this](boost::system::error_code error) {
      if (!error) io_.stop();
    });
  }

  const Config& config_;
  const std::string program_;
  Watchdog* const watchdog_;
  bool closed_ = false;  // the engine takes nothing any more; outlives what is dropped with `io_`
  std::map<std::string, asio::cancellation_signal> stop_adapters_;  // outlives what waits for it
  asio::io_context io_;
  SystemClock system_clock_;
  GuardedClock guarded_clock_;
  core::SystemRandom random_, io_random_;  // the engine's, and the adapters'
  std::unique_ptr<MovableClock> movable_;
  asio::thread_pool readers_;  // reading connections, beside the engine
  Connections connections_;
  Figures figures_;
  mutable std::mutex refusal_mutex_;
  std::string refusal_;  // the engine's, as of its last transaction
  Bot bot_;
  TimeMover mover_;
  net::Timing timing_;
  std::map<std::string, runtime::Adapter*> adapters_;
  ChannelReader channels_;
  asio::steady_timer nap_, beat_, stop_timer_;
  asio::signal_set signals_, hangups_;
  std::chrono::steady_clock::time_point turned_ = std::chrono::steady_clock::now();
  const std::chrono::steady_clock::time_point begun_ = turned_;
  std::unique_ptr<Health> health_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::unique_ptr<runtime::EngineThread> engine_;
  std::unique_ptr<Reloader> reloader_;
  std::unique_ptr<Operators> operators_;
  int under_way_ = 0;            // adapters and deliveries
  std::uint64_t last_turn_ = 0;  // of the engine, when the program ends
  bool open_ = false, stopping_ = false;
  int status_ = 0;
};

}  // namespace

int serve(const Config& config, const std::string& program) {
  // No core file, no debugger of another process: what is in the ballot box stays in this process.
  prctl(PR_SET_DUMPABLE, 0);
  ignore_stray_signals();
  const net::Descriptor folder = look_before_start(config);
  net::log_reachability();
  // Read before anything runs: one that cannot be used ends the program with words.
  if (const net::Proxies& proxies = take_way_out(config); !proxies.none())
    core::log(core::Level::info, way_out_in_words(config, proxies));
  Config current = config;
  std::unique_ptr<Watchdog> watchdog;
  if (config.storage.standby && !(watchdog = stand_by(current))) return 0;
  Daemon daemon(current, program, watchdog.get());
  // What a restore took out of its copy before it was cut off. None is under way: the database is ours.
  std::filesystem::remove_all(current.organisation.data / restoring_name);
  record_places(current);
  return daemon.run();
}

}  // namespace app
