#pragma once

#include <vector>

#include "bot/core/people.hpp"

namespace app {

// Who the configuration adds to a group that is there already is a newcomer from today (docs/privacy.md), and
// so is a leader it makes a participant; a founding roster counts from the first day. `before`: as it is
// without what it adds.
std::vector<core::Group> with_newcomers(std::vector<core::Group> groups, const core::Directory& before,
                                        core::Instant now);

}  // namespace app
