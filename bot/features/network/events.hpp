#pragma once
// Presses, submits and jobs of the facilitators' network.

#include "bot/core/events.hpp"

namespace network::events {

using core::EventName;

// A group becomes the network, asks otherwise (1: one by one), and is a group like others again.
inline constexpr EventName<core::GroupId> make{"network/make"}, end{"network/end"};
inline constexpr EventName<core::GroupId, int> mode{"network/mode"};
inline constexpr EventName<core::GroupId> advisers{"network/advisers"}, set_advisers{"network/set_advisers"};
// Guidance: the form, sent in, and what the adviser says to whoever asked, about that time.
inline constexpr EventName<> guidance{"network/guidance"}, ask{"network/ask"};
inline constexpr EventName<core::PersonId, core::Instant> fits{"network/fits"}, does_not{"network/does_not"};

inline constexpr std::string_view question_job = "network/question", look_job = "network/look";

}  // namespace network::events
