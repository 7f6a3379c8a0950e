// What a facilitator changes: sessions that are moved, added, cancelled, taken back, or that did not take
// place.

#include <algorithm>

#include "bot/core/group_due.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/room.hpp"

namespace sessions {

using core::Instant;
using core::Session;
using std::chrono::days;
using std::chrono::hours;

namespace {

constexpr hours time_to_answer{4};     // nobody is asked about cover later than that
constexpr days followed_up_within{7};  // as late as what is made up for after downtime

bool has_come(const std::vector<Moment>& moments, std::string_view name, Instant now) {
  const Moment* moment = find(moments, name);
  return moment && moment->at <= now;
}

}  // namespace

void Planner::post_change(core::Context& context, const core::Group& group, core::Post post, Instant before) {
  post.respect_quiet = waits_for_quiet(group, context.now(), before);
  post.urgent = true;
  tell_leaders(context, group, post);
  context.post(std::move(post));
}

Session Planner::move(core::Context& context, const core::Group& group, Session session, Instant starts,
                      std::optional<Instant> ends) {
  const bool was_told = told(session, group, context.now());
  const Session before = session;
  const Instant from = session.starts;
  const bool brings = has_come(moments_of(session, group), "bring", context.now());
  withdraw(context, session.id);
  session.ends = ends.value_or(starts + (session.ends - session.starts));
  session.starts = starts;
  ++session.revision;
  store_.save(session);
  store_.drop_attendance(session.id);
  renumber(context, group, session.run, was_told ? core::SessionId() : session.id);
  session = store_.find(session.id).value();
  arrange(context, session, group);
  const Subject subject = subject_of(session, group);
  if (was_told) {
    renew_invitation(context, session, group, true);
    post_change(
        context, group,
        core::until(starts,
                    {"moved:" + session.id.text + ":" + std::to_string(session.revision), group.destination(),
                     mailed(context, "moved", subject, moved(subject, from, group.language))}),
        std::min(from, starts));
  } else {
    const auto moments = moments_of(session, group);
    const Moment* invited = find(moments, "invitation");
    // It comes nearer than the invitation's time: invited at once, not never.
    if (invited && invited->at <= context.now())
      context.arrange({moment_key(session.id, "invitation"), std::string(moment_job.name), session.id.text,
                       context.now()});
  }
  room_follows(context, before, subject);
  ask_late(context, session, group, brings ? "bring" : "");
  context.emit(core::SessionChanged{session});
  return session;
}

void Planner::ask_late(core::Context& context, const Session& session, const core::Group& group,
                       std::string_view but) {
  if (session.starts - heard_at(group, context.now()) < time_to_answer) return;
  const auto moments = moments_of(session, group);
  for (const std::string_view name : {"cover", "bring"})
    if (name != but && has_come(moments, name, context.now()))
      context.arrange(
          {moment_key(session.id, name), std::string(moment_job.name), session.id.text, context.now()});
}

void Planner::follow(core::Context& context, const core::GroupChanged& changed) {
  for (const auto& [starts, ends] : changed.sessions) {
    Session session;
    session.id = core::SessionId{
        core::id_from_name("session:" + changed.group.text + ":" + core::to_text(starts) + ":extra")};
    session.group = changed.group;
    session.starts = starts;
    session.ends = ends;
    session.extra = true;
    if (const auto run = store_.latest_run(changed.group)) session.run = run->number;
    if (!store_.find(session.id)) store_.save(session);
  }
  context.arrange({std::string(plan_job) + ":" + changed.group.text, std::string(plan_job),
                   changed.group.text, context.now(), true});
}

void Planner::settle(core::Context& context, const core::GroupId& id) {
  const core::Group& group = core::group_due(context, id);
  plan_one(context, id);
  for (const Session& session : coming(group, context.now())) {
    room_is_known(context, subject_of(session, group));
    if (told(session, group, context.now())) renew_invitation(context, session, group, true);
  }
}

core::SessionId Planner::add(core::Context& context, const core::Group& group, Instant starts, Instant ends) {
  Session session;
  session.id = core::SessionId{core::new_id(context.random())};
  session.group = group.id;
  session.starts = starts;
  session.ends = ends;
  session.extra = true;
  session.run = run_of(group).number;
  store_.save(session);
  plan_one(context, group.id);
  return session.id;
}

Session Planner::restore(core::Context& context, const core::Group& group, Session session) {
  session.state = Session::State::planned;
  session.number = 0;
  session.extra = session.extra || !is_given(session, group, context.now());
  ++session.revision;
  store_.save(session);
  store_.drop_attendance(session.id);
  renumber(context, group, session.run);
  plan(context, group, false);  // whatever took its place in the programme

  session = store_.find(session.id).value();
  arrange(context, session, group);
  if (told(session, group, context.now())) {
    const Subject subject = subject_of(session, group);
    renew_invitation(context, session, group, true);
    post_change(context, group,
                core::until(session.starts,
                            {"restored:" + session.id.text + ":" + std::to_string(session.revision),
                             group.destination(),
                             mailed(context, "restored", subject, restored(subject, group.language))}),
                session.starts);
  }
  ask_late(context, session, group);
  context.emit(core::SessionChanged{session});
  return session;
}

void Planner::cancel(core::Context& context, const core::Group& group, Session session,
                     const core::GroupId& readers) {
  const bool was_told = told(session, group, context.now());
  withdraw(context, session.id);
  const core::SessionPlan* themed = subject_of(session, group).plan;
  session.state = Session::State::cancelled;
  ++session.revision;
  const core::Session before = session;  // the news speaks of its topic
  free_topic(context, session);
  store_.save(session);
  store_.call_off(session.id, context.now());
  renumber(context, group, session.run);
  plan(context, group, false);  // its theme needs another day
  if (was_told) {
    const auto sessions = coming(group, context.now());
    const auto next = std::find_if(sessions.begin(), sessions.end(),
                                   [&](const Session& other) { return other.starts > session.starts; });
    std::optional<Subject> after;
    if (next != sessions.end()) after.emplace(subject_of(*next, group));
    core::Message message = cancelled({before, group, themed}, after ? &*after : nullptr, group.language);
    renew(context, group, post_key("invitation", session, group), message, message);
    // The invitation says that it is cancelled, and the news what there is to know.
    if (!readers.empty()) {
      message.blocks.front() =
          core::Heading{core::text(group.language, "sessions.period.stopped.title", {{"group", group.name}})};
      core::say(message, group.language, "sessions.cancelled.group_over");
    }
    core::Post post{"cancelled:" + session.id.text + ":" + std::to_string(session.revision),
                    group.destination(), mailed(context, "cancelled", {before, group, themed}, message)};
    post.group = readers;
    post_change(context, group, std::move(post), session.starts);
  }
  context.emit(core::SessionChanged{session});
}

void Planner::set_held(core::Context& context, const core::Group& group, Session session, bool held) {
  const auto state = held ? Session::State::held : Session::State::cancelled;
  if (session.state == state) return;
  session.state = state;
  if (held) session.number = 0;  // the next one has had its number since: its place is that of its day
  ++session.revision;
  if (!held) {
    withdraw(context, session.id);
    free_topic(context, session);
  }
  store_.save(session);
  if (!held) store_.call_off(session.id, context.now());
  renumber(context, group, session.run);
  plan(context, group, false);
  if (!held) return context.emit(core::SessionChanged{session});
  session = store_.find(session.id).value();
  // Facilitators read that it did not take place; what they are asked of it counts again, or comes yet.
  const Subject subject = subject_of(session, group);
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator))
    context.update(post_key("followup", session, group) + ":" + person->id.text,
                   followup(subject, {}, person->language));
  const auto moments = moments_of(session, group);
  if (const Moment* asked = find(moments, "followup");
      asked && context.now() - asked->at <= followed_up_within)
    context.arrange({moment_key(session.id, "followup"), std::string(moment_job.name), session.id.text,
                     std::max(asked->at, context.now())});
}

}  // namespace sessions
