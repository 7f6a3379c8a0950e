#include "bot/runtime/engine.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <typeinfo>

#include "bot/core/coordinators.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/waits.hpp"

namespace runtime {
namespace {

using core::Instant;
using std::chrono::seconds;

constexpr int jobs_per_batch = 256;    // so that a person's click never waits long behind a flood of jobs
constexpr int tries_before_told = 10;  // of a job: some two hours
constexpr auto sealed_failure_pause = std::chrono::hours{1};  // the log must not tell when people answer

template <class T>
void put_before(std::vector<T>& list, std::vector<T>& first) {
  list.insert(list.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
  first.clear();
}

}  // namespace

Engine::Engine(Parts parts, const Dispatcher& dispatcher)
    : parts_(std::move(parts)),
      dispatcher_(dispatcher),
      notices_(parts_.agenda),
      weeks_(parts_.outbox, parts_.defaults),
      people_(std::make_shared<core::Directory>()),
      went_by_(parts_.went_by),
      kept_went_by_(parts_.went_by) {}

bool Engine::unit(const char* what, Undone undone, const std::function<void(UnitOfWork&)>& work) {
  const bool has_savepoint = undone != Undone::with_the_turn;
  if (has_savepoint) parts_.transactor.savepoint();
  UnitOfWork context(parts_.clock, parts_.random, *people_, parts_.defaults, parts_.agenda, parts_.outbox,
                     lines_);
  went_by_ = std::max(went_by_, context.now());
  try {
    const auto keep_alive = people_;  // references into the snapshot stay good for the whole unit
    work(context);
    hear_facts(context);
    if (has_savepoint) parts_.transactor.release();
    if (context.has_changed_people()) people_ = std::make_shared<const core::Directory>(parts_.load_people());
  } catch (const std::exception& error) {
    // The words of an exception may quote what a person wrote: only its kind goes to the log.
    if (has_savepoint) parts_.transactor.rollback_to_savepoint();
    context.rolled_back();
    // What waits for its group has not failed.
    const bool again =
        undone == Undone::and_done_apart || dynamic_cast<const core::GroupAway*>(&error) != nullptr;
    const std::string words = words_for_log(error);
    core::log(again ? core::Level::debug : core::Level::error, "engine: a unit of work failed",
              std::string(what) + ", " + (words.empty() ? typeid(error).name() : words));
    return false;
  }
  if (context.has_changed_people()) call_back();
  for (auto& effect : context.commit_effects()) after_commit_.push_back(std::move(effect));
  return true;
}

void Engine::hear_facts(UnitOfWork& work) const {
  core::Fact fact;
  while (work.take_fact(fact)) dispatcher_.on(work, fact);
}

void Engine::call_back() {
  parts_.agenda.come_back([this](const core::GroupId& id) { return people_->group(id) != nullptr; });
}

std::vector<Delivery> Engine::start() {
  parts_.transactor.begin();
  people_ = std::make_shared<const core::Directory>(parts_.load_people());
  follow_clock(parts_.clock.now());
  call_back();
  if (notices_.is_any_refused())
    for (const WaitingPlace& place : parts_.outbox.places())
      for (const std::string& what : notices_.refused_at(place.to))
        holds_.remember(place.to, what, parts_.clock.now());
  start_over(parts_.clock.now());
  note_copied_jobs();
  std::vector<Delivery> under_way;
  for (const OutboxRow& row : parts_.outbox.under_way()) {
    if (row.edit) {  // an edit done twice is the same edit
      parts_.outbox.set_retry(row.key, true, parts_.clock.now(), row.attempts);
      lines_.touch(row.to, parts_.clock.now());
      continue;
    }
    under_way.push_back({row.key, row.to, {}, ""});
    lines_.set_busy(row.to);
    flights_[row.key] = row.to;
  }
  tell_unreadable();
  keep_clock();
  core::failpoint("start.before_commit");
  parts_.transactor.commit();
  run_effects();
  look_ahead();
  return under_way;
}

bool Engine::alone(const std::function<void(core::Context&)>& work) {
  parts_.transactor.begin();
  people_ = std::make_shared<const core::Directory>(parts_.load_people());
  const bool done = unit("errand", [&](UnitOfWork& unit) { work(unit); });
  keep_clock();
  parts_.transactor.commit();
  run_effects();
  return done;
}

void Engine::tell_coordinators(const std::string& key, std::string_view text, const std::string& what) {
  core::log(core::Level::error, core::text(core::Language::en, text, {{"what", what}}));
  // texts: engine.*
  unit("notice", [&](UnitOfWork& work) { core::tell_coordinators(work, key, text, {{"what", what}}); });
}

void Engine::tell_unreadable() {
  for (const std::string& what : parts_.transactor.take_unreadable())
    tell_coordinators("unreadable:" + what, "engine.unreadable", what);
}

void Engine::take_in(std::vector<Arrival> arrivals, Open& sealed, Open& open, Came& came) {
  for (Arrival& arrival : arrivals) {
    Routed routed;
    routed.event = std::move(arrival.event);
    const auto language = [&] {  // of what cannot be read at all nobody knows whose it is
      return routed.event.valueless_by_exception() ? core::Language::nb
                                                   : language_of(*people_, core::origin_of(routed.event));
    };
    if (silent_) {
      arrival.reply(core::whisper(language(), "engine.busy"));
      continue;
    }
    try {
      dispatcher_.route(routed);
    } catch (const std::exception&) {
      tell_sealed_failure();  // nobody knows whether it was one
      arrival.reply(apology(language()));
      continue;
    }
    Open& where = routed.sealed ? sealed : open;
    if (where.empty()) where.reserve(arrivals.size());
    where.emplace_back(std::move(routed), std::move(arrival.reply));
    const bool known = arrival.came.time_since_epoch().count() != 0;
    if (known && !where.back().first.sealed) came.push_back(arrival.came);
  }
}

void Engine::answer_sealed(Open& sealed, Instant now) {
  if (sealed.empty()) return;
  for (auto& [routed, answer] : sealed)
    // Where the boxes went to another machine in this very turn, an answer would be in none.
    answer(silent_ ? core::whisper(language_of(*people_, core::origin_of(routed.event)), "engine.busy")
                   : sealed_reply(routed));
  sealed.clear();
  look_for_undone(now);
}

std::vector<Delivery> Engine::run(Batch batch) {
  Turn turn;
  // Sealed events first and outside any transaction: RAM and tmpfs only, answered at once.
  take_in(std::exchange(batch.arrivals, {}), turn.sealed, turn.open, turn.came);
  turn.now = parts_.clock.now();
  answer_sealed(turn.sealed, turn.now);
  turn.errands = std::exchange(batch.errands, {});
  put_before(batch.settlements, put_off_.settlements);
  put_before(batch.ready, put_off_.ready);
  if (turn.open.empty() && turn.errands.empty() && batch.empty() && !(next_due_ && *next_due_ <= turn.now))
    return {};

  try {
    parts_.transactor.begin();
  } catch (const DatabaseHeld&) {
    put_off(std::move(batch), turn.open, turn.errands, turn.now);
    return {};
  }
  waits_for_lock_ = false;
  try {
    work_off(turn, batch);
    core::failpoint("engine.before_commit");
    parts_.transactor.commit();
  } catch (const std::exception& error) {
    // Nothing of this batch is durable: nobody is told otherwise, and what was asked can be asked again.
    core::log(core::Level::error, "engine: commit failed", words_for_log(error));
    undo_turn(turn.deliveries, turn.now);
    for (auto& [reply, ignored] : turn.replies) reply(apology(core::Language::nb));
    tell_errands(turn.errands, {});
    throw;
  }
  core::failpoint("engine.after_commit");
  follow_commit(turn);
  return std::move(turn.deliveries);
}

void Engine::work_off(Turn& turn, Batch& batch) {
  const Instant now = turn.now;
  follow_clock(now);
  while (!turn.open.empty()) {
    handle(std::exchange(turn.open, {}), turn.replies, now);
    // A sealed one waits for the commit: its poll may have been counted in this transaction.
    if (meanwhile_) take_in(meanwhile_(), turn.sealed, turn.open, turn.came);
  }
  for (const Errand& errand : turn.errands)
    turn.done.push_back(!silent_ && unit("errand", [&](UnitOfWork& work) { errand.work(work); }));
  if (given_up_) throw std::runtime_error("an errand has given up");
  for (const Settlement& settlement : batch.settlements) settle(settlement);
  if (!silent_) {
    is_over(now) ? start_over(now) : start_features(now);
    run_due_jobs(now);
  }
  for (Readiness& said : batch.ready) {
    lines_.set_free(said.wish.to, now);
    ready_[said.wish.to] = std::move(said);
  }
  turn.deliveries = claim(now);
  tell_unreadable();
  keep_clock();
}

void Engine::follow_commit(Turn& turn) {
  if (!after_commit_.empty()) truncate_wanted_ = true;
  run_effects();
  if (truncate_wanted_) truncate_wanted_ = !parts_.transactor.truncate_log();
  try {
    look_ahead();
  } catch (const DatabaseHeld&) {
    next_due_ = next_seen_ = turn.now;
  }
  core::failpoint("engine.before_replies");
  answer_sealed(turn.sealed, turn.now);
  for (auto& [reply, content] : turn.replies) reply(std::move(content));
  tell_waits(turn.came);
  tell_errands(turn.errands, turn.done);
}

void Engine::tell_waits(const Came& came) const {
  if (!parts_.answered || came.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  for (const auto& each : came) parts_.answered(now - each);
}

// `done` has fewer: the rest was not done.
void Engine::tell_errands(const std::vector<Errand>& errands, const std::vector<bool>& done) {
  for (std::size_t i = 0; i < errands.size(); ++i) errands[i].told(i < done.size() && done[i]);
}
// Another program holds the database: those who ask are told to try again, what the platforms said waits for
// the next turn, which comes at once and waits for the lock as this one did.
void Engine::put_off(Batch batch, const Open& open, const std::vector<Errand>& errands, Instant now) {
  if (!waits_for_lock_) core::log(core::Level::error, "engine: another program holds the database");
  waits_for_lock_ = true;
  put_off_ = std::move(batch);
  next_due_ = next_seen_ = now;
  for (const auto& [routed, answer] : open)
    answer(core::whisper(language_of(*people_, core::origin_of(routed.event)), "engine.busy"));
  tell_errands(errands, {});
}

void Engine::undo_turn(const std::vector<Delivery>& claimed, Instant now) {
  parts_.transactor.rollback();
  after_commit_.clear();
  repeats_.forget_all();
  for (const Delivery& delivery : claimed) {
    lines_.set_free(delivery.to, now);
    flights_.erase(delivery.key);
  }
  people_ = std::make_shared<const core::Directory>(parts_.load_people());
}

core::Reply Engine::sealed_reply(const Routed& routed) {
  const core::Origin& origin = core::origin_of(routed.event);
  if (auto same = repeats_.find(origin)) return *same;
  try {
    const core::SealedContext context{parts_.clock.now(), parts_.random, *people_};
    core::Reply reply = dispatcher_.handle_sealed(context, routed);
    core::failpoint("engine.sealed_handled");
    // Receipts alone: a form given back holds the writer's words, and answering it anew gives the same form.
    if (reply.whisper) repeats_.remember(origin, reply);
    return reply;
  } catch (const std::exception&) {
    tell_sealed_failure();
    return apology(language_of(*people_, origin));
  }
}

void Engine::tell_sealed_failure() {
  if (parts_.clock.now() < sealed_failure_told_ + sealed_failure_pause) return;
  sealed_failure_told_ = parts_.clock.now();
  core::log(core::Level::error, "engine: an event failed before anything was done with it, or a sealed one");
}

void Engine::run_due_jobs(Instant now) {
  for (int done = 0; done < jobs_per_batch;) {
    // Jobs may arrange jobs that are due at once: look again until there is none.
    const auto jobs = parts_.agenda.due(now, jobs_per_batch - done);
    if (jobs.empty()) break;
    for (const core::Job& job : jobs) run_job(job, now);
    done += static_cast<int>(jobs.size());
  }
}

bool Engine::was_posted_before(const core::Job& job) const {
  return job.due <= parts_.restored.at || copied_.contains({job.key, job.due});
}

void Engine::note_copied(const core::Job& job) {
  if (job.due > parts_.restored.at && job.due <= parts_.restored.seen) copied_.emplace(job.key, job.due);
}

// Also in a later life, where something of since may be among them: rather nothing than the same twice.
void Engine::note_copied_jobs() {
  if (parts_.restored.seen <= std::max(parts_.restored.at, parts_.clock.now())) return;
  constexpr int all = 1'000'000;
  for (const core::Job& job : parts_.agenda.due(parts_.restored.seen, all)) note_copied(job);
}

void Engine::run_job(const core::Job& job, Instant now) {
  bool taken = false;
  core::GroupId away;
  const bool ok = unit("job", [&](UnitOfWork& work) {
    // A job handled earlier in this batch may have cancelled or moved this one.
    taken = parts_.agenda.take(job.key, now);
    if (!taken) return;
    if (is_ahead(parts_.restored, now)) parts_.restored.at = now;  // the clock was set right since
    if (was_posted_before(job)) work.withhold([this](const core::Job& next) { note_copied(next); });
    try {
      if (!notices_.due(work, job)) dispatcher_.due(work, job);
    } catch (const core::GroupAway& gone) {
      away = gone.group;
      throw;
    }
  });
  if (!away.empty()) {
    core::log(core::Level::debug, "job: waits for its group", job.kind);
    job_failures_.erase(job.key);
    return parts_.agenda.wait_for(job.key, away);
  }
  if (ok) {
    core::log(core::Level::debug, taken ? "job: done" : "job: cancelled or moved before its turn", job.kind);
    job_failures_.erase(job.key);
    return;
  }
  // Never given up: a poll that cannot be closed today must be closed some day.
  const int failures = ++job_failures_[job.key];
  core::log(core::Level::error, "engine: a job failed", job.kind);
  parts_.agenda.hold(job.key, now + wait_after(failures));
  if (failures == tries_before_told)
    tell_coordinators("failing:" + job.key + ":" + core::to_text(now).substr(0, 10), "engine.failing",
                      job.key);
}

void Engine::look_ahead() {
  next_due_ = next_seen_ = std::nullopt;
  if (silent_) return;
  next_due_ = parts_.agenda.next_due();
  next_seen_ = parts_.agenda.next_seen();
  if (!not_started_.empty()) next_due_ = std::min(next_due_.value_or(start_again_), start_again_);
  if (undone_until_) next_due_ = std::min(next_due_.value_or(*undone_until_), *undone_until_);
  const auto out = holding_back_ ? std::nullopt : lines_.next();
  if (!out) return;
  if (!next_due_ || *out < *next_due_) next_due_ = out;
  if (!next_seen_ || *out < *next_seen_) next_seen_ = out;
}

void Engine::compact() {
  parts_.transactor.compact();
}

}  // namespace runtime
