#pragma once
// Presses and submits of pauses. Their days are the first and the last of the pause.

#include <optional>

#include "bot/core/events.hpp"

namespace pauses::events {

using core::EventName;
using core::GroupId;

inline constexpr EventName<core::Date, core::Date> mine{"pauses/mine"}, all{"pauses/all"};
inline constexpr EventName<GroupId, core::Date, core::Date> of_group{"pauses/group"};
// The first day of the pause that is meant; nothing, as buttons of former versions have it: the only one.
inline constexpr EventName<std::optional<core::Date>> end_mine{"pauses/end_mine"}, end_all{"pauses/end_all"};
inline constexpr EventName<GroupId, std::optional<core::Date>> end_group{"pauses/end_group"};
// The form of a pause, and that of the closed days.
inline constexpr EventName<> form{"pauses/form_sent"}, closed{"pauses/closed"};

inline constexpr std::string_view forget_job = "pauses/forget";

}  // namespace pauses::events
