#pragma once
// The roster of the day: of a group's members those who are on shift take part. Only they are asked, reminded
// and counted that day. Set by command or pasted list; two swap by one command, and each hears it once; staff
// ask in private to take part, or to be excused.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/shifts/store.hpp"

namespace shifts {

// What a list of who is at work changes, a day a line, or what is wrong with it, a row each.
struct RosterList {
  std::vector<std::string> troubles, changes;
  std::size_t unchanged = 0;  // days
};
// Rows of a spreadsheet, as the form takes them; with `day`, all are of that day. Done with `apply`, where
// nothing is wrong.
RosterList take_list(ShiftStore& store, core::Context& context, const core::Group& group,
                     std::string_view text, std::optional<core::Date> day, core::Language language,
                     bool apply);

// `zone`: of the organisation. The store outlives the feature.
std::unique_ptr<features::Feature> make(ShiftStore& store, std::string zone);

}  // namespace shifts
