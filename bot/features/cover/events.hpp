#pragma once
// Presses and jobs of the cover question.

#include "bot/core/events.hpp"

namespace cover::events {

using core::EventName;

// With a code of cover/store.hpp.
inline constexpr EventName<core::SessionId, std::string> answer{"cover/answer"};
// The subject of a job: nobody has answered yet.
inline constexpr EventName<core::SessionId> silent{"cover/silent"};

}  // namespace cover::events
