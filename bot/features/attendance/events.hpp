#pragma once
// Presses and submits of attendance.

#include "bot/core/events.hpp"

namespace attendance::events {

using core::EventName;
using core::events::who_came;

// With the number of times it had been ticked when the form was opened.
inline constexpr EventName<core::SessionId, int> take{"attendance/take"};

}  // namespace attendance::events
