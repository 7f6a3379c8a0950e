#include "bot/features/digests/weeks.hpp"

#include <algorithm>

#include "bot/core/leaders.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/texts.hpp"

namespace digests {

core::Date monday_of(core::Date date) {
  const std::chrono::sys_days day{date};
  return core::Date{day - (std::chrono::weekday{day} - std::chrono::Monday)};
}

Week week_of(DigestStore& store, const core::Directory& people, const core::Person& leader, core::Date monday,
             const core::Zone& zone) {
  const core::Instant to = zone.to_utc(core::at(monday, core::Minutes{0}));
  const core::Instant from = zone.to_utc(
      core::at(core::Date{std::chrono::sys_days{monday} - std::chrono::days{7}}, core::Minutes{0}));
  Week week{{}, monday, to};
  for (const core::Group* group : people.groups_of(leader.id)) {
    if (!core::may(leader, *group, core::Role::leader)) continue;
    OneGroup one{group, store.week(group->id, from, to)};
    if (core::leaders_of(people, *group).is_above(leader.id))
      std::erase_if(one.week.waiting, [](const WaitingMatter& matter) { return !matter.passed_on; });
    week.groups.push_back(std::move(one));
  }
  std::stable_sort(week.groups.begin(), week.groups.end(), [](const OneGroup& a, const OneGroup& b) {
    return core::name_before(a.group->name, b.group->name);
  });
  return week;
}

std::string say_week(core::Language language, core::Date monday_after) {
  const std::chrono::sys_days after{monday_after};
  const core::Date first{after - std::chrono::days{7}}, last{after - std::chrono::days{1}};
  // texts: month.*
  const auto month = [&](core::Date date) {
    return core::text(language, "month." + std::to_string(static_cast<unsigned>(date.month())));
  };
  const auto day = [](core::Date date) { return static_cast<int>(static_cast<unsigned>(date.day())); };
  if (first.month() == last.month())
    return core::text(language, "digests.week",
                      {{"from", day(first)}, {"to", day(last)}, {"month", month(last)}});
  return core::text(
      language, "digests.week.of_two_months",
      {{"from", day(first)}, {"month", month(first)}, {"to", day(last)}, {"next", month(last)}});
}

}  // namespace digests
