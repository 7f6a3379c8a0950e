#include "tests/contract/town.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace contract {
namespace {

using namespace std::chrono_literals;
using runtime::Delivered;

constexpr auto patience = 10s;  // for anything one waits for
constexpr auto silence = 40ms;  // on the loopback: after that, everybody only waits for time to pass

}  // namespace

Town::Town(app::Config config)
    : clock(support::at("2026-11-09T08:00:00Z")), config_(std::move(config)), begun_(clock.now()) {
  config_.organisation.data = data.path();
  // The script was written for these days, whatever a group without days of its own gets.
  for (core::Group& group : config_.groups)
    group.timeline.try_emplace("invitation", core::offset_from_text("-14d 10:00"));
  config_.ballot_box.directory = box.path();
}

Town::~Town() {
  close();
  io.restart();
  io.poll();
}

void Town::connect(const std::string& workspace, runtime::Adapter& adapter) {
  adapters_[workspace].adapter = &adapter;
}

void Town::open() {
  platforms.abilities = [this](const std::string& workspace) -> std::optional<core::Capabilities> {
    const auto found = adapters_.find(workspace);
    if (found == adapters_.end()) return std::nullopt;
    return found->second.adapter->capabilities();
  };
  support::ReadySchema::await((data / "refleks.db").string());
  {
    // Who is drawn first is the same on all platforms, however much each has drawn before.
    storage::Database database((data / "refleks.db").string());
    storage::open_stores(database).presenters->keep_lot("drawn once for all");
  }
  bot_ = std::make_unique<app::Bot>(config_, clock, random, data / "refleks.db", platforms);
  send(bot_->engine().start());
  run({});
  for (auto& [workspace, one] : adapters_) {
    ++running_;
    asio::co_spawn(io, one.adapter->run(*this),
                   asio::bind_cancellation_slot(one.stop.slot(), [this](std::exception_ptr) { --running_; }));
  }
  settle();
  quiet();  // they introduce themselves to their platforms
  ask_no_purpose();
}

void Town::ask_no_purpose() {
  const auto people = bot_->engine().people();
  for (const core::Group& group : people->groups())
    for (const core::Person* person : people->with_role(group, core::Role::facilitator))
      accept(core::Press{{person->workspace, person->user, "", "", ""}, "purposes/leave", group.id.text},
             [](const core::Reply&) {});
  quiet();
}

void Town::close() {
  for (auto& [workspace, one] : adapters_) one.stop.emit(asio::cancellation_type::all);
  until([this] { return running_ == 0 && under_way_ == 0; });
  adapters_.clear();
}

std::shared_ptr<const core::Directory> Town::people() const {
  if (bot_) return bot_->engine().people();
  return std::make_shared<const core::Directory>(config_.people, config_.groups);
}

// --- the engine
// -------------------------------------------------------------------------------------------------------------

void Town::accept(core::Event event, std::function<void(core::Reply)> reply) {
  runtime::Batch batch;
  batch.arrivals.push_back({std::move(event), [this, reply = std::move(reply)](core::Reply said) {
                              asio::post(io, [reply, said = std::move(said)] { reply(said); });
                            }});
  run(std::move(batch));
}

void Town::run(runtime::Batch batch) {
  send(bot_->engine().run(std::move(batch)));
}

void Town::send(std::vector<runtime::Delivery> deliveries) {
  for (runtime::Delivery& delivery : deliveries) {
    ++under_way_;
    asio::co_spawn(io, deliver(std::move(delivery)), [this](std::exception_ptr error) {
      --under_way_;
      if (error) std::rethrow_exception(error);
    });
  }
}

asio::awaitable<void> Town::deliver(runtime::Delivery delivery) {
  runtime::Settlement settlement;
  settlement.key = delivery.key;
  settlement.edit = !delivery.ref.empty();
  const auto found = adapters_.find(delivery.to.workspace);
  if (found == adapters_.end()) throw std::logic_error("nobody delivers to " + delivery.to.workspace);
  // As in the daemon: what throws tells nothing about what left.
  bool failed = false;
  try {
    settlement.outcome = co_await found->second.adapter->deliver(std::move(delivery));
  } catch (const std::exception&) {
    failed = true;
  }
  if (failed) settlement.outcome.kind = Delivered::Kind::unknown;
  runtime::Batch batch;
  batch.settlements.push_back(std::move(settlement));
  run(std::move(batch));
}

void Town::ask(core::Poll poll) {
  runtime::Batch batch;
  batch.errands.push_back({[&](core::Context& context) {
                             poll.group = context.people().groups().front().id;
                             poll.opens = context.now();
                             context.emit(core::PollRequested{poll});
                           },
                           [](bool) {}});
  run(std::move(batch));
  settle();
}

// --- time
// -----------------------------------------------------------------------------------------------------------------

net::Ticks Town::ticks() const {
  return slept_ + std::chrono::duration_cast<net::Ticks>(clock.now() - begun_);
}

net::Timing Town::timing() {
  net::Timing timing;
  timing.now = [this] { return ticks(); };
  timing.sleep = [this](net::Ticks length) { return pass(length); };
  return timing;
}

asio::awaitable<void> Town::pass(net::Ticks length) {
  Sleeper sleeper{ticks() + length, asio::steady_timer(io, asio::steady_timer::time_point::max())};
  sleepers_->push_back(&sleeper);
  const auto place = std::prev(sleepers_->end());
  struct Leave {
    std::shared_ptr<std::list<Sleeper*>> list;
    std::list<Sleeper*>::iterator place;
    ~Leave() { list->erase(place); }
  };
  const Leave leave{sleepers_, place};
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  while (sleeper.until > ticks()) {
    const auto [woken] = co_await sleeper.timer.async_wait(quietly);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) throw boost::system::system_error(woken);
  }
}

void Town::wake() {
  for (Sleeper* sleeper : *sleepers_)
    if (sleeper->until <= ticks()) sleeper->timer.cancel();
}

void Town::until(const std::function<bool()>& done) {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (!done()) {
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("waited in vain");
    if (io.run_one_for(silence) > 0) continue;
    io.restart();
    if (sleepers_->empty()) continue;
    const auto earlier = [](const Sleeper* a, const Sleeper* b) { return a->until < b->until; };
    const Sleeper* next = *std::min_element(sleepers_->begin(), sleepers_->end(), earlier);
    slept_ += std::max(net::Ticks{0}, next->until - ticks());
    wake();
  }
}

void Town::settle() {
  until([this] { return under_way_ == 0; });
}

void Town::quiet() {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (io.run_one_for(silence) > 0)
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("it never became quiet");
}

void Town::advance(core::Instant to) {
  settle();
  const auto& engine = bot_->engine();
  while (engine.next_due() && *engine.next_due() <= to) {
    clock.set(std::max(clock.now(), *engine.next_due()));
    wake();
    run({});
    settle();
  }
  clock.set(to);
  wake();
}

}  // namespace contract
