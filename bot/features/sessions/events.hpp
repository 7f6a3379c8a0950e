#pragma once
// Presses and submits of the sessions.

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/events.hpp"

namespace sessions {

// Pauses as a value, which may be none: "2026-12-21T00:00:00Z/2027-01-04T00:00:00Z,...", readings of the
// clock.
struct Stretches {
  std::vector<core::Closed> all;
};
std::string packed(const Stretches& stretches);
bool unpack(std::string_view text, Stretches& stretches);

}  // namespace sessions

namespace sessions::events {

using core::EventName;
using core::events::calendar;
using core::events::not_held;

inline constexpr EventName<core::SessionId> coming{"sessions/coming"}, not_coming{"sessions/not_coming"};
// With the number of the session's last change, so that an old preview does nothing.
// Where it moves to; its length stays unless an end is given.
inline constexpr EventName<core::SessionId, int, core::Instant, std::optional<core::Instant>> move_now{
    "sessions/move_now"};
inline constexpr EventName<core::SessionId, std::optional<int>> cancel_now{"sessions/cancel_now"};
inline constexpr EventName<core::SessionId> keep{"sessions/keep"};
// Of one that is over: asked first, done, taken back.
inline constexpr EventName<core::SessionId> not_held_now{"sessions/not_held_now"},
    was_held{"sessions/was_held"};
inline constexpr EventName<core::GroupId> move{"sessions/move"}, cancel{"sessions/cancel"};
// One more session: its form, and the preview's yes. One that was cancelled takes place after all; with the
// number of its last change.
inline constexpr EventName<core::GroupId> add{"sessions/add"};
inline constexpr EventName<core::GroupId, core::Instant, core::Instant> add_now{"sessions/add_now"};
inline constexpr EventName<core::SessionId, int> restore{"sessions/restore"},
    restore_now{"sessions/restore_now"};

// No button: what the jobs hang on that plan anew with other pauses. The group, or none for all; the pause
// that was made, as readings of the clock; whether it is a closed day; pauses that are gone.
inline constexpr EventName<std::optional<core::GroupId>, std::optional<core::Instant>,
                           std::optional<core::Instant>, std::optional<int>, Stretches>
    pauses_changed{"sessions/pauses"};
// The same of what a group has not heard of its pauses (PauseNews).
inline constexpr EventName<core::GroupId, Stretches, Stretches, Stretches> pause_news{"sessions/pause_news"};
// What comes after a period, of the group and the period's number, so that of two who choose the first one
// does. The word: "again", "other", "free". `pick` with the programme and the first session.
inline constexpr EventName<core::GroupId, int, std::string> next_period{"sessions/period_next"};
inline constexpr EventName<core::GroupId, int> begin_period{"sessions/period_begin"},
    stop_group{"sessions/period_stop"}, stop_now{"sessions/period_stop_now"}, go_on{"sessions/period_keep"};
inline constexpr EventName<core::GroupId, int, std::string, core::Instant> pick_themes{
    "sessions/period_themes"};

// Main responsibility: for a session, by the id of the facilitator who takes it; and whether they take turns,
// 1 or 0.
inline constexpr EventName<core::SessionId, std::string> give_lead{"sessions/lead_give"};
inline constexpr EventName<core::GroupId, int> take_turns{"sessions/lead_turns"};

// A card of the session's programme: "method" or "case", and which, from 0.
inline constexpr EventName<core::SessionId, std::string, int> card{"sessions/card"};

// A tap at each phase is wanted; the subject of a job: to whom, at which phase, from 0.
inline constexpr EventName<core::SessionId> want_taps{"sessions/taps"};
inline constexpr EventName<core::SessionId, core::PersonId, int> phase{"sessions/phase"};

// A person's calendar: another address in place of the former, none any more, the file of one session.
// `new_calendar` with the mark of the address it replaces, so that pressing twice makes one.
inline constexpr EventName<std::optional<std::string>> new_calendar{"sessions/calendar_new"};
inline constexpr EventName<> no_calendar{"sessions/calendar_off"};
inline constexpr EventName<core::SessionId> file{"sessions/file"};

}  // namespace sessions::events
