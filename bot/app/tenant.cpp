#include "bot/app/tenant.hpp"

#include <boost/algorithm/string/join.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/app/chats.hpp"
#include "bot/app/handover.hpp"
#include "bot/app/key_watch.hpp"
#include "bot/app/start_check.hpp"
#include "bot/core/log.hpp"
#include "storage/postgres/connection.hpp"

namespace app {

namespace asio = boost::asio;

namespace {

// Somebody waits for an answer that an organisation makes: rung when it is there, and when it never comes.
struct Awaited {
  explicit Awaited(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer bell;
  net::Response response{503};
  asio::cancellation_signal stop;
};

class Ring {
 public:
  explicit Ring(std::shared_ptr<Awaited> waiting) : waiting_(std::move(waiting)) {}
  ~Ring() { waiting_->bell.cancel(); }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  void give(net::Response response) { waiting_->response = std::move(response); }

 private:
  std::shared_ptr<Awaited> waiting_;
};

constexpr std::chrono::seconds between_tidying{5};
constexpr std::chrono::milliseconds between_looks_for_other{500};

struct NotItsTurn {};  // it is to end, or to be read anew, and not to serve

net::Response not_now() {
  net::Response response(503, "Try again in a little while.\n");
  response.headers.add("Retry-After", "10");
  return response;
}

}  // namespace

Tenant::Tenant(const Neighbours& around, std::string name, std::filesystem::path file)
    : around_(around), name_(std::move(name)), file_(std::move(file)), again_(around.io), bell_(around.io) {}

asio::awaitable<void> Tenant::beside(asio::any_io_executor threads, std::function<void()> work) {
  co_await asio::post(asio::bind_executor(threads, asio::use_awaitable));
  std::exception_ptr failed;
  try {
    const core::LogName scope(name_);
    work();
  } catch (...) {
    failed = std::current_exception();
  }
  co_await asio::post(asio::bind_executor(around_.io, asio::use_awaitable));
  if (failed) std::rethrow_exception(failed);
}

void Tenant::start(std::string print) {
  print_ = std::move(print);
  phase_ = Phase::starting;
  why_ = "it is being started";
  leaving_ = over_again_ = its_turn_ = read_again_ = reading_ = false;
  not_taken_.clear();
  again_.cancel();
  asio::co_spawn(
      around_.io, [self = shared_from_this()] { return self->starting(); }, asio::detached);
}

asio::awaitable<void> Tenant::starting() {
  Phase phase = Phase::starting;
  std::string why;
  std::shared_ptr<Config> config;
  std::optional<net::Descriptor> folder;
  const std::function<void()> read = [&] {
    config = std::make_shared<Config>(read_organisation(around_.host, file_text(file_), file_.string()));
    folder = look_before_start(*config);
  };
  const std::function<void()> check_key = [this] {
    if (const auto wrong = foreign_key(*config_)) throw std::runtime_error(*wrong);
  };
  const std::function<void()> open = [this] { organisation_->open_store(); };
  bool again = false;
  try {
    co_await beside(around_.starters, read);
    config_ = std::move(config);
    folder_ = std::move(folder);
    around_.claim(name_, *config_);
    if (config_->storage.standby) {
      co_await turn();
      co_await beside(around_.starters, check_key);  // the other process may have made one
    }
    if (!being_opened_) being_opened_.emplace(around_.being_opened);
    make();
    co_await beside(around_.starters, open);
    const core::LogName scope(name_);
    if (!leaving_) organisation_->begin();
    begun_ = !leaving_;
  } catch (const NotItsTurn&) {
    again = !leaving_;
    phase = Phase::refused;
    why = "it is stopped";
  } catch (const storage::postgres::Taken& error) {  // by another process that waited, just before
    again = config_->storage.standby && !leaving_;
    phase = Phase::failed;
    why = error.what();
  } catch (const ConfigError& error) {
    phase = Phase::refused;
    why = boost::algorithm::join(error.problems, "; ");
  } catch (const std::exception& error) {
    phase = Phase::failed;
    why = error.what();
  }
  if (!why.empty()) {
    let_go();
    again ? start(print_) : fail(phase, std::move(why));
  } else if (leaving_) {
    stop();
  }
}

// Until nobody else serves its database; throws NotItsTurn where it is to leave, or its file is to be read
// anew. What the other machine hands it meanwhile is taken in.
asio::awaitable<void> Tenant::turn() {
  const auto reception = std::make_shared<Reception>(config_);
  std::optional<Receptions::Open> open;
  if (!config_->handover.peer_host.empty()) open.emplace(around_.receptions, name_, reception);
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  for (std::string why = "-"; !why.empty();) {
    co_await its_place(reception);
    if (leaving_ || read_again_) throw NotItsTurn();
    why.clear();
    const std::function<void()> look = [&] {
      try {
        if (reception->other_is_waited_for(Reception::Clock::now()))
          why = "the other machine has open boxes, and is waited for";
      } catch (const std::exception& error) {
        why = error.what();
      }
    };
    co_await beside(around_.starters, look);
    if (why.empty() || leaving_ || read_again_) continue;
    if (why_ != "standby: " + why) waits(why);
    bell_.expires_after(between_looks_for_other);
    co_await bell_.async_wait(quietly);
  }
  if (leaving_ || read_again_) throw NotItsTurn();
  being_opened_.emplace(around_.being_opened);
  open.reset();
  phase_ = Phase::starting;
  why_ = "it is being started";
  const std::function<void()> take_in = [reception] { reception->take_in_what_came(); };
  co_await beside(around_.starters, take_in);
}

// In the waiting room, until it is called or looks for itself.
asio::awaitable<void> Tenant::its_place(std::shared_ptr<Reception> reception) {
  WaitingRoom::Told told;
  told.waits = [this, reception](const std::string& reason) {
    if (reason == WaitingRoom::served) reception->is_owned();
    waits(reason);
  };
  told.free = [this] {
    its_turn_ = true;
    bell_.cancel();
  };
  its_turn_ = false;
  around_.waiting_room.wait(name_, config_->storage.url, std::move(told));
  const std::function<void()> tidy = [&] {
    try {
      reception->tidy();
    } catch (const std::exception&) {  // why, is what it waits for
    }
  };
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  while (!its_turn_ && !leaving_ && !read_again_) {
    bell_.expires_after(between_tidying);
    const auto [error] = co_await bell_.async_wait(quietly);
    if (!error) co_await beside(around_.starters, tidy);
  }
  around_.waiting_room.leave(name_);
}

void Tenant::waits(const std::string& why) {
  const core::LogName scope(name_);
  core::log(core::Level::info, "the organisation waits as a standby", why);
  phase_ = Phase::waiting;
  why_ = "standby: " + why;
  around_.changed(name_);
}

// Its chats and pages, on lines of its own to the threads.
void Tenant::make() {
  const core::LogName scope(name_);
  for (const std::string& warning : config_->warnings)
    core::log(core::Level::warning, "the configuration", warning);
  enclosure_.emplace(name_);
  const auto io = enclosure_->around(around_.io);
  if (config_->storage.standby) {
    watchdog_ = std::make_shared<Watchdog>();
    watched_.emplace(around_.watch, name_, watchdog_);
  }
  readers_ = enclosure_->named(asio::make_strand(around_.readers));
  patient_ = enclosure_->named(asio::make_strand(around_.patient));
  Organisation::Place place{io, readers_, patient_, around_.deliveries, around_.program, name_, false, {}};
  place.watchdog = watchdog_.get();
  place.read = [this](const std::string& text, const std::string& file) {
    return read_organisation(around_.host, text, file);
  };
  Organisation::Told told;
  told.opened = [this] { opened(); };
  told.ended = [this](int status) {
    asio::post(around_.io, [self = shared_from_this(), status] {
      asio::co_spawn(
          self->around_.io, [self, status] { return self->ending(status); }, asio::detached);
    });
  };
  told.reloaded = [this](const Reloaded& done) {
    reading_ = false;
    not_taken_ = boost::algorithm::join(done.problems, "; ");
    if (phase_ != Phase::serving) return;
    if (done.needs_restart.empty() || !done.problems.empty()) return around_.changed(name_);
    core::log(core::Level::info, "the organisation is started over");
    over_again_ = true;
    phase_ = Phase::stopping;
    why_ = "it is being started over";
    asio::post(around_.io, [self = shared_from_this()] { self->stop(); });
  };
  organisation_ = std::make_unique<Organisation>(*config_, std::move(place), std::move(told));
}

void Tenant::opened() {
  if (phase_ != Phase::starting) return;
  failed_ = 0;
  being_opened_.reset();
  why_.clear();
  config_->let_go_of_people();
  phase_ = Phase::serving;
  around_.changed(name_);
}

void Tenant::reload(std::string print) {
  print_ = std::move(print);
  reading_ = true;
  if (phase_ == Phase::waiting) {
    read_again_ = true;
    bell_.cancel();
    return;
  }
  organisation_->reload([](const Reloaded&) {});
}

void Tenant::leave() {
  leaving_ = true;
  again_.cancel();
  if (phase_ == Phase::failed || phase_ == Phase::refused) return around_.changed(name_);
  bell_.cancel();  // of its turn, which it may await before the first word of why
  if (phase_ == Phase::stopping || !begun_ || in_line_) return;  // its start, its end or its turn sees to it
  if (phase_ != Phase::serving || config_->handover.peer_host.empty()) return go();
  in_line_ = true;
  around_.handing_over.enter([self = shared_from_this()](std::unique_ptr<WaitingLine::Place> place) {
    self->place_ = std::move(place);
    const auto go = [self](std::exception_ptr) {
      self->in_line_ = false;
      if (self->phase_ == Phase::serving && self->leaving_) return self->go();
      self->place_.reset();  // it has ended meanwhile
    };
    if (!self->config_) return go({});
    asio::co_spawn(self->around_.io, when_there_is_room(self->config_), go);
  });
}

void Tenant::go() {
  phase_ = Phase::stopping;
  why_ = "it is being stopped";
  stop();
}

void Tenant::stop() {
  const core::LogName scope(name_);
  if (organisation_) organisation_->stop();
}

// Nothing of it runs on the I/O thread from here on; then the readers have done what they were asked, and the
// engine has ended.
asio::awaitable<void> Tenant::ending(int status) {
  phase_ = Phase::stopping;
  if (why_.empty()) why_ = "it is being stopped";
  enclosure_->close();
  closing_ = true;
  organisation_->hang_up();
  const std::function<void()> engine = [this] { organisation_->close(); };
  co_await beside(readers_, engine);
  const std::function<void()> nothing = [] {};
  co_await beside(patient_, nothing);
  const std::function<void()> database = [this] { organisation_->close_store(); };
  co_await beside(around_.starters, database);  // several at once, and nobody else waits for it
  let_go();
  if (status != 0 && !leaving_) co_return fail(Phase::failed, "its database could not be used");
  if (!leaving_) co_return start(print_);  // over again, or to wait for whom it handed its boxes
  fail(Phase::refused, "it is stopped");
}

void Tenant::let_go() {
  const core::LogName scope(name_);
  if (enclosure_) enclosure_->close();
  begun_ = false;
  organisation_.reset();
  watched_.reset();
  watchdog_.reset();
  folder_.reset();
  config_.reset();
  being_opened_.reset();
  closing_ = false;
  place_.reset();
}

void Tenant::fail(Phase phase, std::string why) {
  const core::LogName scope(name_);
  phase_ = phase;
  why_ = std::move(why);
  if (leaving_)
    core::log(core::Level::info, "the organisation is not served any more");
  else
    core::log(core::Level::error, "the organisation is not served", why_);
  if (phase_ == Phase::failed && !leaving_) {
    again_.expires_after(wait_before_start(++failed_));
    again_.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (!error && self->phase_ == Phase::failed && !self->leaving_) self->start(self->print_);
    });
  }
  around_.changed(name_);
}

void Tenant::hang_up() {
  if (organisation_) organisation_->hang_up();
}
void Tenant::close() {
  if (organisation_ && !closing_) organisation_->close();  // else a reader's thread does it
}
void Tenant::close_store() {
  if (organisation_) organisation_->close_store();
}

asio::awaitable<net::Response> Tenant::answer(net::Request request) {
  const bool elsewhere = phase_ == Phase::waiting && around_.passed_on;
  if (!elsewhere) co_return co_await answer_here(std::move(request));
  auto refused = config_ ? config_->chats->refusal(request) : std::nullopt;
  co_return co_await around_.passed_on->answer(name_, std::move(request), std::move(refused));
}

asio::awaitable<net::Response> Tenant::answer_here(net::Request request) {
  if (phase_ != Phase::serving) co_return not_now();
  const auto waiting = std::make_shared<Awaited>(co_await asio::this_coro::executor);
  auto done = [ring = std::make_shared<Ring>(waiting)](std::exception_ptr failed, net::Response response) {
    ring->give(failed ? net::Response(500) : std::move(response));
  };
  asio::co_spawn(enclosure_->around(around_.io), organisation_->answer(std::move(request)),
                 asio::bind_cancellation_slot(waiting->stop.slot(), std::move(done)));
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  co_await waiting->bell.async_wait(quietly);
  const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
  if (cancelled != asio::cancellation_type::none) waiting->stop.emit(asio::cancellation_type::terminal);
  co_return std::move(waiting->response);
}

asio::awaitable<std::optional<State>> Tenant::state() {
  if (phase_ != Phase::serving) co_return std::nullopt;
  const auto self = shared_from_this();
  std::optional<State> found;
  const std::function<void()> look = [this, &found] { found = organisation_->look(); };
  co_await beside(readers_, look);
  if (organisation_)
    organisation_->live(*found);
  else
    found.reset();
  co_return found;
}

}  // namespace app
