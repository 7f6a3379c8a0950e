#pragma once
// Events that more than one feature, or a platform, makes buttons for. All others stand in the events.hpp of
// their feature; scripts/check events holds to that.

#include "bot/core/event_name.hpp"
#include "bot/core/matter.hpp"

namespace core::events {

inline constexpr EventName<> show_help{"help/show"};
// Say a command: the value is what one would have typed after /refleks. No feature answers them: the
// dispatcher reads them as that command. The second is for one that leaves no trace.
inline constexpr EventName<std::string> say{"say/command"}, say_sealed{"box/say/form"};
// What the group agreed on after a session: lifted to the leaders, or staying in the group.
inline constexpr EventName<GroupId> lift_matter{"matters/form"}, keep_matter{"matters/keep_form"};
// The whole matter with its history, and for a leader the steps from there. The number: which page of the
// history, 0 the newest.
inline constexpr EventName<MatterId, std::optional<int>> open_matter{"matters/open"};
// Who came to a session that has begun. The number: how often it was ticked when one wants to correct it.
inline constexpr EventName<SessionId, std::optional<int>> who_came{"attendance/form"};
// A line about what a group has kept, for everybody in the organisation: the form, by the try-out's id.
inline constexpr EventName<std::string> release_practice{"practices/form"};
// A session that is over did not take place: asked first.
inline constexpr EventName<SessionId> not_held{"sessions/not_held"};
inline constexpr EventName<GroupId> write_idea{"box/ideas/form"};
// How things stand in each group of the person. No button: a platform's own start page presses it.
inline constexpr EventName<> own_status{"help/status"};
// What waits for one person's yes or no, as a message; no button: a person's own page presses it.
inline constexpr EventName<> waiting{"home/waiting"};
// A page about somebody's groups, or a picture or a file on it: what, of which group, and how it looks. No
// button: the page's address presses both, the first on the engine, for the audit log, the second beside it.
// The first with `by_program` where nothing says that a person looks: a scanner of mails, a chat's preview.
inline constexpr std::string_view by_program = "program";
inline constexpr EventName<std::string, std::optional<GroupId>, std::optional<std::string>> overview_opened{
    "digests/opened"};
inline constexpr EventName<std::string, std::optional<GroupId>, std::optional<std::string>> overview{
    "digests/overview"};
// Whether a certificate with this code was issued. No button: the page for codes presses it.
inline constexpr EventName<std::string> check_certificate{"certificates/check"};
// A calendar feed; the value is the serial of the person's address. No button: a page's address presses it.
inline constexpr EventName<std::optional<std::string>> calendar{"sessions/calendar"};

}  // namespace core::events
