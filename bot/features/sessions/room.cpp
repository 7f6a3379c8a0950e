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

core::Message room_said(const Subject& subject, core::Language language) {
  const core::Group& group = subject.group;
  core::Message message;
  core::say(message, language, "sessions.room.known",
            {{"group", group.name},
             {"when", say_when(subject.session, group, language)},
             {"place", group.place.empty() ? group.link : group.place}});
  return message;
}

core::Message room_asked(const Subject& subject, core::Language language, bool second) {
  core::Message message;
  if (second) core::say(message, language, "sessions.asked_before");
  core::say(message, language, "sessions.room.ask",
            {{"group", subject.group.name}, {"when", say_when(subject.session, subject.group, language)}});
  message.blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(language, "sessions.room.button"), "gruppe " + subject.group.key)}});
  return message;
}

bool meets_somewhere(const core::Group& group) {
  return !group.place.empty() || !group.link.empty();
}

}  // namespace

void room_is_known(core::Context& context, const Subject& subject) {
  if (!meets_somewhere(subject.group)) return;
  for (const core::Person* person : context.people().with_role(subject.group, core::Role::facilitator)) {
    core::Message message = room_said(subject, person->language);
    context.update(room_key(subject.session, *person), message);
    // Asked before it was moved, and not again.
    context.update("room:" + subject.session.id.text + ":" + person->id.text, std::move(message));
  }
}

void room_follows(core::Context& context, const core::Session& was, const Subject& subject) {
  for (const core::Person* person : context.people().with_role(subject.group, core::Role::facilitator))
    context.update(room_key(was, *person), meets_somewhere(subject.group)
                                               ? room_said(subject, person->language)
                                               : room_asked(subject, person->language, false));
}

void room_changed(core::Context& context, const Subject& subject, bool off) {
  core::Session asked_first = subject.session;
  asked_first.revision = 0;
  for (const core::Person* person : context.people().with_role(subject.group, core::Role::facilitator)) {
    const core::Message now = off ? does_not_take_place(subject, person->language)
                              : meets_somewhere(subject.group) ? room_said(subject, person->language)
                                                               : room_asked(subject, person->language, false);
    for (const core::Session& session : {asked_first, subject.session})
      context.update(room_key(session, *person), now);
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
  if (meets_somewhere(group) || subject.session.starts <= context.now() || context.now() - due > too_late)
    return;
  for (const core::Person* person : asked)
    context.post(core::until(
        subject.session.starts,
        core::of_group(group.id, {room_key(subject.session, *person), core::destination_of(*person),
                                  room_asked(subject, person->language, second), true})));
}

}  // namespace sessions
