#pragma once
// At most two lead a group on any day, as everywhere; here by what a list says of many.

#include <map>
#include <vector>

#include "bot/features/groups/people_list.hpp"

namespace groups {

// Of each group that would have three on some day, the last line that makes somebody its facilitator.
std::map<core::GroupId, int> lines_of_thirds(const std::vector<ListedPerson>& list, const Asking& asking);
// Who leads the group from a later day, where one whom the form makes its facilitator would be a third beside
// them; else nobody.
std::vector<core::PersonId> leading_beside(const Wanted& made, const Asking& asking);

}  // namespace groups
