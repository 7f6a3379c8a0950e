#pragma once
// What people write of a pause. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/command_line.hpp"

namespace pauses {

enum class Scope { mine, group, all };

struct Words {
  std::optional<Scope> scope;  // nothing: not said
  bool end = false, closed_days = false;
  std::optional<core::Date> from, until;  // the first and the last day
  bool understood = true;
  std::string varies;  // not understood, and "juleferien" was said: which days that is, is to be asked
};
// "til 15. august", "fra 29. juni til 15. august", "gruppa i 3 uker", "alle slutt", "stengt". Without a first
// day it is today.
Words read_pause(const core::CommandLine& line, core::Date today);

// The words in it that are no times.
std::vector<std::string_view> words_read();

// One day of a form's field; nothing when it is none.
std::optional<core::Date> day_in(const std::string& text, core::Date today);

// Whole days, the last one included.
core::Closed pause_of(core::Date first, core::Date last);
core::Date last_day(const core::Closed& pause);
inline core::Date first_day(const core::Closed& pause) {
  return core::date_of(pause.from);
}

// Of pauses that are there, those that a new one takes the place of: they have a day with it in common, and
// are not just that one.
std::vector<core::Closed> replaced_by(const core::Closed& pause, const std::vector<core::Closed>& there);

// The text key of what is wrong with a pause, or nothing: it ends before it begins or has ended already, is
// longer than a year and a month, or begins later than in a year.
std::string_view problem_with(core::Date first, core::Date last, core::Date today);

// The next three of one of core::usual_eves from `today` on, each from noon.
std::vector<core::Closed> coming_eves(std::string_view eve, core::Date today);

}  // namespace pauses
