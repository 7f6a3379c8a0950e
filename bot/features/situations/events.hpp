#pragma once
// Presses and submits of the situation log.

#include "bot/core/events.hpp"

namespace situations::events {

inline constexpr core::EventName<> open{"box/situations/form"}, write{"box/situations/write"},
    seen{"box/situations/seen"};  // a form that only shows what was written

}  // namespace situations::events
