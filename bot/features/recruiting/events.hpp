#pragma once
// Presses, submits and jobs of signing up.

#include "bot/core/events.hpp"
#include "bot/features/recruiting/store.hpp"

namespace recruiting::events {

using core::EventName;

inline constexpr EventName<core::GroupId> open_form{"recruiting/new"};
// With the id of what is opened, so that a form sent twice opens once.
inline constexpr EventName<core::GroupId, RoundId> open{"recruiting/open"};
// For whoever sees the channel.
inline constexpr EventName<RoundId> join{"recruiting/join"}, leave{"recruiting/leave"};
// Nobody more; who has signed up; and who takes part, by the leader, or by a coordinator.
inline constexpr EventName<RoundId> close{"recruiting/close_now"};
inline constexpr EventName<RoundId> who{"recruiting/who"}, confirm{"recruiting/confirm"};
inline constexpr EventName<RoundId> who_for{"recruiting/who_for"}, confirm_for{"recruiting/confirm_for"};
// Subjects of jobs: the time is over; the leader has not answered.
inline constexpr EventName<RoundId> over{"recruiting/over"}, silent{"recruiting/silent"};

}  // namespace recruiting::events
