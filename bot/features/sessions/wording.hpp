#pragma once
// Reads what a facilitator writes about a session: "24.11 til 26.11 13:00". Pure.

#include <optional>
#include <string>

#include "bot/core/calendar.hpp"
#include "bot/core/command_line.hpp"

namespace sessions {

struct MoveWords {
  std::optional<core::Date> from;     // which session: its local date
  std::optional<core::Date> to;       // the new date; nothing = the same
  std::optional<core::Minutes> time;  // the new time, since local midnight; nothing = the same
  bool understood = true;             // false: there was a word that is neither a date nor a time
};
// The words after the verb. `today`: the date in the group's zone, from which "24.11" and "torsdag" count.
MoveWords read_move(const core::CommandLine& line, core::Date today);

// What a date_time input gives, read in `zone`: "2026-11-26T13:00", "2026-11-26 13:00", "26.11 kl. 13", or an
// instant "2026-11-26T12:00:00Z". Nothing when it is none of these.
std::optional<core::Instant> instant_from_form(const std::string& value, const core::Zone& zone,
                                               core::Instant now);

}  // namespace sessions
