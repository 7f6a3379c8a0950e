#include "bot/features/purposes/telling.hpp"

#include "bot/core/reply.hpp"
#include "bot/features/purposes/events.hpp"

namespace purposes {

std::string told_key(const core::GroupId& group, const core::Person& person) {
  return "purposes-first:" + group.text + ":" + person.id.text;
}
std::string ask_key(const core::PollId& poll, const core::Person& person) {
  return "purposes-ask:" + poll.text + ":" + person.id.text;
}

core::Message settled(const core::Group& group, std::string_view key, core::Language language) {
  core::Message message;
  // texts: purposes.first.asked, purposes.first.left_out
  core::say(message, language, key, {{"group", group.name}});
  if (key == "purposes.first.left_out")
    message.blocks.emplace_back(
        core::Actions{{events::ask.button(core::text(language, "purposes.first.now"), group.id)}});
  return message;
}

void settle(core::Context& context, const core::Group& group, const char* key) {
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator))
    context.update(told_key(group.id, *person), settled(group, key, person->language));
}

void tell_called_off(core::Context& context, const core::Poll& poll) {
  context.withdraw("purposes-ask:" + poll.id.text + ":");
  const core::Group* group = context.people().group(poll.group);
  if (!group) return;
  for (const core::Role role : {core::Role::leader, core::Role::facilitator})
    for (const core::Person* person : context.people().with_role(*group, role)) {
      core::Message message;
      core::head(message, person->language, "purposes.title");
      core::say(message, person->language, "polls.ended.cancelled");
      context.update(ask_key(poll.id, *person), std::move(message));
    }
}

}  // namespace purposes
