#include "bot/features/purposes/feature.hpp"
#include "bot/features/purposes/questions.hpp"

namespace purposes {

std::set<core::PersonId> asked_by_name(PurposeStore& store, const core::Group& group,
                                       const core::PollId& poll) {
  std::set<core::PersonId> all;
  const auto asking = store.latest_asked(group.id);
  if (!asking || poll_id(*asking, asking->round) != poll) return all;
  for (const core::Member& member : group.members)
    if (member.role != core::Role::participant) all.insert(member.person);
  for (const Said& said : store.said(group.id, asking->number))
    if (said.round == asking->round) all.insert(said.person);
  return all;
}

}  // namespace purposes
