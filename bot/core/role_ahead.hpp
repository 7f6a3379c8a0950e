#pragma once
// A role from a day to come, for somebody who is in the group and is until then what they are. Whoever gives
// one arranges it here; features/people gives it when the day is there.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/job_name.hpp"

namespace core {

struct RoleAhead {
  GroupId group;
  PersonId person;
  Role role = Role::participant;
  Date from;
  std::optional<Date> ends{};   // nothing: as it is
  std::optional<Date> until{};  // the last day before it, of who is out for a while by agreement
};

namespace events {
// The job: one for each membership; and what it carries.
inline constexpr EventName<GroupId, PersonId> role_ahead{"people/role_ahead"};
inline constexpr EventName<GroupId, PersonId, std::string, Date, std::optional<Date>, std::optional<Date>>
    role_given_ahead{"people/role_ahead"};
}  // namespace events

inline std::optional<RoleAhead> role_ahead_in(const Job& job) {
  const auto read = events::role_given_ahead.unpacked(job.subject);
  const auto role = read ? role_from_text(std::get<2>(*read)) : std::nullopt;
  if (!role) return std::nullopt;
  return RoleAhead{std::get<0>(*read), std::get<1>(*read), *role,
                   std::get<3>(*read), std::get<4>(*read), std::get<5>(*read)};
}
inline std::optional<RoleAhead> role_ahead(Context& context, const GroupId& group, const PersonId& person) {
  const auto job = context.arranged(job_key(events::role_ahead, group, person));
  return job ? role_ahead_in(*job) : std::nullopt;
}
// In the place of one that was arranged before.
inline void arrange_role(Context& context, const Group& group, const RoleAhead& ahead) {
  context.arrange({job_key(events::role_ahead, ahead.group, ahead.person),
                   std::string(events::role_ahead.name),
                   events::role_given_ahead.pack(ahead.group, ahead.person, std::string(code(ahead.role)),
                                                 ahead.from, ahead.ends, ahead.until),
                   midnight(group, ahead.from), true});
}
inline void cancel_role(Context& context, const GroupId& group, const PersonId& person) {
  context.cancel_job(job_key(events::role_ahead, group, person));
}

// The member, also one who comes later; null: neither.
inline const Member* member_or_later(const Group& group, const PersonId& person) {
  if (const Member* member = group.member(person)) return member;
  for (const Member& member : group.later)
    if (member.person == person) return &member;
  return nullptr;
}
// Whether a role that is given from that day leaves them what they are until then.
inline bool changes_later(const Group& group, const PersonId& person, Role role, Date from, Date today) {
  const Member* now = member_or_later(group, person);
  return now && now->role != role && from > today && (group.member(person) || *now->since < from);
}
// Their last day, where it comes before that one.
inline std::optional<Date> out_before(const Group& group, const PersonId& person, Date from) {
  const Member* now = member_or_later(group, person);
  return now && now->ends && *now->ends < from ? now->ends : std::nullopt;
}
// The group with the roles that begin later as members who come later.
inline Group with_ahead(Context& context, Group group) {
  std::vector<Member> later;
  for (std::vector<Member>* members : {&group.members, &group.later})
    for (Member& member : *members)
      if (const auto ahead = role_ahead(context, group.id, member.person)) {
        later.push_back({member.person, ahead->role, ahead->from, ahead->ends ? ahead->ends : member.ends});
        const Date last = day_before(ahead->from);
        member.ends = std::min(member.ends.value_or(last), last);
      }
  group.later.insert(group.later.end(), later.begin(), later.end());
  return group;
}

}  // namespace core
