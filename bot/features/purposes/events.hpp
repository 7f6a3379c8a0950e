#pragma once
// Presses, submits and jobs of what a group is for.

#include "bot/core/events.hpp"

namespace purposes::events {

using core::EventName;

inline constexpr EventName<core::GroupId> ask{"purposes/ask"};
// Which asking, and which of its rounds.
inline constexpr EventName<core::GroupId, int, int> open_form{"purposes/form"}, answer{"purposes/answer"};
// The subject of a job: the answers beside each other.
inline constexpr EventName<core::GroupId, int, int> beside{"purposes/beside"};

}  // namespace purposes::events
