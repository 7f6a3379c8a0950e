#pragma once
// Presses and submits of good practice; core::events::release_practice opens the form.

#include "bot/core/events.hpp"
#include "bot/features/practices/store.hpp"

namespace practices::events {

using core::EventName;

inline constexpr EventName<PracticeId> release{"practices/release"}, withdraw{"practices/withdraw"};
// A page of the list, 0 the newest.
inline constexpr EventName<int> page{"practices/page"};

}  // namespace practices::events
