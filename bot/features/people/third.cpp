#include "bot/features/people/third.hpp"

#include <algorithm>
#include <vector>

#include "bot/core/sorting.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/written_time.hpp"

namespace people {

std::string third_facilitator(const core::Directory& directory, const core::Group& group,
                              const core::PersonId& person, core::Date first,
                              const std::optional<core::Date>& last, core::Language language) {
  std::vector<core::Member> others = group.members;
  for (core::Member& member : others) member.since.reset();  // they are here
  others.insert(others.end(), group.later.begin(), group.later.end());
  std::erase_if(others, [&](const core::Member& member) {
    return member.person == person || member.role != core::Role::facilitator;
  });
  std::vector<core::Date> days{first};
  for (const core::Member& member : others)
    if (member.since && *member.since > first && (!last || *member.since <= *last))
      days.push_back(*member.since);
  for (const core::Date day : days) {
    std::vector<std::string> names;
    for (const core::Member& member : others)
      if ((!member.since || *member.since <= day) && (!member.ends || *member.ends >= day))
        if (const core::Person* one = directory.person(member.person)) names.push_back(one->name);
    std::ranges::sort(names, core::name_before);
    if (names.size() > 1)
      return core::text(language, "people.role.three",
                        {{"group", group.name}, {"names", core::say_list(language, names)}});
  }
  return {};
}

}  // namespace people
