#pragma once
// A group's leaders on two levels: those to whom it lifts a matter, and those above them, whom it reaches
// when they do not answer.

#include <map>
#include <set>
#include <vector>

#include "bot/core/people.hpp"

namespace core {

// Of each group, its leaders above; a group may be missing.
using LeadersAbove = std::map<GroupId, std::set<PersonId>>;

struct Leaders {
  std::vector<const Person*> first, above;  // by name; where all are above, all are first
  bool is_above(const PersonId& person) const;
};
// The pointers live as long as the directory.
Leaders leaders_of(const Directory& people, const Group& group, const LeadersAbove& above);

}  // namespace core
