#pragma once
// At most two lead a group on any day, as everywhere; here by what a list says of many.

#include <map>
#include <vector>

#include "bot/features/groups/people_list.hpp"

namespace groups {

// Of each group that would have three on some day, the last line that makes somebody its facilitator.
std::map<core::GroupId, int> lines_of_thirds(const std::vector<ListedPerson>& list,
                                             const core::Directory& people);

}  // namespace groups
