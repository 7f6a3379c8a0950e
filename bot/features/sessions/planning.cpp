#include "bot/features/sessions/planning.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/random.hpp"
#include "bot/features/sessions/room.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Session;
using std::chrono::days;

constexpr days row_back{120};      // for the session before
constexpr days forever{365 * 50};  // no session is planned farther off than this

bool speaks_of_time(std::string_view kind) {
  return std::ranges::any_of(moment_rules(), [&](const MomentRule& rule) {
    return rule.name == kind && rule.posts == Posts::of_its_time;
  });
}

// What its moments have posted, where it waits. Not the news of a change: who was told of one is told of the
// next, too.
void withdraw_messages(core::Context& context, const core::SessionId& id, std::string_view but = {}) {
  for (const MomentRule& rule : moment_rules())
    if (rule.posts != Posts::nothing && rule.name != but)
      context.withdraw(std::string(rule.name) + ":" + id.text);
  context.withdraw(std::string(beside_the_invitation) + ":" + id.text);
}

// Their numbers, where they have one, rise with their starts. Each keeps its place then, told or not.
bool are_in_order(const std::vector<Session>& by_start) {
  const Session* before = nullptr;
  int number = 0;
  for (const Session& session : by_start) {
    if (before && session.starts <= before->starts) return false;
    before = &session;
    if (session.number == 0) continue;
    if (session.number <= number) return false;
    number = session.number;
  }
  return true;
}

// Nobody has moved it, whichever time zone the group had: whoever moves one makes a revision, and so does
// what takes it away.
bool is_as_given(const Session& session) {
  return session.revision == 0 || (session.revision == 1 && taken_away(session));
}

// What holds next to `at`, since the clocks may change between.
std::optional<std::chrono::seconds> nearest(const std::map<Instant, std::chrono::seconds>& shifts,
                                            Instant at) {
  const auto next =
      std::ranges::min_element(shifts, {}, [&](const auto& one) { return std::chrono::abs(one.first - at); });
  return next == shifts.end() ? std::nullopt : std::optional(next->second);
}

}  // namespace

core::SessionId session_id(const core::Group& group, Instant starts, Instant ends) {
  // The local reading in the form of an instant: "2026-11-24T13:00:00Z".
  const core::Local local = core::Zone::named(group.zone).to_local(starts);
  return core::SessionId{core::id_from_name("session:" + group.id.text + ":" +
                                            core::to_text(Instant{local.time_since_epoch()}) + ":" +
                                            std::to_string((ends - starts).count()))};
}

bool was_moved(const Session& session, const core::Group& group) {
  return !is_as_given(session) && session_id(group, session.starts, session.ends) != session.id;
}

std::string moment_key(const core::SessionId& session, std::string_view moment) {
  return std::string(moment_job.name) + ":" + session.text + ":" + std::string(moment);
}

std::string post_key(std::string_view moment, const Session& session, const core::Group& group) {
  std::string key = std::string(moment) + ":" + session.id.text;
  if (speaks_of_time(moment) && was_moved(session, group)) key += ":" + std::to_string(session.revision);
  return key;
}

std::vector<std::string> post_keys(std::string_view moment, const Session& session) {
  const std::string key = std::string(moment) + ":" + session.id.text;
  std::vector<std::string> keys{key};
  for (int revision = 1; revision <= session.revision; ++revision)
    keys.push_back(key + ":" + std::to_string(revision));
  return keys;
}

Subject Planner::subject_of(const Session& session, const core::Group& group) const {
  const Run run = run_of(session, group);
  const core::Programme* programme = programme_of(run);
  const bool last = programme && !programme->sessions.empty() &&
                    session.number == static_cast<int>(programme->sessions.size());
  return {session, group, plan_of(session, programme), programme, last};
}

core::Message Planner::invitation_of(const core::Directory& people, const Session& session,
                                     const core::Group& group, bool to_leaders) const {
  core::Message message = invitation(subject_of(session, group), core::leaders_taking_part(people, group),
                                     to_leaders, group.language);
  if (!last_time_ || to_leaders) return message;
  std::optional<Session> before;
  for (Session& each : store_.of_group(group.id, session.starts - row_back, session.starts))
    if (each.state == Session::State::held) before = std::move(each);
  if (!before) return message;
  for (core::Block& block : last_time_(group, before->starts)) message.blocks.push_back(std::move(block));
  return message;
}

std::vector<Moment> Planner::moments_of(const Session& session, const core::Group& group) const {
  return timeline(session, group, programme_of(run_of(session, group)));
}

std::vector<Session> Planner::all_of(const core::Group& group) {
  return store_.of_group(group.id, Instant{}, Instant{} + 3 * forever);
}

std::vector<Session> Planner::coming(const core::Group& group, Instant now) {
  auto found = store_.of_group(group.id, now - days{2}, now + forever);
  std::erase_if(found, [&](const Session& session) {
    return session.state != Session::State::planned || session.ends <= now;
  });
  return found;
}

std::vector<core::Occurrence> Planner::holidays(const core::Group& group, Instant now) {
  auto found = given(group, now);
  std::erase_if(
      found, [&](const core::Occurrence& one) { return !one.holiday || set_otherwise(store_, group, one); });
  return found;
}

bool Planner::is_given(const Session& session, const core::Group& group, Instant now) const {
  return std::ranges::any_of(occurrences_ahead(group, now), [&](const core::Occurrence& one) {
    return !one.holiday && session_id(group, one.starts, one.ends) == session.id;
  });
}

bool Planner::told(const Session& session, const core::Group& group, Instant now) const {
  if (was_moved(session, group)) return true;
  const auto moments = moments_of(session, group);
  return std::any_of(moments.begin(), moments.end(), [&](const Moment& moment) {
    return moment.at <= now && moment_rule(moment.name).message;
  });
}

// --- planning ---

void Planner::plan_all(core::Context& context, bool anew) {
  for (const core::Group& group : context.people().groups()) plan(context, group, anew);
}

void Planner::plan_one(core::Context& context, const core::GroupId& group) {
  if (const core::Group* found = context.people().group(group)) plan(context, *found, true);
}

void Planner::plan(core::Context& context, const core::Group& group, bool anew) {
  if (context.time_is_certain()) {
    const Run run = take_up(context, group);
    const auto fitting = given(run, group, context.now());
    const auto before = all_of(group);
    const bool fresh = std::ranges::all_of(before, [](const Session& one) { return one.number == 0; });
    remove_unfit(context, group, run, fitting);
    add_missing(context, group, run.number, fitting);
    const auto added = unnumbered(group, context.now());
    renumber(context, group, run.number);
    invite_late(context, group, added, fresh);
    ask_when_over(context, group, run);
  }
  if (!anew) return;
  for (const Session& session : coming(group, context.now())) arrange(context, session, group);
}

void Planner::remove_unfit(core::Context& context, const core::Group& group, const Run& run,
                           const std::vector<core::Occurrence>& given) {
  std::set<core::SessionId> fit;
  for (const core::Occurrence& occurrence : given)
    if (!occurrence.holiday) fit.insert(session_id(group, occurrence.starts, occurrence.ends));
  const core::Date last{std::chrono::sys_days{local_date(group, context.now())} + horizon};
  for (Session session : coming(group, context.now())) {
    if (session.starts <= context.now() || session.extra || fit.contains(session.id) ||
        told(session, group, context.now()))
      continue;
    if (session.run != run.number && session.starts < run.from && run.state != Run::State::stopped)
      continue;  // of the period before, until this one begins
    const bool goes_on = run.state == Run::State::running;
    if (goes_on && group.cadence && local_date(group, session.starts) > last) continue;  // not looked at yet
    session.state = Session::State::cancelled;
    session.number = 0;
    ++session.revision;
    free_topic(context, session);
    store_.save(session);
    withdraw(context, session.id);
    context.emit(core::SessionChanged{session});
  }
}

void Planner::follow_zone(const core::Group& group, Session& session, const core::Occurrence& occurrence,
                          std::optional<std::chrono::seconds> shift) {
  if (session.state == Session::State::held || session.starts == occurrence.starts) return;
  // One that was cancelled, or came back after a pause, and that nobody moved is off by as much as others.
  if (was_moved(session, group) && shift != occurrence.starts - session.starts) return;
  session.starts = occurrence.starts;  // no revision: it would count as moved, and not follow the next time
  session.ends = occurrence.ends;
  store_.save(session);
}

void Planner::free_topic(core::Context& context, Session& session) {
  if (session.topic.empty()) return;
  context.emit(core::TopicReturned{session.group, session.topic});
  session.topic.clear();
}

void Planner::add_missing(core::Context& context, const core::Group& group, int run,
                          const std::vector<core::Occurrence>& given) {
  std::set<core::Date> taken;
  const auto ahead = store_.of_group(group.id, context.now() - days{2}, context.now() + forever);
  for (const Session& session : ahead)
    if (session.state != Session::State::cancelled || session.number > 0)
      taken.insert(local_date(group, session.starts));
  std::map<Instant, std::chrono::seconds> shifts;  // of those that nobody has touched
  for (const core::Occurrence& one : given) {
    const auto there = std::ranges::find(ahead, session_id(group, one.starts, one.ends), &Session::id);
    if (there != ahead.end() && is_as_given(*there) && there->starts != one.starts)
      shifts.emplace(one.starts, one.starts - there->starts);
  }
  for (const core::Occurrence& occurrence : given) {
    const core::SessionId id = session_id(group, occurrence.starts, occurrence.ends);
    const auto there = std::ranges::find(ahead, id, &Session::id);
    auto known = there != ahead.end() ? std::optional(*there) : store_.find(id);
    // Also what a pause has taken: later nothing would show by how much it is off.
    if (known) follow_zone(group, *known, occurrence, nearest(shifts, occurrence.starts));
    if (occurrence.holiday) {
      arrange_holiday(context, group, occurrence);
      continue;
    }
    if (known && (!taken_away(*known) || (was_moved(*known, group) && !called_off(store_, *known)))) continue;
    if (taken.contains(occurrence.date)) continue;
    Session session;
    session.id = id;
    session.group = group.id;
    session.starts = occurrence.starts;
    session.ends = occurrence.ends;
    session.run = run;
    if (known) {
      session.revision = known->revision + 1;
      store_.drop_attendance(id);  // of the day that it had
    }
    store_.save(session);
  }
}

std::vector<core::SessionId> Planner::unnumbered(const core::Group& group, Instant now) {
  std::vector<core::SessionId> found;
  for (const Session& session : coming(group, now))
    if (session.number == 0 && session.starts > now) found.push_back(session.id);
  return found;
}

void Planner::invite_late(core::Context& context, const core::Group& group,
                          const std::vector<core::SessionId>& added, bool fresh) {
  const auto greet = [&] {
    if (std::exchange(fresh, false))
      context.post({"hello:" + group.id.text, group.destination(), hello(group), true});
  };
  // Nothing of theirs comes before the question of the first day.
  if (core::meets_daily(group) && !added.empty()) greet();
  for (const core::SessionId& id : added) {
    const Session session = store_.find(id).value();
    ask_late(context, session, group);
    const auto moments = moments_of(session, group);
    const Moment* invited = find(moments, "invitation");
    const bool late = invited && invited->at <= context.now();
    if (!late || !invited_at(moments, session, group, context.now())) continue;
    greet();
    for (const std::string_view said : {"invitation", "preparation"})
      if (const Moment* moment = find(moments, said); moment && moment->at <= context.now())
        context.arrange({moment_key(id, said), std::string(moment_job.name), id.text, context.now()});
  }
}

std::vector<Session> Planner::in_row(core::Context& context, const core::Group& group, int run,
                                     const core::SessionId& free) {
  std::vector<Session> all = all_of(group);
  std::erase_if(all, [&](const Session& session) {
    return session.state == Session::State::cancelled || session.run != run;
  });
  if (are_in_order(all)) return all;
  std::vector<Session> row, standing;
  for (Session& session : all) {
    const bool stands = session.number > 0 && session.id != free && told(session, group, context.now());
    (stands ? standing : row).push_back(std::move(session));
  }
  std::ranges::stable_sort(standing, {}, &Session::number);
  for (Session& session : standing) {
    const auto after = std::ranges::find_if(row, [&](const Session& other) {
      return other.number > 0 ? other.number > session.number : other.starts > session.starts;
    });
    row.insert(after, std::move(session));
  }
  return row;
}

void Planner::renumber(core::Context& context, const core::Group& group, int run,
                       const core::SessionId& free) {
  int number = 0;
  for (Session session : in_row(context, group, run, free)) {
    const bool fixed = session.state == Session::State::held && session.number > 0;
    number = fixed ? session.number : number + 1;
    if (session.number == number) continue;
    const bool known = session.number > 0;
    session.number = number;
    store_.save(session);
    if (session.state != Session::State::planned) continue;
    arrange(context, session, group);
    if (known && told(session, group, context.now())) correct(context, session, group);
  }
}

void Planner::correct(core::Context& context, const Session& session, const core::Group& group) {
  renew_invitation(context, session, group, false);
  renew_preparation(context, session, group);
}

void Planner::renew_preparation(core::Context& context, const Session& session, const core::Group& group) {
  const Subject subject = subject_of(session, group);
  if (!subject.plan || subject.plan->preparation.empty()) return;
  renew(context, group, post_key("preparation", session, group), preparation(subject, group.language, true),
        preparation(subject, group.language, false));
}

void Planner::arrange(core::Context& context, const Session& session, const core::Group& group) {
  const auto moments = moments_of(session, group);
  for (const MomentRule& rule : moment_rules()) {
    if (!rule.opening.empty()) continue;
    const std::string key = moment_key(session.id, rule.name);
    const Moment* moment = find(moments, rule.name);
    if (!moment)
      context.cancel_job(key);
    else if (moment->at > context.now())
      context.arrange({key, std::string(moment_job.name), session.id.text, moment->at});
    else if (const auto waits = context.arranged(key);
             waits && waits->kind == moment_job.name && waits->due > context.now())
      // Corrected to a time that has passed, and not done yet: at once.
      context.arrange({key, std::string(moment_job.name), session.id.text, context.now()});
    // Else one in the past is left alone: it is done, or its job waits to be handled late.
  }
  arrange_room(context, session, group);
  if (session.ends > context.now())
    context.arrange({std::string(ended_job) + ":" + session.id.text, std::string(ended_job), session.id.text,
                     session.ends, true});
}

void Planner::withdraw(core::Context& context, const core::SessionId& id) {
  context.cancel_jobs_of(id.text);
  withdraw_messages(context, id);
}

void Planner::over(core::Context& context, const core::SessionId& id) {
  withdraw_messages(context, id, "followup");
  for (std::string_view change : {"moved", "restored"})
    context.withdraw(std::string(change) + ":" + id.text + ":");
}

}  // namespace sessions
