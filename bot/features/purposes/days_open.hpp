#pragma once
// How long a new group can answer what it is for, before its first session.

#include <chrono>

#include "bot/core/calendar.hpp"

namespace purposes {

inline constexpr std::chrono::days open_for{7}, at_least_open{1};

// As long as there is time before the session, and before its vote where that is long enough.
std::chrono::days open_before(core::Instant start, core::Instant now, const core::Zone& zone);

}  // namespace purposes
