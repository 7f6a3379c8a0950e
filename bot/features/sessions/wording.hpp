#pragma once
// Reads what a facilitator writes about a session: "24.11 til 26.11 13:00". Pure.

#include <optional>
#include <string>

#include "bot/core/calendar.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/written_time.hpp"

namespace sessions {

struct MoveWords {
  core::WrittenTime from;  // which session
  core::WrittenTime to;    // its new day and time; what was not said stays
  bool understood = true;  // false: there was a word that is no part of a date or a time
};
// The words after the verb. `today`: the date in the group's zone, from which "24.11" counts.
MoveWords read_move(const core::CommandLine& line, core::Date today);

// When the words want a session of [starts, ends) to begin, in the same zone as `today`. A weekday alone is
// the one nearest to the session, but not before today. Nothing when they do not fit the session: another
// time than it has, another length, a weekday that is not the date's.
std::optional<core::Local> wanted_start(const MoveWords& words, core::Local starts, core::Local ends,
                                        core::Date today);

// What a date_time input gives, read in `zone`: "2026-11-26T13:00", an instant
// "2026-11-26T12:00:00Z", or a date and a time as people write them. Nothing when it is none of these.
std::optional<core::Instant> instant_from_form(const std::string& value, const core::Zone& zone,
                                               core::Instant now);

}  // namespace sessions
