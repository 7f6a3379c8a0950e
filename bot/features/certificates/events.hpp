#pragma once
// Presses of the certificates.

#include "bot/core/events.hpp"

namespace certificates::events {

using core::EventName;
using core::events::check_certificate;

// Of the group and its period: on paper.
inline constexpr EventName<core::GroupId, int> paper{"certificates/paper/form"};

}  // namespace certificates::events
