#include "bot/core/leaders.hpp"

#include <algorithm>

namespace core {

bool Leaders::is_above(const PersonId& person) const {
  return std::any_of(above.begin(), above.end(), [&](const Person* one) { return one->id == person; });
}

bool Leaders::has(const PersonId& person) const {
  return is_above(person) ||
         std::any_of(first.begin(), first.end(), [&](const Person* one) { return one->id == person; });
}

Leaders leaders_of(const Directory& people, const Group& group) {
  Leaders leaders;
  for (const Person* leader : people.with_role(group, Role::leader))
    (group.above.contains(leader->id) ? leaders.above : leaders.first).push_back(leader);
  if (leaders.first.empty()) leaders.first.swap(leaders.above);
  return leaders;
}

std::vector<const Person*> leaders_taking_part(const Directory& people, const Group& group) {
  auto all = people.with_role(group, Role::leader);
  std::erase_if(all, [&](const Person* one) { return !takes_part(group, one->id); });
  return all;
}

std::vector<Role> without(const Directory& people, const Group& group, const PersonId& person) {
  std::vector<Role> missing;
  for (const Role role : {Role::facilitator, Role::leader}) {
    const auto all = people.with_role(group, role);
    if (!group.stopped && all.size() == 1 && all.front()->id == person) missing.push_back(role);
  }
  return missing;
}

// texts: role.without.*
Rich say_without(const Group& group, Role role, Language language) {
  return rich(language, "role.without." + std::string(code(role)), {{"group", group.name}});
}

std::vector<const Person*> asked_by(const AskedOf& option, const Directory& people, const SessionId& session,
                                    const Group& group, Instant now) {
  return option ? option(people, session, group, now) : people.with_role(group, Role::facilitator);
}

}  // namespace core
