#pragma once
// Reads what a facilitator writes about a session: "24.11 til 26.11 13:00". Pure.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/written_time.hpp"

namespace sessions {

struct MoveWords {
  core::WrittenTime from;  // which session; empty with a `to`: the next one
  core::WrittenTime to;    // its new day and time; what was not said stays
  // "en halv time senere", "to dager tidligere", "uka etter": the new time, from where it is; then no `to`.
  std::optional<core::Lasting> apart{};
  bool next = false;       // "neste samling", "samlingen": the next one was said
  bool said_next = false;  // and by that word: not one that goes on
  bool understood = true;  // false: there was a word that is no part of a date or a time
};
// The words after the verb. `today`: the date in the group's zone, from which "24.11" counts.
MoveWords read_move(const core::CommandLine& line, core::Date today);
// "fra nå av", "alle samlingene": more than one session is meant.
bool means_all(const core::CommandLine& line);

// Takes "ny samling", "en ekstra samling" off the beginning: what is planned is one anyway.
void drop_new_session(std::vector<std::string>& words);

struct TimeSpan {
  core::Local starts, ends;
  bool operator==(const TimeSpan&) const = default;
};
// Its beginning and its end in `zone`. A beginning that the clock jumps over in spring comes as much later,
// and the end with it.
std::pair<core::Instant, core::Instant> instants_of(const TimeSpan& span, const core::Zone& zone);
// When the words want a session that is at `now`, in the same zone as `today`. A weekday or a day of the
// month alone is the one nearest to the session, but not before today; a week alone is the session's weekday
// in it. Its length stays unless an end is said. Nothing when they do not fit the session: another time than
// it has, an end before the beginning, a weekday that is not the date's.
std::optional<TimeSpan> wanted_span(const MoveWords& words, const TimeSpan& now, core::Date today);

// What a date_time input says of such a session, read in `zone`: "2026-11-26T13:00", an instant
// "2026-11-26T12:00:00Z", or a day and a time as people write them. Nothing when it is none of these, and
// when the day or the time is missing.
std::optional<TimeSpan> span_from_form(const std::string& value, const TimeSpan& session,
                                       const core::Zone& zone, core::Instant now);

}  // namespace sessions
