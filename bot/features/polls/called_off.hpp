#pragma once
// Which polls are over without a result because of what happened elsewhere.

#include <vector>

#include "bot/core/facts.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// Those that are open, or are to open, and that this calls off.
std::vector<core::Poll> called_off_by(PollStore& store, const core::Fact& fact);

}  // namespace polls
