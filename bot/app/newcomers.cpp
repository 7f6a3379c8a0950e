#include "bot/app/newcomers.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"

namespace app {

std::vector<core::Group> with_newcomers(std::vector<core::Group> groups, const core::Directory& before,
                                        core::Instant now) {
  for (core::Group& group : groups)
    if (const core::Group* known = before.group(group.id))
      for (core::Member& member : group.members)
        if (const core::Member* was = known->member(member.person);
            !was || (was->role == core::Role::leader && member.role != core::Role::leader)) {
          const core::Date today = core::local_date(group, now);
          member.since = member.since ? std::max(*member.since, today) : today;
        }
  return groups;
}

}  // namespace app
