// What others ask of a group's next session.

#include <algorithm>

#include "bot/core/sorting.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {

using core::Instant;
using core::Session;
using std::chrono::days;

std::string topic_of(SessionStore& store, const core::GroupId& group, const core::SessionId& session,
                     Instant now) {
  if (!session.empty()) {
    const auto found = store.find(session);
    return found && found->state == Session::State::planned ? found->topic : std::string();
  }
  const auto next = next_of(store, group, now);
  return next ? next->topic : std::string();
}

std::optional<Session> next_of(SessionStore& store, const core::GroupId& group, Instant now) {
  return store.next(group, now);
}

std::set<core::PersonId> absent_from(SessionStore& store, const core::Poll& poll) {
  constexpr days longest_before{7};  // a check-out may open days after its session
  std::set<core::PersonId> absent;
  for (const Session& session : store.of_group(poll.group, poll.opens - longest_before, poll.closes)) {
    const bool is_about = session.id == poll.session || session.ends >= poll.opens;
    if (!is_about || session.state == Session::State::cancelled) continue;
    for (const auto& [person, coming] : store.attendance(session.id))
      if (!coming) absent.insert(person);
  }
  return absent;
}

const core::Programme* followed_by(SessionStore& store, const core::Programmes& programmes,
                                   const core::Group& group) {
  const auto run = store.latest_run(group.id);
  const auto found = programmes.find(run ? run->programme : group.programme);
  return found == programmes.end() ? nullptr : &found->second;
}

bool has_stalled(SessionStore& store, const core::Group& group, Instant now) {
  constexpr days a_month{31}, a_week{7}, usual{28}, looked_back{365};
  if (group.stopped) return false;
  const auto held = store.last_held(group.id, now - looked_back, now);
  if (!held && next_of(store, group.id, now)) return false;
  const auto run = store.latest_run(group.id);
  if (!run || run->state == Run::State::stopped) return false;
  // Nor while the next period is set to begin. One that has begun is as good as a meeting: somebody chose its
  // day, and whether it comes to anything shows with its first sessions.
  Instant since = std::max(held.value_or(run->from), std::min(run->from, now));
  const core::Zone zone = core::Zone::named(group.zone);
  for (const core::Closed& pause : group.quiet.closed) {
    if (pause.day || zone.to_utc(pause.from) > now) continue;
    since = std::max(since, std::min(zone.to_utc(pause.to), now));
  }
  days apart = group.cadence ? days{days_apart(group).value_or(a_month.count())} : usual;
  if (core::meets_daily(group)) apart = a_week;  // Easter is no stall
  return now - since > 2 * apart;
}

Attendance attendance_of(SessionStore& store, const core::Directory& people, const Session& session,
                         const core::Group& group, const core::Person& reader) {
  // Names are for the facilitator alone, as the invitation promises: also not for the coordinator.
  const bool names = core::facilitates(group, reader.id);
  const core::Zone zone = core::Zone::named(group.zone);
  Attendance attendance;
  for (const auto& [id, said] : store.attendance(session.id)) {
    if (id == reader.id) attendance.own = said;
    const core::Person* person = people.person(id);
    // Who leads the group by now, and does not come for that, is nobody to be counted.
    if (!person || !core::takes_part(group, id)) continue;
    const bool coming = said && !core::is_off_roster(*person, zone, session.starts);
    ++(coming ? attendance.coming : attendance.not_coming);
    if (names) (coming ? attendance.coming_names : attendance.not_coming_names).push_back(person->name);
  }
  for (auto* list : {&attendance.coming_names, &attendance.not_coming_names})
    std::sort(list->begin(), list->end(), core::name_before);
  return attendance;
}

void take_back_yes(SessionStore& store, const core::Directory& people, const core::PauseTaken& taken,
                   Instant now) {
  constexpr std::chrono::seconds after{1};  // what goes on they have come to
  for (const core::Group& group : people.groups()) {
    if (!group.member(taken.person)) continue;
    const core::Zone zone = core::Zone::named(group.zone);
    const Instant from = std::max(now + after, zone.to_utc(taken.pause.from));
    for (const Session& session : store.of_group(group.id, from, zone.to_utc(taken.pause.to)))
      for (const auto& [person, coming] : store.attendance(session.id))
        if (coming && person == taken.person) store.drop_attendance(session.id, person);
  }
}

int presenters_at(SessionStore& store, const core::Programmes& programmes, const core::SessionId& id,
                  const core::Group& group) {
  const auto session = store.find(id);
  if (!session) return 0;
  const Planner planner(store, programmes);
  const Subject subject = planner.subject_of(*session, group);
  return practice_of(subject.plan, subject.programme).presenters;
}

}  // namespace sessions
