#include "bot/app/message_weeks.hpp"

#include <algorithm>

#include "bot/core/days.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace app {

void MessageWeeks::heard(const core::Directory& people, core::Instant at, const core::Destination& to) {
  const core::Date monday = core::monday_of(core::date_of(zone_.to_local(at)));
  for (const core::Person* person : runtime::readers_of(people, to, pages_)) {
    Read& read = read_.try_emplace(person->id, Read{person->name, {}}).first->second;
    ++read.messages[monday];
  }
}

std::optional<MessageWeeks::Week> MessageWeeks::fullest() const {
  const auto all = above(0);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

std::vector<MessageWeeks::Week> MessageWeeks::above(int limit) const {
  std::vector<Week> all;
  for (const auto& [who, read] : read_)
    for (const auto& [monday, messages] : read.messages)
      if (messages > limit) all.push_back({read.name, monday, messages});
  std::ranges::stable_sort(all, [](const Week& a, const Week& b) { return a.messages > b.messages; });
  return all;
}

}  // namespace app
