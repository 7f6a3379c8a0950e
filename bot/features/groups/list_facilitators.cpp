#include "bot/features/groups/list_facilitators.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "bot/core/days.hpp"
#include "bot/core/role_ahead.hpp"

namespace groups {
namespace {

using Membership = ListedPerson::Membership;

// By the person's id, or by the line that speaks of them first.
using Leading = std::map<std::string, core::Member>;

Leading leading_now(const Asking& asking, const core::Group& group) {
  const core::Group known = asking.ahead ? asking.ahead(group) : group;
  Leading all;
  for (const core::Member& member : known.members)  // they are here, whatever their first day
    if (member.role == core::Role::facilitator)
      all[member.person.text] = {member.person, member.role, std::nullopt, member.ends};
  for (const core::Member& member : known.later)
    if (member.role == core::Role::facilitator) all[member.person.text] = member;
  return all;
}

// Without a first day: they are here.
bool three_lead(const std::vector<core::Member>& facilitators) {
  return std::ranges::any_of(facilitators, [&](const core::Member& from) {
    const auto& day = from.since;
    return std::ranges::count_if(facilitators, [&](const core::Member& one) {
             const bool begun = !one.since || (day && *one.since <= *day);
             return begun && !(day && one.ends && *one.ends < *day);
           }) > 2;
  });
}

bool has_three(const Leading& leading) {
  std::vector<core::Member> all;
  for (const auto& one : leading) all.push_back(one.second);
  return three_lead(all);
}

}  // namespace

std::map<core::GroupId, int> lines_of_thirds(const std::vector<ListedPerson>& list, const Asking& asking) {
  std::map<core::GroupId, Leading> leading;
  std::map<core::GroupId, int> last;
  for (const ListedPerson& one : list) {
    const core::Group* group = asking.people.group(one.group);
    if (!group) continue;
    Leading& all = leading.try_emplace(one.group, leading_now(asking, *group)).first->second;
    if (one.membership == Membership::stays || one.membership == Membership::none) continue;
    const std::string who = one.fresh ? "line " + std::to_string(one.first) : one.person.id.text;
    const auto before = all.find(who);
    const bool led = before != all.end();
    core::Member as_before = led ? before->second : core::Member{};
    if (led) all.erase(before);
    if (one.membership == Membership::ends) continue;
    if (one.role == core::Role::facilitator) {
      all[who] = {one.person.id, one.role, one.since ? one.since : as_before.since, one.ends};
      last[one.group] = one.line;
    } else if (led && one.later && (!as_before.since || *as_before.since < *one.since)) {
      const core::Date end = core::day_before(*one.since);
      as_before.ends = std::min(as_before.ends.value_or(end), end);
      all[who] = as_before;
    }
  }
  std::erase_if(last, [&](const auto& one) { return !has_three(leading.at(one.first)); });
  return last;
}

// Who keeps the role that they have keeps what is to come, too.
std::vector<core::PersonId> leading_beside(const Wanted& made, const Asking& asking) {
  if (!asking.group) return {};
  const core::Group& before = *asking.group;
  const core::Group known = asking.ahead ? asking.ahead(before) : before;
  std::vector<core::Member> leading;
  bool fresh = false;
  for (const core::Member& member : made.group.members) {
    if (member.role != core::Role::facilitator) continue;
    const core::Member* old = before.member(member.person);
    const bool same = old && old->role == member.role;
    fresh |= !same;
    old = core::member_or_later(same ? known : before, member.person);
    leading.push_back({member.person, member.role, std::nullopt, old ? old->ends : std::nullopt});
  }
  for (const Wanted::Fresh& one : made.fresh) {
    if (one.role != core::Role::facilitator) continue;
    fresh = true;
    leading.push_back({core::PersonId(one.person.user), one.role, std::nullopt});
  }
  std::vector<core::PersonId> later;
  for (const core::Member& member : known.later) {
    const core::Member* old = before.member(member.person);
    const core::Member* now = made.group.member(member.person);
    const bool stays = old && now ? old->role == now->role : !old && !now;
    if (!stays || member.role != core::Role::facilitator) continue;
    leading.push_back(member);
    later.push_back(member.person);
  }
  return fresh && three_lead(leading) ? later : std::vector<core::PersonId>{};
}

}  // namespace groups
