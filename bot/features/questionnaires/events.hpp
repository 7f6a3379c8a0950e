#pragma once
// Jobs of the questionnaires; their subject: the group and its period.

#include "bot/core/event_name.hpp"

namespace questionnaires::events {

using core::EventName;

// The usefulness question again; and both results beside each other.
inline constexpr EventName<core::GroupId, int> later{"questionnaires/later"}, beside{"questionnaires/beside"};

}  // namespace questionnaires::events
