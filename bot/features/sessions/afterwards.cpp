// What is said of a session that is over.

#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {

using core::Button;
using core::Language;

std::vector<const core::Person*> at_work(const core::Directory& people, const core::Group& group,
                                         core::Instant now) {
  auto all = people.with_role(group, core::Role::facilitator);
  const core::Zone zone = core::Zone::named(group.zone);
  std::erase_if(all, [&](const core::Person* one) { return core::is_away(*one, zone, now); });
  return all;
}

core::Message followup(const Subject& subject, const std::string& taken_by, Language language) {
  core::Message message;
  const core::SessionId& id = subject.session.id;
  const core::GroupId& group = subject.group.id;
  core::say(message, language, "sessions.followup",
            {{"title", title_of(subject, language)},
             {"group", subject.group.name},
             {"when", say_when(subject.session, subject.group, language)}});
  if (!taken_by.empty()) core::say(message, language, "sessions.followup.taken", {{"by", taken_by}});
  core::Actions actions;
  if (taken_by.empty())
    actions.buttons.push_back(core::events::who_came.button(core::text(language, "attendance.button"), id,
                                                            std::nullopt, Button::Style::primary));
  actions.buttons.push_back(
      core::events::lift_matter.button(core::text(language, "sessions.followup.button"), group));
  actions.buttons.push_back(
      core::events::keep_matter.button(core::text(language, "sessions.followup.keep"), group));
  actions.buttons.push_back(
      core::events::say.button(core::text(language, "tryouts.form.title"), "utprøving " + subject.group.key));
  actions.buttons.push_back(events::not_held.button(core::text(language, "sessions.followup.not_held"), id));
  message.blocks.emplace_back(std::move(actions));
  core::note(message, language, "sessions.followup.note");
  return message;
}

core::Message preview_not_held(const Subject& subject, Language language) {
  core::Message message;
  core::say(message, language, "sessions.not_held.ask",
            {{"when", say_when(subject.session, subject.group, language)}});
  const core::SessionId& id = subject.session.id;
  message.blocks.emplace_back(core::Actions{
      {events::not_held_now.button(core::text(language, "sessions.not_held.yes"), id, Button::Style::danger),
       events::was_held.button(core::text(language, "sessions.not_held.no"), id)}});
  return message;
}

core::Message told_not_held(const Subject& subject, Language language) {
  core::Message message;
  core::say(message, language, "sessions.not_held.done",
            {{"when", say_when(subject.session, subject.group, language)}});
  message.blocks.emplace_back(core::Actions{
      {events::was_held.button(core::text(language, "sessions.not_held.undo"), subject.session.id)}});
  return message;
}

}  // namespace sessions
