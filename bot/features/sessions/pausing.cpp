// Sessions and pauses: what falls into one does not take place, and comes back where the pause goes.

#include <algorithm>
#include <set>

#include "bot/core/group_due.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {
namespace {

bool touches(const core::Closed& closed, const core::Zone& zone, core::Instant starts, core::Instant ends) {
  return closed.from < zone.to_local(ends) && zone.to_local(starts) < closed.to;
}

}  // namespace

std::optional<std::string_view> closed_for(const core::Group& group, core::Instant starts,
                                           core::Instant ends) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Closed* closed =
      core::closed_at(group.quiet.closed, zone.to_local(starts), zone.to_local(ends));
  if (!closed) return std::nullopt;
  if (!closed->day) return in_pause;
  return core::eve_on(core::date_of(closed->from)).value_or("closed");
}

std::vector<core::Date> lost_to(SessionStore& store, const core::Group& group, const core::Closed& pause,
                                core::Instant now) {
  const core::Zone zone = core::Zone::named(group.zone);
  std::set<core::Date> days;
  const auto add = [&](core::Instant starts, core::Instant ends) {
    if (starts > now && touches(pause, zone, starts, ends)) days.insert(core::date_of(zone.to_local(starts)));
  };
  if (group.cadence)
    for (const core::Occurrence& one :
         core::occurrences(*group.cadence, zone, core::date_of(pause.from), core::date_of(pause.to)))
      if (!one.holiday) add(one.starts, one.ends);
  for (const core::Session& session :
       store.of_group(group.id, now, zone.to_utc(pause.to) + std::chrono::days{1}))
    // Cancelled without a number: the pause took it already.
    if (session.state == core::Session::State::planned || (!group.cadence && session.number == 0))
      add(session.starts, session.ends);
  return {days.begin(), days.end()};
}

void Planner::follow_pauses(core::Context& context, const core::Group& group,
                            const std::optional<core::Closed>& made) {
  for (core::Session session : coming(group, context.now())) {
    const auto why = closed_for(group, session.starts, session.ends);
    if (!why || session.starts <= context.now()) continue;
    const bool was_told = told(session, group, context.now());
    const core::Session before = session;
    withdraw(context, session.id);
    session.state = core::Session::State::cancelled;
    session.number = 0;  // may come again
    ++session.revision;
    free_topic(context, session);
    store_.save(session);
    store_.drop_attendance(session.id);
    if (was_told) {
      const core::Message off =
          cancelled({before, group, subject_of(before, group).plan}, nullptr, group.language);
      renew(context, group, post_key("invitation", before, group), off, off);
      if (*why != in_pause) tell_no_session(context, group, before.starts, *why);
    }
    context.emit(core::SessionChanged{session});
  }
  // What a person set is brought back here; the cadence's own comes back by itself.
  for (core::Session session : all_of(group))
    if (session.extra && session.state == core::Session::State::cancelled && session.number == 0 &&
        session.starts > context.now() && !closed_for(group, session.starts, session.ends)) {
      session.state = core::Session::State::planned;
      ++session.revision;
      store_.save(session);
    }
  plan(context, group, true);
  // What was taken away and is back stands in its invitation again.
  for (const core::Session& session : coming(group, context.now()))
    if (session.revision > 0) renew_invitation(context, session, group, false);
  arrange_telling(context, group, made);
}

// In the morning, where it was made at night; the pause itself is no reason to wait.
void Planner::arrange_telling(core::Context& context, const core::Group& group,
                              const std::optional<core::Closed>& made) {
  const std::string key = std::string(tell_pause_job) + ":" + group.id.text;
  const bool unheard = context.arranged(key).has_value();
  context.cancel_job(key);
  if (made ? made->day : unheard) return;
  core::QuietHours hours = group.quiet;
  hours.closed.clear();
  core::Job job = job_of(tell_pause_job, {group.id, made},
                         core::after_quiet(context.now(), core::Zone::named(group.zone), hours));
  job.key = key;
  context.arrange(std::move(job));
}

core::Job Planner::job_of(std::string_view kind, const core::PausesChanged& changed, core::Instant due) {
  const auto reading = [](core::Local local) { return core::Instant{local.time_since_epoch()}; };
  std::optional<core::Instant> from, to;
  std::optional<core::GroupId> group;
  if (!changed.group.empty()) group = changed.group;
  if (changed.what) from = reading(changed.what->from), to = reading(changed.what->to);
  const std::optional<int> day = changed.what && changed.what->day ? std::optional(1) : std::nullopt;
  const std::string packed = events::pauses_changed.pack(group, from, to, day);
  return {std::string(kind) + ":" + packed, std::string(kind), packed, due};
}

void Planner::pauses_due(core::Context& context, const core::Job& job) {
  const auto values = events::pauses_changed.unpacked(job.subject);
  if (!values) return;
  const auto& [id, from, to, day] = *values;
  if (id) core::group_due(context, *id);
  std::optional<core::Closed> made;
  if (from && to)
    made = core::Closed{core::Local{from->time_since_epoch()}, core::Local{to->time_since_epoch()},
                        day.has_value()};
  for (const core::Group& group : context.people().groups()) {
    if (id && group.id != *id) continue;
    if (job.kind == pauses_job)
      follow_pauses(context, group, made);
    else
      tell_pause(context, group, made);
  }
}

void Planner::tell_pause(core::Context& context, const core::Group& group,
                         const std::optional<core::Closed>& made) {
  const core::Zone zone = core::Zone::named(group.zone);
  const auto& all = group.quiet.closed;
  if (made && std::find(all.begin(), all.end(), *made) == all.end()) return;
  // Who meets each working day knows which days those are.
  const bool named = made && !core::meets_daily(group);
  const auto lost = named ? lost_to(store_, group, *made, context.now()) : std::vector<core::Date>();
  const auto next = next_after(context, group, made ? zone.to_utc(made->to) : context.now());
  std::optional<Subject> subject;
  if (next) subject.emplace(subject_of(*next, group));
  const std::string key = "pause:" + group.id.text + ":" + core::to_text(context.now());
  const core::Post post{key, group.destination(),
                        pause_told(made, lost, subject ? &*subject : nullptr, group.language), false};
  context.post(post);
  tell_leaders(context, group, post);
}

core::Message pause_told(const std::optional<core::Closed>& made, const std::vector<core::Date>& lost,
                         const Subject* next, core::Language language) {
  core::Message message;
  const auto add = [&](core::Rich words) { message.blocks.emplace_back(core::Paragraph{std::move(words)}); };
  if (!made)
    add(core::rich(language, "sessions.pause.over"));
  else
    add(core::rich(language, "sessions.pause.told",
                   {{"from", core::say_date(language, core::date_of(made->from))},
                    {"until", core::say_date(language, core::date_of(made->to - std::chrono::seconds{1}))}}));
  if (!lost.empty())
    add({core::Span(core::text_n(language, "sessions.pause.lost", static_cast<int>(lost.size()),
                                 {{"days", core::say_dates(language, lost)}}))});
  if (next)
    add(core::rich(
        language, "sessions.next",
        {{"when", say_when(next->session, next->group, language)}, {"title", title_of(*next, language)}}));
  return message;
}

}  // namespace sessions
