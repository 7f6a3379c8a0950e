#pragma once
// Presses, submits and jobs of the matters.

#include "bot/core/events.hpp"
#include "bot/core/job_name.hpp"

namespace matters::events {

using core::EventName;
using core::GroupId;
using core::MatterId;
using core::events::keep_matter;
using core::events::lift_matter;
using core::events::open_matter;

// The forms that lift_matter and keep_matter open.
inline constexpr EventName<GroupId> lift{"matters/lift"}, keep{"matters/keep"};
// A leader's answer: a press that opens its form, and that form, with how many answers of others it was
// opened after.
inline constexpr EventName<MatterId, core::MatterState, std::optional<int>> answer{"matters/answer"};
// What nobody has answered is taken back: whether to, that it is, and that it stays.
inline constexpr EventName<MatterId> ask_withdraw{"matters/ask_withdraw"}, withdraw{"matters/withdraw"},
    leave{"matters/leave"};
// All matters of the group, and what stays in it: a page of them, 0 the first.
inline constexpr EventName<GroupId, std::optional<int>> list{"matters/list"};
inline constexpr EventName<GroupId, std::optional<int>> kept{"matters/kept"};
// One text of these: shown by itself, released to the leaders, or taken back before that.
inline constexpr EventName<std::string> minutes{"matters/minutes"}, release{"matters/release"},
    take_back{"matters/take_back"};

// A job for each matter that waits, by its key.
inline constexpr EventName<MatterId> pass_on{"matters/pass_on"};
// No button: what a job hangs on that tells whoever leads the group from now on what waits for them.
inline constexpr EventName<GroupId, core::PersonId> new_leader{"matters/new_leader"};
// The same for what went to one who leads no more.
inline constexpr EventName<GroupId, core::PersonId> left_leader{"matters/left_leader"};

}  // namespace matters::events
