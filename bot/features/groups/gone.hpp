#pragma once
// Groups that were taken out of the configuration file, or whose key was renamed in it, while something
// waited for them: the coordinators hear of it, once.

#include "bot/core/context.hpp"
#include "bot/features/groups/store.hpp"

namespace groups {

// Of those that have not heard; those of groups that are back can hear again. At each start, and after each
// reading of the file.
void tell_of_gone(core::Context& context, GroupStore& store);

}  // namespace groups
