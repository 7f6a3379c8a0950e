#pragma once

#include "bot/core/event_name.hpp"

namespace rights::events {

inline constexpr core::EventName<> ask{"rights/ask"}, withdraw{"rights/withdraw"};
// A coordinator's: what will go, then that it goes. The person is the one who asked.
inline constexpr core::EventName<core::PersonId> look{"rights/look"}, erase{"rights/erase"};

// Reminds the coordinators of somebody who asked; the person is its subject.
inline constexpr std::string_view request_job = "rights/request";

}  // namespace rights::events
