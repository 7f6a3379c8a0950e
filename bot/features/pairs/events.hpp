#pragma once
// Presses and submits of the pairs.

#include "bot/core/events.hpp"

namespace pairs::events {

using core::EventName;

// Among everybody anew; who is here, to choose; among those.
inline constexpr EventName<core::GroupId> again{"box/pairs/again"}, who{"box/pairs/form"},
    among{"box/pairs/among"};

}  // namespace pairs::events
