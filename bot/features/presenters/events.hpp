#pragma once
// Presses and jobs of those who are asked for a situation, and of the made-up ones.

#include "bot/core/events.hpp"

namespace presenters::events {

using core::EventName;

// Session, place and attempt; `silent` is the subject of a job.
inline constexpr EventName<core::SessionId, int, int> yes{"presenters/yes"}, no{"presenters/no"},
    silent{"presenters/silent"};
// No button: what hangs on the end of a session. The number is 0; planning clears what hangs on the session
// alone.
inline constexpr EventName<core::SessionId, int> over{"presenters/over"};
// The made-up situations: of a theme, by its place in the list; one of them, by pack and number; chosen for
// the group's next session; on paper.
inline constexpr EventName<core::GroupId, int> theme{"presenters/theme"};
inline constexpr EventName<core::GroupId, std::string, int> one{"presenters/case"},
    choose{"presenters/choose"}, print{"presenters/print/form"};

}  // namespace presenters::events
