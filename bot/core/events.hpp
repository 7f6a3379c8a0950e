#pragma once
// Events that more than one feature, or a platform, makes buttons for. All others stand in the events.hpp of
// their feature; scripts/check events holds to that.

#include "bot/core/event_name.hpp"
#include "bot/core/matter.hpp"

namespace core::events {

inline constexpr EventName<> show_help{"help/show"};
inline constexpr EventName<GroupId> lift_matter{"matters/form"};
// A press that opens the form of the answer, and that form.
inline constexpr EventName<MatterId, MatterAnswer> answer_matter{"matters/answer"};
// A calendar feed; the value is the serial of the person's address. No button: a page's address presses it.
inline constexpr EventName<std::optional<std::string>> calendar{"sessions/calendar"};

}  // namespace core::events
