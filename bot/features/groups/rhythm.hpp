#pragma once
// When a group meets, as a coordinator writes it: a rhythm, or the days one by one. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/calendar.hpp"

namespace groups {

inline constexpr core::Minutes usual_length{90};  // of a session whose end is not written

struct Rhythm {
  std::optional<core::Cadence> cadence;
  std::vector<std::pair<core::Instant, core::Instant>> days;  // one by one, by start
  // Key of the text that says what is wrong, and what was written there; empty: nothing is.
  std::string trouble, about;
};
// "annenhver onsdag 13.30", "onsdager i partallsuker kl. 9-10.30" from `first` on ("2.12", "onsdag"; empty:
// from tomorrow on), or "24.11 13.00-14.30; 8.12 kl. 13": days are parted by lines and semicolons, and by
// commas where each part is a day of its own.
Rhythm rhythm_in(std::string_view when, std::string_view first, const core::Zone& zone, core::Instant now);

// The sessions of the eight weeks that begin with the first one after `now`, holidays among them.
std::vector<core::Occurrence> first_weeks(const Rhythm& rhythm, const core::Zone& zone, core::Instant now);

}  // namespace groups
