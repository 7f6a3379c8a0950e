#pragma once
// Presses of the papers.

#include "bot/core/events.hpp"

namespace papers::events {

using core::EventName;

// Of the group, and which: a word of the feature's table.
inline constexpr EventName<core::GroupId, std::string> print{"papers/print/form"};

}  // namespace papers::events
