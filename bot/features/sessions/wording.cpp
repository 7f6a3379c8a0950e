#include "bot/features/sessions/wording.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sessions {
namespace {

// Between what matters: "24.11 til torsdag".
bool is_between(const std::string& word) {
  static constexpr std::array words{"til", "to", "fra", "fraa", "from"};
  const std::string folded = core::folded(word);
  return std::any_of(words.begin(), words.end(), [&](const char* each) { return folded == each; });
}

core::Date nearest(std::chrono::weekday weekday, core::Date to, core::Date today) {
  using std::chrono::days;
  const std::chrono::sys_days middle{to};
  const days ahead = weekday - std::chrono::weekday{middle};
  core::Date found{middle + ahead - (ahead > days{3} ? days{7} : days{0})};
  while (found < today) found = core::Date{std::chrono::sys_days{found} + days{7}};
  return found;
}

}  // namespace

MoveWords read_move(const core::CommandLine& line, core::Date today) {
  MoveWords words;
  const std::vector<std::string> said = line.plain();
  std::size_t at = 0;
  const auto pass = [&] {
    while (at < said.size() && is_between(said[at])) ++at;
  };
  pass();
  words.from = core::read_time(said, at, today, core::AfterDate::another_date);
  pass();
  words.to = core::read_time(said, at, today);
  words.understood = at == said.size();
  return words;
}

std::optional<core::Local> wanted_start(const MoveWords& words, core::Local starts, core::Local ends,
                                        core::Date today) {
  const core::Minutes old = core::time_of_day(starts);
  core::WrittenTime to = words.to;
  if (to.empty()) {
    to.time = words.from.time;  // "24.11 14:30"
    to.ends = words.from.ends;
  } else if (words.from.time && *words.from.time != old) {
    return std::nullopt;
  }
  const bool other_length = to.ends && *to.ends - to.time.value() != ends - starts;
  if (to.contradicts || words.from.contradicts || other_length) return std::nullopt;
  const core::Date day = core::date_of(starts);
  if (to.weekday_alone) to.date = nearest(*to.weekday, day, today);
  return core::at(to.date.value_or(day), to.time.value_or(old));
}

std::optional<core::Instant> instant_from_form(const std::string& value, const core::Zone& zone,
                                               core::Instant now) {
  if (value.ends_with('Z')) {
    try {
      return core::instant_from_text(value);
    } catch (const std::invalid_argument&) {
      return std::nullopt;
    }
  }
  std::string reading = value;
  if (const auto cut = reading.find('T'); cut == std::string_view("2026-11-26").size()) {
    reading[cut] = ' ';
    // Browsers add seconds when there are some: "13:00:00".
    if (std::count(reading.begin(), reading.end(), ':') == 2) reading.resize(reading.rfind(':'));
  }
  const auto found = core::time_in(reading, core::date_of(zone.to_local(now)));
  if (!found || !found->date || !found->time || found->ends) return std::nullopt;
  return zone.to_utc(core::at(*found->date, *found->time));
}

}  // namespace sessions
