#include "bot/features/feature.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "bot/core/form_check.hpp"

namespace features {
namespace {

// Each day, each session, now and then; what nobody named comes before what is asked for once.
constexpr std::array<std::string_view, 21> often{
    "idea",       "sessions",    "status", "poll",    "polls",    "ideas", "matter",
    "attendance", "paper_ideas", "plan",   "move",    "cancel",   "group", "groups",
    "setup",      "overview",    "digest", "matters", "calendar", "page",  "follow_idea"};
constexpr std::array<std::string_view, 7> seldom{"pause",   "members",   "role", "language",
                                                 "privacy", "abilities", "help"};

int place_of(std::string_view command) {
  const auto in = [&](const auto& names) {
    return static_cast<int>(std::find(names.begin(), names.end(), command) - names.begin());
  };
  const int rare = in(seldom);
  const int first = in(often), unnamed = static_cast<int>(often.size());
  return rare < static_cast<int>(seldom.size()) ? unnamed + 1 + rare : first;
}

bool answers(const core::Group& group, const core::PersonId& person) {
  const core::Member* member = group.member(person);
  return member && member->role != core::Role::leader;
}

}  // namespace

std::vector<CommandSpec> by_use(std::vector<CommandSpec> commands) {
  std::stable_sort(commands.begin(), commands.end(), [](const CommandSpec& a, const CommandSpec& b) {
    return place_of(a.name) < place_of(b.name);
  });
  return commands;
}

std::string_view verb_in(const CommandSpec& spec, core::Language language) {
  constexpr std::size_t languages = 3;  // behind them stand other spellings, of no language
  const auto index = static_cast<std::size_t>(language);
  return spec.verbs[index < std::min(spec.verbs.size(), languages) ? index : 0];
}

bool may(const Who& who, const core::Group& group, Right right) {
  // A shared link opens the boxes of its own group, and nothing else.
  if (who.guest) return who.near == &group && (right == Right::everybody || right == Right::answering);
  switch (right) {
    case Right::everybody:
      return true;
    case Right::member:
      return group.member(who.person.id);
    case Right::attending:
      return core::takes_part(group, who.person.id);
    case Right::answering:
      return answers(group, who.person.id);
    case Right::participant:
      return core::may(who.person, group, core::Role::participant);
    case Right::facilitator:
      return core::may(who.person, group, core::Role::facilitator);
    case Right::leader:
      return core::may(who.person, group, core::Role::leader);
    case Right::coordinator:
      return core::may(who.person, group, core::Role::coordinator);
  }
  return false;
}

bool may_anywhere(const core::Directory& people, const Who& who, Right right) {
  if (right == Right::everybody) return true;
  if (who.guest) return false;
  if (right == Right::coordinator) return who.person.coordinator;
  // Before there is a group, somebody must be able to make one.
  if (who.person.coordinator && right == Right::facilitator) return true;
  if (who.person.coordinator)
    return std::any_of(people.groups().begin(), people.groups().end(),
                       [&](const core::Group& group) { return may(who, group, right); });
  const auto groups = people.groups_of(who.person.id);
  return std::any_of(groups.begin(), groups.end(),
                     [&](const core::Group* group) { return may(who, *group, right); });
}

std::vector<core::Question> asked_by_itself(const std::vector<Feature*>& all, const core::Group& group) {
  std::vector<core::Question> questions;
  for (Feature* feature : all)
    std::ranges::move(feature->asks_by_itself(group), std::back_inserter(questions));
  return questions;
}

std::optional<core::Reply> check_form(const core::Context& context, const Here& who, const core::Form& form,
                                      const Given& given, const core::CareChannels* channels) {
  return core::check_form(
      {who.language(), form, given.filled, given.warned, {}, &context.people(), &who.group, channels});
}

}  // namespace features
