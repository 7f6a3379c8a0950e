#pragma once
// Submits, presses and jobs of the daily debrief.

#include "bot/core/events.hpp"

namespace debriefs::events {

using core::EventName;

inline constexpr EventName<core::GroupId> save{"debriefs/save"}, stop{"debriefs/stop"};
// The subject of a job.
inline constexpr EventName<core::GroupId> ask{"debriefs/ask"};

}  // namespace debriefs::events
