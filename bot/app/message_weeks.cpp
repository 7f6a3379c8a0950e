#include "bot/app/message_weeks.hpp"

#include <algorithm>

#include "bot/runtime/unit_of_work.hpp"

namespace app {

void MessageWeeks::count(const core::Person& person, core::Date monday) {
  auto& week = weeks_.try_emplace({person.id, monday}, Week{person.name, monday, 0}).first->second;
  ++week.messages;
}

void MessageWeeks::heard(const core::Directory& people, core::Instant at, const core::Destination& to) {
  const std::chrono::sys_days day{core::date_of(zone_.to_local(at))};
  const core::Date monday{day - (std::chrono::weekday{day} - std::chrono::Monday)};
  for (const core::Person* person : runtime::readers_of(people, to, pages_)) count(*person, monday);
}

std::optional<MessageWeeks::Week> MessageWeeks::fullest() const {
  const auto all = above(0);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

std::vector<MessageWeeks::Week> MessageWeeks::above(int limit) const {
  std::vector<Week> all;
  for (const auto& [who, week] : weeks_)
    if (week.messages > limit) all.push_back(week);
  std::ranges::stable_sort(all, [](const Week& a, const Week& b) { return a.messages > b.messages; });
  return all;
}

}  // namespace app
