#pragma once
// Presses of those who are asked whether they might lead a group too.

#include "bot/core/events.hpp"

namespace cofacilitators::events {

using core::EventName;

inline constexpr EventName<core::GroupId> yes{"cofacilitators/yes"};
// Leaves no trace.
inline constexpr EventName<core::GroupId> no{"box/cofacilitators/no"};

}  // namespace cofacilitators::events
