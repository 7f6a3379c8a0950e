#pragma once
// Presses and submits of the contract.

#include "bot/core/events.hpp"

namespace contract::events {

inline constexpr core::EventName<core::GroupId> edit{"contract/edit"};
// With the number of the contract that was shown, so that nobody writes over what another wrote meanwhile.
inline constexpr core::EventName<core::GroupId, int> write{"contract/write"};

}  // namespace contract::events
