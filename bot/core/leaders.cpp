#include "bot/core/leaders.hpp"

#include <algorithm>

namespace core {

bool Leaders::is_above(const PersonId& person) const {
  return std::any_of(above.begin(), above.end(), [&](const Person* one) { return one->id == person; });
}

Leaders leaders_of(const Directory& people, const Group& group, const LeadersAbove& above) {
  Leaders leaders;
  const auto listed = above.find(group.id);
  for (const Person* leader : people.with_role(group, Role::leader)) {
    const bool is_above = listed != above.end() && listed->second.contains(leader->id);
    (is_above ? leaders.above : leaders.first).push_back(leader);
  }
  if (leaders.first.empty()) leaders.first.swap(leaders.above);
  return leaders;
}

}  // namespace core
