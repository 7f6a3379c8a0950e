// A quiet tap when each phase of a session begins, to the facilitator who wants it for that session.

#include <algorithm>

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
  arrange_taps(context, who.person.id, session, who.group);
  return core::whisper(who.language(), "sessions.sheet.taps.on");
}

void RunSheet::arrange_taps(core::Context& context, const core::PersonId& person,
                            const core::Session& session, const core::Group& group) const {
  const auto phases = phases_of(planner_.subject_of(session, group));
  const auto starts = phase_starts(phases, session.starts, session.ends);
  for (std::size_t i = 1; i < starts.size(); ++i)
    if (starts[i] > context.now())
      context.arrange({tap_key(session.id, person, i), std::string(events::phase.name),
                       events::phase.pack(session.id, person, static_cast<int>(i)), starts[i], true});
}

void RunSheet::changed(core::Context& context, const core::Session& session) {
  const core::Group* group = context.people().group(session.group);
  if (!group || session.state != core::Session::State::planned) return;
  const auto phases = phases_of(planner_.subject_of(session, *group)).size();
  auto all = context.people().with_role(*group, core::Role::facilitator);
  for (const core::Person* coordinator : context.people().coordinators())
    if (std::ranges::find(all, coordinator) == all.end()) all.push_back(coordinator);
  for (const core::Person* person : all)
    for (std::size_t i = 1; i < phases; ++i)
      if (context.arranged(tap_key(session.id, person->id, i))) {
        arrange_taps(context, person->id, session, *group);
        break;
      }
}

// Of a session that is cancelled, or was moved without a word, nothing is said.
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
