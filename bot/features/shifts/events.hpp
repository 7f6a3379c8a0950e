#pragma once
// Presses, submits and jobs of the roster of the day. A day is "2026-12-03".

#include "bot/core/events.hpp"

namespace shifts::events {

using core::EventName;
using core::GroupId;

// Days and names pasted; sent in.
inline constexpr EventName<GroupId> paste{"shifts/paste"}, table{"shifts/table"};
// Of oneself: wants to take part that day, cannot.
inline constexpr EventName<GroupId, std::string> ask_in{"shifts/ask_in"}, ask_out{"shifts/ask_out"};
// What a facilitator answers to that, with the person.
inline constexpr EventName<GroupId, std::string, std::string> let_in{"shifts/let_in"},
    let_out{"shifts/let_out"}, refuse{"shifts/refuse"};

inline constexpr std::string_view forget_job = "shifts/forget";
// A wish of one person about one day that the facilitators have: until the end of that day.
inline constexpr std::string_view wish_job = "shifts/wish";

}  // namespace shifts::events
