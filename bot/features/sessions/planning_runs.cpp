// The planner's periods: which one a session belongs to, when one is over, and what follows it.

#include <algorithm>
#include <set>

#include "bot/features/sessions/planning.hpp"

#include "bot/core/group_time.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Session;
using std::chrono::days;

constexpr int starts_offered = 10;  // in a form's choice

std::string period_key(const core::Group& group) {
  return std::string(period_job) + ":" + group.id.text;
}

}  // namespace

bool called_off(SessionStore& store, const Session& session) {
  const auto run = store.run(session.group, session.run);
  return taken_away(session) && run && run->state == Run::State::stopped;
}

std::vector<core::Occurrence> occurrences_ahead(const core::Group& group, Instant now) {
  if (!group.cadence) return {};
  const core::Date today = local_date(group, now);
  const core::Date last{std::chrono::sys_days{today} + horizon};
  auto found = core::occurrences(*group.cadence, core::Zone::named(group.zone), today, last);
  std::erase_if(found, [&](const core::Occurrence& occurrence) { return occurrence.starts <= now; });
  for (core::Occurrence& occurrence : found)
    if (!occurrence.holiday) occurrence.holiday = closed_for(group, occurrence.starts, occurrence.ends);
  return found;
}

std::vector<Instant> Planner::possible_starts(const core::Group& group, Instant from) const {
  std::vector<Instant> starts;
  for (const core::Occurrence& occurrence : occurrences_ahead(group, from))
    if (!occurrence.holiday && starts.size() < starts_offered) starts.push_back(occurrence.starts);
  return starts;
}

Run Planner::run_of(const core::Group& group) const {
  if (auto run = store_.latest_run(group.id)) return *run;
  Run first;
  first.group = group.id;
  first.programme = first.configured = group.programme;
  return first;
}

Run Planner::run_of(const Session& session, const core::Group& group) const {
  if (auto run = store_.run(group.id, session.run)) return *run;
  return run_of(group);
}

const core::Programme* Planner::programme_of(const Run& run) const {
  const auto found = programmes_.find(run.programme);
  if (found == programmes_.end()) return nullptr;
  if (run.plans.empty()) return &found->second;
  std::string key = run.programme;
  for (const int plan : run.plans) key += ":" + std::to_string(plan);
  const auto [at, fresh] = picked_.try_emplace(key, found->second);
  if (fresh) {
    at->second.sessions.clear();
    for (const int plan : run.plans)
      if (plan >= 1 && static_cast<std::size_t>(plan) <= found->second.sessions.size())
        at->second.sessions.push_back(found->second.sessions[static_cast<std::size_t>(plan - 1)]);
  }
  return &at->second;
}

std::optional<int> Planner::length_of(const Run& run) const {
  const core::Programme* programme = programme_of(run);
  if (!programme || programme->sessions.empty()) return std::nullopt;
  return static_cast<int>(programme->sessions.size());
}

std::vector<Session> Planner::sessions_of(const Run& run) {
  core::Group group;
  group.id = run.group;
  auto found = all_of(group);
  std::erase_if(found, [&](const Session& session) {
    return session.run != run.number || session.state == Session::State::cancelled;
  });
  return found;
}

bool Planner::is_over(const Run& run, Instant now) {
  const auto length = length_of(run);
  if (!length) return false;
  const auto all = sessions_of(run);
  return all.size() >= static_cast<std::size_t>(*length) &&
         std::ranges::all_of(all, [&](const Session& session) { return session.ends <= now; });
}

// --- what the period leaves room for

std::vector<core::Occurrence> Planner::given(const core::Group& group, Instant now) {
  return given(run_of(group), group, now);
}

std::vector<core::Occurrence> Planner::given(const Run& run, const core::Group& group, Instant now) {
  if (run.state != Run::State::running) return {};
  auto found = occurrences_ahead(group, now);
  std::erase_if(found, [&](const core::Occurrence& one) { return one.starts < run.from; });
  const auto length = length_of(run);
  if (!length) return found;
  int room = *length;
  std::set<core::SessionId> standing;
  std::set<core::Date> taken;
  for (const Session& session : all_of(group)) {
    const bool cancelled = session.state == Session::State::cancelled;
    if (cancelled && session.number == 0) continue;
    const bool ours = session.run == run.number && !cancelled;
    if (ours && !session.extra && session.starts > now && !told(session, group, now))
      continue;  // given anew each time
    if (ours) --room;
    standing.insert(session.id);
    taken.insert(local_date(group, session.starts));
  }
  std::vector<core::Occurrence> fitting;
  for (core::Occurrence& occurrence : found) {
    const bool stands = standing.contains(session_id(group, occurrence.starts, occurrence.ends)) ||
                        taken.contains(occurrence.date);
    if (!stands && room <= 0) continue;
    if (!stands && !occurrence.holiday) --room;
    fitting.push_back(std::move(occurrence));
  }
  return fitting;
}

// --- one after another

Run Planner::take_up(core::Context& context, const core::Group& group) {
  auto known = store_.latest_run(group.id);
  if (!known) {
    Run first = run_of(group);
    first.from = context.now();
    store_.save(first);
    return first;
  }
  Run run = *known;
  if (run.configured != group.programme) {
    const auto all = sessions_of(run);
    const auto untold = std::ranges::find_if(all, [&](const Session& session) {
      return session.starts > context.now() && !told(session, group, context.now());
    });
    run.configured = group.programme;
    const bool begun = untold != all.begin() && !all.empty();
    // Who changes the settings of a group that has ended, does not begin it again.
    if (run.programme == group.programme || run.state == Run::State::stopped) {
      store_.save(run);
    } else if (begun) {
      store_.save(run);
      return begin(context, group, group.programme, {}, untold != all.end() ? untold->starts : context.now());
    } else {
      run.programme = group.programme;
      run.plans.clear();
      store_.save(run);
    }
  }
  if (run.state == Run::State::over && !is_over(run, context.now())) {
    // The last one was not held after all, or the pack has grown.
    run.state = Run::State::running;
    run.to.reset();
    store_.save(run);
    context.cancel_job(period_key(group));
  }
  return run;
}

void Planner::ask_when_over(core::Context& context, const core::Group& group, const Run& run) {
  const std::string key = period_key(group);
  if (run.state != Run::State::running || !is_over(run, context.now()) || context.arranged(key)) return;
  const Session last = sessions_of(run).back();
  const auto moments = moments_of(last, group);
  const Moment* followed_up = find(moments, "followup");
  context.arrange({key, std::string(period_job), group.id.text,
                   std::max(context.now(), followed_up ? followed_up->at : last.ends)});
}

Run Planner::begin(core::Context& context, const core::Group& group, const std::string& programme,
                   std::vector<int> plans, Instant from) {
  Run before = run_of(group);
  if (before.state == Run::State::stopped) context.people_changed();
  if (before.state != Run::State::stopped) before.state = Run::State::followed;
  if (!before.to) before.to = from;
  store_.save(before);
  Run next;
  next.group = group.id;
  next.number = before.number + 1;
  next.programme = programme;
  next.plans = std::move(plans);
  next.configured = group.programme;
  next.from = from;
  store_.save(next);
  context.cancel_job(period_key(group));
  std::vector<core::SessionId> taken;
  for (Session session : coming(group, context.now())) {
    if (session.starts < from || session.starts <= context.now()) continue;
    session.run = next.number;
    store_.save(session);
    taken.push_back(session.id);
  }
  plan(context, group, true);
  for (const core::SessionId& id : taken)
    if (const auto session = store_.find(id);
        session && session->state == Session::State::planned && told(*session, group, context.now()))
      correct(context, *session, group);
  return next;
}

void Planner::stop(core::Context& context, const core::Group& group, const core::PersonId& by) {
  call_off(context, group, core::GroupId());
  context.emit(core::GroupStopped{group.id, by});
  context.people_changed();
}

bool Planner::ended(core::Context& context, const core::GroupId& id) {
  const core::Group* group = context.people().group(id);
  return group && run_of(*group).state != Run::State::stopped && call_off(context, *group, core::everybody);
}

bool Planner::call_off(core::Context& context, const core::Group& group, const core::GroupId& readers) {
  Run run = run_of(group);
  run.state = Run::State::stopped;
  run.to = context.now();
  store_.save(run);
  context.cancel_job(period_key(group));
  // The last first: none is said to come next that is called off a moment later.
  auto all = coming(group, context.now());
  std::ranges::reverse(all);
  bool heard = false;
  for (const Session& session : all) {
    if (session.starts <= context.now()) continue;
    heard = heard || told(session, group, context.now());
    cancel(context, group, session, readers);
    // The day is free again, should the group come back.
    Session cancelled = store_.find(session.id).value();
    cancelled.number = 0;
    store_.save(cancelled);
  }
  return heard;
}

}  // namespace sessions
