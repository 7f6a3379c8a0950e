#pragma once
// Presses, submits and jobs of setting groups up and changing them.

#include "bot/core/events.hpp"

namespace groups::events {

using core::EventName;
using core::GroupId;

// A draft, by its id: begun, one of its three steps opened and sent in, thrown away; and the group started.
inline constexpr EventName<> begin{"groups/begin"};
inline constexpr EventName<std::string, int> edit{"groups/edit"}, step{"groups/step"};
inline constexpr EventName<std::string> discard{"groups/discard"}, start{"groups/start"};

// A group that is there: shown, a step of it opened and sent in, the change that was previewed done or left.
inline constexpr EventName<GroupId> show{"groups/show"};
inline constexpr EventName<GroupId, int> change{"groups/change"};
inline constexpr EventName<std::string> apply{"groups/apply"}, leave{"groups/leave"};
// Over: asked first.
inline constexpr EventName<GroupId> end{"groups/end"}, end_now{"groups/end_now"};
// All groups: how they are sorted, and a page of them, 0 the first.
inline constexpr EventName<std::string, int> list{"groups/list"};

// A list of people: pasted anew, sent in, and what was shown done or thrown away.
inline constexpr EventName<> import_again{"groups/import_again"}, import_list{"groups/import/table"};
inline constexpr EventName<std::string> import_yes{"groups/import_yes"}, import_no{"groups/import_no"};

inline constexpr std::string_view watch_job = "groups/watch";
// At midnight of a zone, its name behind a colon: memberships begin and end.
inline constexpr std::string_view day_job = "groups/day";
// Whether a group has been told of the leaders who come to its sessions; the subject is the group,
// or empty for all of them.
inline constexpr std::string_view leaders_job = "groups/leaders";
// Somebody hears of their part in a group; the subject is the group, the person and who gave it.
inline constexpr EventName<GroupId, core::PersonId, std::optional<core::PersonId>> role{"groups/role"};
// The same for all groups that the configuration has brought.
inline constexpr std::string_view roles_job = "groups/roles";
// Whoever leads no more, or is no coordinator any more, hears of it.
inline constexpr std::string_view lost_job = "groups/lost";
// Who has come into a group that meets already is welcomed.
inline constexpr std::string_view welcome_job = "groups/welcome";
// Who was taken out hears that; the subject is the group and the person.
inline constexpr EventName<GroupId, core::PersonId> goes{"groups/goes"};
// Who is in the channels is looked at.
inline constexpr std::string_view channels_job = "groups/channels", channel_job = "groups/channel";

}  // namespace groups::events
