#include "bot/app/organisation.hpp"

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <limits>
#include <map>
#include <mutex>
#include <optional>

#include "adapters/net/timing.hpp"
#include "adapters/sandbox/adapter.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/bot.hpp"
#include "bot/app/channel_reader.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/delivery_log.hpp"
#include "bot/app/digest_maker.hpp"
#include "bot/app/erased.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/health.hpp"
#include "bot/app/leaving.hpp"
#include "bot/app/look_beside.hpp"
#include "bot/app/notebooks.hpp"
#include "bot/app/operators.hpp"
#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"
#include "bot/app/sandbox_options.hpp"
#include "bot/app/start_check.hpp"
#include "bot/app/time_mover.hpp"
#include "bot/app/turnstile.hpp"
#include "bot/app/watchdog.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/courier.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/runtime/keep_running.hpp"

namespace app {
namespace {
namespace asio = boost::asio;
using runtime::Delivery;
// Of the ten that SIGTERM gives; the wall clock may jump.
constexpr std::chrono::seconds stop_limit{8}, longest_nap{30}, between_beats{1};
// What coroutines touch that are dropped after the organisation has gone.
struct Outlives {
  std::atomic<bool> closed = false;  // the engine takes nothing any more
  std::map<std::string, asio::cancellation_signal> stop_adapters;
};
}  // namespace
struct Organisation::Parts {
  Parts(const Config& given, Place where, Told whom)
      : config(given),
        place(std::move(where)),
        told(std::move(whom)),
        guarded_clock(system_sources(), confirmation_file(config.organisation.data)),
        movable(config.sandbox.enabled && config.sandbox.movable_clock
                    ? std::make_unique<MovableClock>(config.sandbox.start.value_or(system_clock.now()),
                                                     config.organisation.data / "sandbox" / "clock")
                    : nullptr),
        // What others sign and what lives for a time is judged by what the machine's clock shows.
        connections(place.io, place.readers, config,
                    movable ? static_cast<const core::Clock&>(*movable) : system_clock, io_random,
                    place.own_listener),
        figures(system_clock.now()),
        mover(place.io, clock(), movable.get(), [this] { return engine->tick(); }),
        timing(net::real_timing(place.io)),
        channels(place.io, timing, adapters, errands()),
        nap(place.io),
        beats(place.io),
        stop_timer(place.io) {}

  void open_store() {
    bot.emplace(config, clock(), random, database_of(config), platforms(),
                Serving{movable ? nullptr : &guarded_clock, nightly_copies(config, place.patient, clock()),
                        measured_by(figures, [this] {
                          const std::lock_guard lock(refusal_mutex);
                          if (bot) refusal = bot->box_refusal();  // else the store is being opened
                        })});
    if (place.watchdog) bot->keep_watch(place.watchdog->calls());
    digests.emplace(DigestMaker::Parts{place.io, place.patient, database_of(config), config, *bot, errands(),
                                       [this] { return people; },
                                       [this] { outlives->closed ? 0 : engine->tick(); }});
    leave_marks(config, bot->installation());
  }

  void begin() {
    if (config.sandbox.enabled) {
      sandbox = listening(config, "sandbox.listen", config.sandbox.host, config.sandbox.port, [&] {
        auto options = sandbox_options(config, bot->dispatcher(), connections.pictures());
        return sandbox::make_sandbox(place.io, std::move(options), mover);
      });
      adapters[config.sandbox.workspace] = sandbox.get();
    }
    adapters.insert(connections.adapters().begin(), connections.adapters().end());
    bot->engine().set_paced(runtime::paced_among(adapters));
    // What a restore took out of its copy before it was cut off. None is under way: the database is ours.
    std::filesystem::remove_all(config.organisation.data / restoring_name);
    record_places(config);
    bot->checkpoint_beside();
    notebooks.emplace(*bot, adapters, errands());
    engine = std::make_unique<runtime::EngineThread>(
        bot->engine(), clock(), place.io,
        [this](runtime::EngineThread::Turn turn) { heard(std::move(turn)); }, place.name);
    Renewal renewal{std::bind_front(&Connections::check, &connections),
                    std::bind_front(&Connections::renew, &connections), place.read, told.reloaded};
    reloader = std::make_unique<Reloader>(config, *bot, errands(), std::move(renewal));  // as it turns
    notebooks->open(adapters);
    engine->on_channel_changed([this](const auto&... where) { channels.read(where...); });
    if (const std::string why = bot->box_refusal(); !why.empty())
      core::log(core::Level::error, "anonymous polls are refused", why);
    if (place.watchdog) beat();
  }
  std::function<void(runtime::Errand)> errands() {
    return [this, keep = outlives](runtime::Errand errand) {
      if (!keep->closed) engine->ask(std::move(errand));
    };
  }
  const core::Clock& clock() const {
    return movable ? static_cast<const core::Clock&>(*movable) : guarded_clock;
  }
  core::Platforms platforms() {
    core::Platforms platforms = connections.platforms();
    platforms.read_channel = [this](const auto&... where) {
      asio::post(place.io, [this, where...] { channels.read(where...); });
    };
    platforms.forget = [this](const core::Person& person) {
      asio::post(place.io, [this, person] { forget_in_chats(adapters, person); });
    };
    platforms.make_digests = [this](core::Date monday) { digests->make(monday); };
    return with_sandbox(std::move(platforms), config);
  }
  // Both threads move, or another process takes over.
  void beat() {
    engine->beat();
    beats.expires_after(between_beats);
    beats.async_wait([this](boost::system::error_code error) { error ? void() : beat(); });
  }

  void listen_to_operators() {
    const auto ask = errands();
    ask(reloader->taken());
    Running running{place.program, system_clock.now()};
    for (const auto& [name, adapter] : adapters) running.platforms.push_back(name);
    leaving.emplace(place.io, config, *bot, ask, [this] { stop(0); });
    operators = std::make_unique<Operators>(
        Operators::Parts{place.io, place.readers, config, *bot, ask, [this] { return look(); },
                         [this](State& state) { live(state); },
                         [this](Reloader::Told done) { reloader->reload(std::move(done)); },
                         [this](auto done) { leaving->hand_over(std::move(done)); }, std::move(running)});
  }

  // After the engine's first turn: who asks before it would be told that nothing is due.
  void open() {
    opened = true;
    under_way += static_cast<int>(adapters.size());  // their goodbyes are waited for too
    for (auto& [name, adapter] : adapters)
      asio::co_spawn(
          place.io,
          runtime::keep_running(
              *adapter, *engine, name, [this] { return stopping; }, timing.sleep),
          asio::bind_cancellation_slot(outlives->stop_adapters[name].slot(),
                                       [this, keep = outlives](std::exception_ptr) { one_less(); }));
    say_where(place.name, sandbox.get(), connections, config);
    connections.serve();
    listen_to_operators();
    core::log(core::Level::info, "refleks serves",
              std::to_string(config.groups.size()) + " groups, " + std::to_string(config.people.size()) +
                  " people, " + std::to_string(adapters.size()) + " platforms");
    if (told.opened) told.opened();
    if (!bot->looked_through())
      look_beside(
          place.patient, place.io, database_of(config), [keep = outlives] { return keep->closed.load(); },
          [this] { stop(1); });
  }
  void heard(runtime::EngineThread::Turn turn) {
    if (turn.failed) {
      if (place.watchdog) place.watchdog->ends();
      storage::doubt(database_of(config));
      stop(1);
      return end();  // nothing can be recorded any more: it starts anew
    }
    turned = std::chrono::steady_clock::now();
    if (told.turned) told.turned();
    if (turn.people && turn.people != people) {
      log_people(people.get(), *turn.people);
      people = turn.people;
      connections.set_people(people);
      digests->people_known();
      if (sandbox) sandbox->set_roster(roster_of(*people, config.sandbox.workspace));
    }
    under_way += static_cast<int>(turn.deliveries.size());
    for (Delivery& delivery : turn.deliveries)
      place.deliveries.pass(place.io, [this, delivery = std::move(delivery)]() mutable {
        carry(std::move(delivery));
        one_less();
      });
    if (!stopping) {
      for (Delivery& delivery : turn.under_way) {
        auto [adapter, settled] = std::pair(adapter_for(delivery.to), settle(delivery));
        auto pause = keeps_messages(config, delivery.to.workspace) ? runtime::Pause() : timing.sleep;
        spawn(runtime::ask_for(adapter, std::move(delivery), std::move(settled), std::move(pause)));
      }
      for (runtime::Wish& wish : turn.wishes) get_ready(std::move(wish));
    }
    if (stopping && turn.serial >= last_turn) {
      last_turn = std::numeric_limits<std::uint64_t>::max();
      one_less();
    }
    turn.idle = turn.idle && !digests->at_work();
    mover.heard(turn);
    if (!opened && !stopping) open();
    sleep_until(movable ? std::optional<core::Instant>() : turn.next_due);
  }

  void carry(Delivery delivery) {
    if (stopping) {  // it was claimed as we stopped, and has not left: the next process sends it
      runtime::Settlement settlement{delivery.key, !delivery.ref.empty(), {}, true};
      settlement.outcome.kind = runtime::Delivered::Kind::retry;
      return engine->settle(std::move(settlement));
    }
    runtime::Adapter* adapter = adapter_for(delivery.to);
    auto settled = settle(delivery);
    spawn(runtime::deliver(adapter, std::move(delivery), std::move(settled), timing.sleep));
  }
  // Nothing has left while one waits, so the end does not wait for it.
  void get_ready(runtime::Wish wish) {
    const auto tell = [this, keep = outlives](runtime::Readiness said) {
      if (!keep->closed) engine->ready(std::move(said));
    };
    runtime::Adapter& adapter = *adapters.at(wish.to.workspace);  // it said that it keeps a pace
    asio::co_spawn(place.io, runtime::get_ready(adapter, std::move(wish), tell), asio::detached);
  }
  // Deliveries that are cut off by the end stay as they are: the next one asks for them.
  runtime::Settle settle(const Delivery& delivery) {
    return [this, keep = outlives, workspace = delivery.to.workspace,
            words = delivery_in_words(delivery.to, delivery.key)](runtime::Settlement settlement) {
      if (keep->closed) return;
      figures.delivered(workspace, settlement.outcome.kind, system_clock.now());
      log_delivery(words, settlement);
      engine->settle(std::move(settlement));
    };
  }
  void one_less() {
    if (--under_way == 0 && stopping) end();
  }
  void end() {
    stop_timer.cancel();
    if (!std::exchange(ended, true) && told.ended) told.ended(status);
  }
  void sleep_until(std::optional<core::Instant> next) {
    if (stopping) return;
    auto length = longest_nap;
    if (next)
      length = std::clamp(std::chrono::duration_cast<std::chrono::seconds>(*next - clock().now()),
                          std::chrono::seconds{0}, longest_nap);
    nap.expires_after(length);
    nap.async_wait([this](boost::system::error_code error) {
      if (!error && !stopping) engine->tick();
    });
  }

  void spawn(asio::awaitable<void> work) {
    ++under_way;
    asio::co_spawn(place.io, std::move(work), [this](std::exception_ptr error) {
      if (error) core::log(core::Level::error, "a delivery ended badly");
      one_less();
    });
  }
  runtime::Adapter* adapter_for(const core::Destination& to) {
    const auto found = adapters.find(to.workspace);
    return found == adapters.end() ? nullptr : found->second;
  }

  // Stop listening, let what is under way finish, end.
  void stop(int with) {
    if (stopping) return;
    stopping = true;
    status = with;
    if (!engine) return end();  // it had not begun
    // A turn that was under way when the engine was told to hold back may have claimed messages: the end
    // waits for the one after it, so that they are given back.
    engine->hold_back();
    last_turn = engine->tick();
    ++under_way;
    nap.cancel();
    mover.stop();
    for (auto& [name, signal] : outlives->stop_adapters) signal.emit(asio::cancellation_type::all);
    spawn(connections.stop(stop_limit));
    stop_timer.expires_after(stop_limit);
    stop_timer.async_wait([this](boost::system::error_code error) {
      if (!error) end();
    });
  }

  State look() const { return look_at(config, clock().now()); }
  void live(State& state) const {
    const auto now = std::chrono::steady_clock::now();
    state.since_turn = std::chrono::floor<std::chrono::seconds>(now - turned);
    const std::lock_guard lock(refusal_mutex);
    if (!refusal.empty()) state.box_refusal = refusal;
    state.owner = !stopping;
    state.clock_believed = movable || guarded_clock.certain();
    state.uptime = std::chrono::floor<std::chrono::seconds>(now - begun);
  }

  const Config& config;
  const Place place;
  const Told told;
  std::shared_ptr<Outlives> outlives = std::make_shared<Outlives>();
  SystemClock system_clock;
  GuardedClock guarded_clock;
  core::SystemRandom random, io_random;  // the engine's, and the adapters'
  std::unique_ptr<MovableClock> movable;
  Connections connections;
  Figures figures;
  mutable std::mutex refusal_mutex;
  std::string refusal;  // the engine's, as of its last transaction
  std::optional<Bot> bot;
  std::shared_ptr<const core::Directory> people;  // as the engine last said
  std::optional<DigestMaker> digests;
  TimeMover mover;
  net::Timing timing;
  std::map<std::string, runtime::Adapter*> adapters;
  ChannelReader channels;
  asio::steady_timer nap, beats, stop_timer;
  std::chrono::steady_clock::time_point turned = std::chrono::steady_clock::now();
  const std::chrono::steady_clock::time_point begun = turned;
  std::unique_ptr<sandbox::Sandbox> sandbox;
  std::optional<Notebooks> notebooks;
  std::unique_ptr<runtime::EngineThread> engine;
  std::unique_ptr<Reloader> reloader;
  std::optional<Leaving> leaving;
  std::unique_ptr<Operators> operators;
  int under_way = 0, status = 0;  // adapters, deliveries, requests that were handed in
  std::uint64_t last_turn = 0;    // of the engine, when it ends
  bool opened = false, stopping = false, ended = false;
};

Organisation::Organisation(const Config& config, Place place, Told told)
    : parts_(std::make_unique<Parts>(config, std::move(place), std::move(told))) {}
Organisation::~Organisation() {
  parts_->outlives->closed = true;
}

void Organisation::open_store() {
  parts_->open_store();
}
void Organisation::begin() {
  parts_->begin();
}
void Organisation::reload(Reloader::Told told) {
  if (parts_->opened && !parts_->stopping) parts_->reloader->reload(std::move(told));
}
void Organisation::stop() {
  parts_->leaving && !parts_->stopping ? parts_->leaving->leave() : parts_->stop(0);
}
void Organisation::hang_up() {
  parts_->operators.reset();
  parts_->outlives->closed = true;
}
void Organisation::close() {
  if (parts_->engine) parts_->engine->stop();
}
void Organisation::close_store() {
  parts_->bot.reset();
}

boost::asio::awaitable<net::Response> Organisation::answer(net::Request request) {
  Parts& parts = *parts_;
  const net::HttpHandler handler = parts.connections.handler();
  ++parts.under_way;
  net::Response response(500);
  std::exception_ptr failed;
  try {
    response = co_await handler(std::move(request));
  } catch (...) {
    failed = std::current_exception();
  }
  parts.one_less();
  if (failed) std::rethrow_exception(failed);
  co_return response;
}

State Organisation::look() const {
  return parts_->look();
}
void Organisation::live(State& state) const {
  parts_->live(state);
}
Figures& Organisation::figures() {
  return parts_->figures;
}

}  // namespace app
