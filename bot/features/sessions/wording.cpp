#include "bot/features/sessions/wording.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sessions {
namespace {

// Between what matters: "24.11 til torsdag kl 13".
bool is_filler(const std::string& folded) {
  static constexpr std::array fillers{"til",    "to",      "fra", "fraa", "from", "kl", "kl.",
                                      "klokka", "klokken", "den", "at",   "the",  "on", "paa"};
  return std::any_of(fillers.begin(), fillers.end(), [&](const char* filler) { return folded == filler; });
}

}  // namespace

MoveWords read_move(const core::CommandLine& line, core::Date today) {
  MoveWords words;
  for (const std::string& word : line.plain()) {
    if (is_filler(core::folded(word))) continue;
    const bool dates_done = words.from && words.to;
    // "13.10" is a date while one may come, and a time after that.
    if (const auto date = core::date_from_text(word, today); date && !dates_done)
      (words.from ? words.to : words.from) = date;
    else if (const auto time = core::time_from_text(word); time && words.from && !words.time)
      words.time = time;
    else
      words.understood = false;
  }
  return words;
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
  const std::size_t cut = value.find_first_of("T ");
  if (cut == std::string::npos) return std::nullopt;
  std::string clock = value.substr(cut + 1);
  // Browsers add seconds when there are some: "13:00:00".
  if (std::count(clock.begin(), clock.end(), ':') == 2) clock.resize(clock.rfind(':'));
  const auto date = core::date_from_text(value.substr(0, cut), core::date_of(zone.to_local(now)));
  const auto time = core::time_from_text(clock);
  if (!date || !time) return std::nullopt;
  return zone.to_utc(core::at(*date, *time));
}

}  // namespace sessions
