#pragma once
// Presses and submits of pauses. Days are written "2026-06-29": the first and the last of the pause.

#include "bot/core/events.hpp"

namespace pauses::events {

using core::EventName;
using core::GroupId;

inline constexpr EventName<std::string, std::string> mine{"pauses/mine"}, all{"pauses/all"};
inline constexpr EventName<GroupId, std::string, std::string> of_group{"pauses/group"};
inline constexpr EventName<> end_mine{"pauses/end_mine"}, end_all{"pauses/end_all"};
inline constexpr EventName<GroupId> end_group{"pauses/end_group"};
// The form of a pause, and that of the closed days.
inline constexpr EventName<> form{"pauses/form_sent"}, closed{"pauses/closed"};

inline constexpr std::string_view forget_job = "pauses/forget";

}  // namespace pauses::events
