#include "bot/features/groups/list_facilitators.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace groups {
namespace {

using Membership = ListedPerson::Membership;

struct Stretch {
  std::optional<core::Date> first, last;  // nothing: here already, without an end
};
using Leading =
    std::map<std::string, Stretch>;  // by the person's id, or by the line that speaks of them first

Leading leading_now(const core::Group& group) {
  Leading all;
  for (const core::Member& member : group.members)  // they are here, whatever their first day
    if (member.role == core::Role::facilitator) all[member.person.text] = {std::nullopt, member.ends};
  for (const core::Member& member : group.later)
    if (member.role == core::Role::facilitator) all[member.person.text] = {member.since, member.ends};
  return all;
}

bool has_three(const Leading& all) {
  return std::ranges::any_of(all, [&](const auto& from) {
    const auto& day = from.second.first;
    return std::ranges::count_if(all, [&](const auto& one) {
             const Stretch& span = one.second;
             const bool begun = !span.first || (day && *span.first <= *day);
             return begun && !(day && span.last && *span.last < *day);
           }) > 2;
  });
}

}  // namespace

std::map<core::GroupId, int> lines_of_thirds(const std::vector<ListedPerson>& list,
                                             const core::Directory& people) {
  std::map<core::GroupId, Leading> leading;
  std::map<core::GroupId, int> last;
  for (const ListedPerson& one : list) {
    const core::Group* group = people.group(one.group);
    if (!group) continue;
    Leading& all = leading.try_emplace(one.group, leading_now(*group)).first->second;
    const std::string who = one.fresh ? "line " + std::to_string(one.first) : one.person.id.text;
    const auto before = all.find(who);
    const Stretch as_before = before == all.end() ? Stretch{} : before->second;
    if (before != all.end()) all.erase(before);
    if (one.role != core::Role::facilitator || one.membership == Membership::ends) continue;
    all[who] = {one.since ? one.since : as_before.first, one.ends};
    if (one.membership != Membership::stays) last[one.group] = one.line;
  }
  std::erase_if(last, [&](const auto& one) { return !has_three(leading.at(one.first)); });
  return last;
}

}  // namespace groups
