#include "bot/features/recruiting/telling.hpp"

#include "bot/core/events.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"

namespace recruiting {

using core::Context, core::Language;

namespace {

std::string told_key(std::string_view key, const Round& round, const SignUp& one) {
  return std::string(key) + ":" + round.id.text + ":" + std::to_string(one.number) + ":";
}

}  // namespace

core::Button way_in(const core::Group& group, std::string_view label, Language language) {
  // texts: recruiting.see, recruiting.told.again
  return core::events::say.button(core::text(language, label), "påmelding " + group.key);
}

void tell_one(Context& context, const Round& round, const SignUp& one, std::string_view key,
              const std::string& group) {
  const core::Person* person = context.people().person(one.person);
  if (!person) return;
  core::Message message;
  // texts: recruiting.moved_up, recruiting.confirmed, recruiting.not_this_time, recruiting.called_off
  core::say(message, person->language, key, {{"group", group}});
  const core::Group* here = context.people().group(round.group);
  if (here && key == "recruiting.confirmed")  // the next session may be today, and all were invited to it
    message.blocks.emplace_back(
        core::Actions{{core::events::say.button(core::text(person->language, "sessions.plan.show"),
                                                "samlinger " + here->key, core::Button::Style::primary)}});
  // The number of somebody who left is given again: each time it is news.
  context.post(core::of_group(core::everybody, {told_key(key, round, one) + core::new_id(context.random()),
                                                core::destination_of(*person), std::move(message), true}));
}

void take_back(Context& context, const Round& round, const SignUp& one) {
  context.withdraw(told_key("recruiting.moved_up", round, one));
}

void tell_facilitators(Context& context, const Round& round, const core::Group& group, std::string_view key,
                       const std::string& names) {
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator)) {
    core::Message message;
    // texts: recruiting.told.nobody, recruiting.told.silent, recruiting.told.silent_coordinator
    // texts: recruiting.told.confirmed
    core::say(message, person->language, key, {{"group", group.name}, {"names", names}});
    if (key == "recruiting.told.nobody")
      message.blocks.emplace_back(core::Actions{{way_in(group, "recruiting.told.again", person->language)}});
    context.post(core::of_group(group.id, {std::string(key) + ":" + round.id.text + ":" + person->id.text,
                                           core::destination_of(*person), std::move(message), true}));
  }
}

void tell_called_off(Context& context, const Round& round, const core::Group& group) {
  const auto leaders = core::leaders_of(context.people(), group).first;
  for (const core::Person* person : leaders.empty() ? context.people().coordinators() : leaders) {
    core::Message message;
    core::say(message, person->language, "recruiting.told.called_off", {{"group", group.name}});
    // The group may be no more when it leaves.
    context.post(core::of_group(leaders.empty() ? core::coordinators_alone : core::everybody,
                                {"recruiting-off:" + round.id.text + ":" + person->id.text,
                                 core::destination_of(*person), std::move(message), true}));
  }
}

}  // namespace recruiting
