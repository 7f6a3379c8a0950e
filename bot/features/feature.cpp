#include "bot/features/feature.hpp"

#include <algorithm>

namespace features {
namespace {

bool answers(const core::Group& group, const core::PersonId& person) {
  const core::Member* member = group.member(person);
  return member && member->role != core::Role::leader;
}

}  // namespace

std::string_view code(Right right) {
  switch (right) {
    case Right::everybody:
      return "everybody";
    case Right::member:
      return "member";
    case Right::answering:
      return "answering";
    case Right::participant:
      return "participant";
    case Right::facilitator:
      return "facilitator";
    case Right::leader:
      return "leader";
    case Right::coordinator:
      return "coordinator";
  }
  return "";
}

bool may(const Who& who, const core::Group& group, Right right) {
  // A shared link opens the boxes of its own group, and nothing else.
  if (who.guest) return who.near == &group && (right == Right::everybody || right == Right::answering);
  switch (right) {
    case Right::everybody:
      return true;
    case Right::member:
      return group.member(who.person.id);
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
  if (who.person.coordinator)
    return std::any_of(people.groups().begin(), people.groups().end(),
                       [&](const core::Group& group) { return may(who, group, right); });
  const auto groups = people.groups_of(who.person.id);
  return std::any_of(groups.begin(), groups.end(),
                     [&](const core::Group* group) { return may(who, *group, right); });
}

}  // namespace features
