#include "bot/features/sessions/room.hpp"

#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"

namespace sessions {
namespace {

constexpr std::chrono::days before{7}, too_late{1};
constexpr core::Minutes asked_at{10 * 60 + 30};  // local time

// Of one that was moved it is another question: the room was booked for the other day.
std::string room_key(const core::Session& session, const core::Person& person) {
  return "room:" + session.id.text + (session.revision > 0 ? ":" + core::to_text(session.starts) : "") + ":" +
         person.id.text;
}

}  // namespace

void room_is_known(core::Context& context, const Subject& subject) {
  const core::Group& group = subject.group;
  if (group.place.empty() && group.link.empty()) return;
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator)) {
    core::Message message;
    core::say(message, person->language, "sessions.room.known",
              {{"group", group.name},
               {"when", say_when(subject.session, group, person->language)},
               {"place", group.place.empty() ? group.link : group.place}});
    context.update(room_key(subject.session, *person), message);
    // Asked before it was moved, and not again.
    context.update("room:" + subject.session.id.text + ":" + person->id.text, std::move(message));
  }
}

void arrange_room(core::Context& context, const core::Session& session, const core::Group& group) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Local day = zone.to_local(session.starts) - before;
  const core::Instant wanted = zone.to_utc(core::at(core::date_of(day), asked_at));
  // The room of each day is where people work.
  if (wanted > context.now() && (!core::meets_daily(group) || session.extra))
    context.arrange({std::string(room_job) + ":" + session.id.text, std::string(room_job), session.id.text,
                     core::after_quiet(wanted, zone, group.quiet)});
}

void ask_for_room(core::Context& context, const Subject& subject,
                  const std::vector<const core::Person*>& asked, core::Instant due, bool second) {
  const core::Group& group = subject.group;
  if (!group.place.empty() || !group.link.empty() || subject.session.starts <= context.now() ||
      context.now() - due > too_late)
    return;
  for (const core::Person* person : asked) {
    const core::Language language = person->language;
    core::Message message;
    if (second) core::say(message, language, "sessions.asked_before");
    core::say(message, language, "sessions.room.ask",
              {{"group", group.name}, {"when", say_when(subject.session, group, language)}});
    message.blocks.emplace_back(core::Actions{
        {core::events::say.button(core::text(language, "sessions.room.button"), "gruppe " + group.key)}});
    context.post(
        core::until(subject.session.starts,
                    core::of_group(group.id, {room_key(subject.session, *person),
                                              core::destination_of(*person), std::move(message), true})));
  }
}

}  // namespace sessions
