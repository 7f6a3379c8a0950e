// Days on which the cadence falls and there is no session, and what the group hears of them.

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {

using core::Instant;
using core::Session;

namespace {

std::string holiday_name(const core::Group& group, core::Date date) {
  return group.id.text + ":" + core::date_text(date);
}

}  // namespace

void Planner::arrange_holiday(core::Context& context, const core::Group& group,
                              const core::Occurrence& occurrence) {
  // The session that would have been: its invitation is the moment.
  Session session;
  session.group = group.id;
  session.starts = occurrence.starts;
  session.ends = occurrence.ends;
  const auto moments = moments_of(session, group);
  const Moment* invited = find(moments, "invitation");
  // A pause was told when it was made.
  if (!invited || invited->at <= context.now() || occurrence.holiday == in_pause) return;
  const std::string name = holiday_name(group, occurrence.date);
  context.arrange({std::string(holiday_job) + ":" + name, std::string(holiday_job), name, invited->at});
}

void Planner::tell_holiday(core::Context& context, const core::Job& job) {
  const core::GroupId id(job.subject.substr(0, job.subject.rfind(':')));
  const core::Group& group = core::group_due(context, id);
  for (const core::Occurrence& occurrence : holidays(group, context.now()))
    if (holiday_name(group, occurrence.date) == job.subject && occurrence.holiday != in_pause)
      tell_no_session(context, group, occurrence.starts, *occurrence.holiday);
}

void Planner::tell_no_session(core::Context& context, const core::Group& group, Instant starts,
                              std::string_view why) {
  const core::Date date = local_date(group, starts);
  const auto next = next_after(context, group, starts);
  std::optional<Subject> subject;
  if (next) subject.emplace(subject_of(*next, group));
  const std::string key = "holiday:" + holiday_name(group, date);
  const core::Post post = core::until(
      starts,
      {key, group.destination(), no_session(date, why, subject ? &*subject : nullptr, group.language), true});
  context.post(post);
  tell_leaders(context, group, post);
}

std::optional<Session> Planner::next_after(core::Context& context, const core::Group& group, Instant after) {
  for (const Session& session : coming(group, context.now()))
    if (session.starts > after) return session;
  return std::nullopt;
}

}  // namespace sessions
