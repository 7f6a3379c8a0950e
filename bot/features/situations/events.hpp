#pragma once
// Submits of the situation log.

#include "bot/core/events.hpp"

namespace situations::events {

inline constexpr core::EventName<> write{"box/situations/write"};
inline constexpr core::EventName<> seen{"box/situations/seen"};  // a form that only shows what was written

}  // namespace situations::events
