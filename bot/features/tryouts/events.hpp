#pragma once
// Presses and submits of the try-outs.

#include "bot/core/events.hpp"
#include "bot/features/tryouts/store.hpp"

namespace tryouts::events {

using core::EventName;

inline constexpr EventName<core::GroupId> open_form{"tryouts/new"};
// With the id of what is agreed, so that a form sent twice agrees once.
inline constexpr EventName<core::GroupId, TryoutId> agree{"tryouts/agree"};
inline constexpr EventName<TryoutId> ask{"tryouts/ask"}, tell{"tryouts/tell"};

}  // namespace tryouts::events
