#include "bot/features/groups/rhythm.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/core/days.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"

namespace groups {
namespace {

using core::Date;
using core::Instant;
using std::chrono::days;

constexpr days looked_ahead{56}, first_within{366};
constexpr std::size_t most_days = 60;

std::vector<std::string> parts_of(std::string_view text, const char* separators) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, from), text.size());
    std::string part = core::trimmed(text.substr(from, end - from));
    if (!part.empty()) parts.push_back(std::move(part));
    from = end + 1;
  }
  return parts;
}

// The days of a list; nothing where a part of it is no day with a time. "Første onsdag i måneden" is a
// rhythm.
std::optional<Rhythm> list_of(const std::vector<std::string>& parts, const core::Zone& zone, Instant now) {
  Rhythm rhythm;
  const Date today = core::date_of(zone.to_local(now));
  for (const std::string& part : parts) {
    const auto said = core::time_in(part, today);
    if (!said || !said->date || !said->time || said->weekday_alone || said->of_the_month) return std::nullopt;
    const Instant starts = zone.to_utc(core::at(*said->date, *said->time));
    const Instant ends = zone.to_utc(core::at(*said->date, said->ends.value_or(*said->time + usual_length)));
    if (ends <= starts) return Rhythm{{}, {}, "groups.trouble.ends", part};
    if (starts <= now) return Rhythm{{}, {}, "groups.trouble.past", part};
    rhythm.days.emplace_back(starts, ends);
  }
  std::ranges::sort(rhythm.days);
  for (std::size_t i = 1; i < rhythm.days.size(); ++i)
    if (rhythm.days[i].first < rhythm.days[i - 1].second) return Rhythm{{}, {}, "groups.trouble.clash", ""};
  if (rhythm.days.size() > most_days) return Rhythm{{}, {}, "groups.trouble.many", ""};
  return rhythm;
}

}  // namespace

Rhythm rhythm_in(std::string_view when, std::string_view first, const core::Zone& zone, Instant now) {
  const Date today = core::date_of(zone.to_local(now));
  for (const char* separators : {"\n;", "\n;,"})
    if (const auto parts = parts_of(when, separators); !parts.empty())
      if (auto listed = list_of(parts, zone, now)) return *std::move(listed);
  Date from = core::day_after(today);
  if (const std::string written = core::trimmed(first); !written.empty()) {
    const auto said = core::time_in(written, today);
    if (!said || !said->date || said->time) return {{}, {}, "groups.trouble.first", written};
    if (*said->date < today) return {{}, {}, "groups.trouble.past", written};
    from = *said->date;
  }
  try {
    return {core::cadence_from_text(when, from, usual_length), {}, "", ""};
  } catch (const std::invalid_argument&) {
    return {{}, {}, "groups.trouble.when", core::trimmed(when)};
  }
}

std::vector<core::Occurrence> first_weeks(const Rhythm& rhythm, const core::Zone& zone, Instant now) {
  std::vector<core::Occurrence> found;
  if (rhythm.cadence) {
    const Date today = core::date_of(zone.to_local(now));
    found =
        core::occurrences(*rhythm.cadence, zone, today, Date{std::chrono::sys_days{today} + first_within});
    std::erase_if(found, [&](const core::Occurrence& one) { return one.starts <= now; });
  }
  for (const auto& [starts, ends] : rhythm.days)
    if (starts > now) found.push_back({core::date_of(zone.to_local(starts)), starts, ends, std::nullopt});
  if (!found.empty())
    std::erase_if(found, [end = found.front().starts + looked_ahead](const core::Occurrence& one) {
      return one.starts >= end;
    });
  return found;
}

}  // namespace groups
