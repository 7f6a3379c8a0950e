#pragma once
// Presses, submits and jobs of what a group is for.

#include "bot/core/events.hpp"

namespace purposes::events {

using core::EventName;

inline constexpr EventName<core::GroupId> ask{"purposes/ask"}, leave_out{"purposes/leave"};
// A job: a new group is asked, unless somebody left it out. With the start of its first session.
inline constexpr EventName<core::GroupId, core::Instant> first{"purposes/first"};
// A job: asked once more, of which asking.
inline constexpr EventName<core::GroupId, int> again{"purposes/again"};
// Which asking, and which of its rounds.
inline constexpr EventName<core::GroupId, int, int> open_form{"purposes/form"}, answer{"purposes/answer"};
// The subject of a job: the answers beside each other. Of the second round with the time of the first, which
// it is again where the second is called off.
inline constexpr EventName<core::GroupId, int, int, std::optional<core::Instant>> beside{"purposes/beside"};

}  // namespace purposes::events
