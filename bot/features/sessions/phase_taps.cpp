// A quiet tap when each phase of a session begins, to the facilitator who wants it for that session.

#include "bot/core/group_due.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/run_sheet.hpp"

namespace sessions {
namespace {

std::string tap_key(const core::SessionId& session, const core::PersonId& person, std::size_t phase) {
  return std::string(events::phase.name) + ":" + events::phase.pack(session, person, static_cast<int>(phase));
}

}  // namespace

core::Reply RunSheet::want_taps(core::Context& context, const features::Here& who,
                                const core::Session& session) {
  const Subject subject = planner_.subject_of(session, who.group);
  const auto phases = phases_of(subject);
  const auto starts = phase_starts(phases, session.starts, session.ends);
  for (std::size_t i = 1; i < starts.size(); ++i)
    if (starts[i] > context.now())
      context.arrange({tap_key(session.id, who.person.id, i), std::string(events::phase.name),
                       events::phase.pack(session.id, who.person.id, static_cast<int>(i)), starts[i], true});
  return core::whisper(who.language(), "sessions.sheet.taps.on");
}

// Of a session that was moved or cancelled since, nothing is said.
void RunSheet::tap(core::Context& context, const core::Job& job) {
  const auto values = events::phase.unpacked(job.subject);
  if (!values) return;
  const auto& [id, to, number] = *values;
  const auto session = store_.find(id);
  const core::Person* person = context.people().person(to);
  if (!session || !person || session->state == core::Session::State::cancelled) return;
  const core::Group& group = core::group_due(context, session->group);
  if (!core::may(*person, group, core::Role::facilitator)) return;
  const auto phases = phases_of(planner_.subject_of(*session, group));
  const auto starts = phase_starts(phases, session->starts, session->ends);
  const auto which = static_cast<std::size_t>(number);
  if (which >= starts.size() || starts[which] != job.due) return;
  const core::Zone zone = core::Zone::named(group.zone);
  core::Message message;
  core::say(message, person->language, "sessions.sheet.tap",
            {{"time", core::say_time(person->language, zone.to_local(starts[which]))},
             {"phase", phases[which].title.in(person->language)}});
  context.post(core::urgent(
      core::until(which + 1 < starts.size() ? starts[which + 1] : session->ends,
                  core::of_group(group.id, {tap_key(id, to, which) + ":" + std::to_string(session->revision),
                                            core::destination_of(*person), std::move(message), false}))));
}

}  // namespace sessions
