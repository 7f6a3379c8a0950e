#pragma once
// The group of something that falls due. One may be out of the configuration file for an hour while somebody
// edits it: what is due for it meanwhile waits, and is not lost.

#include <stdexcept>

#include "bot/core/context.hpp"

namespace core {

// Out of Feature::due(): the unit of work comes to nothing, and the job is due again, at the time it had,
// when the group is back.
struct GroupAway : std::runtime_error {
  explicit GroupAway(GroupId which) : std::runtime_error("the group is away"), group(std::move(which)) {}
  GroupId group;
};

// Throws GroupAway. What is due asks for its group here and nowhere else, best when it is sure that there is
// something to do. In due() alone, never in on(): there it would count as a failure.
inline const Group& group_due(const Context& context, const GroupId& id) {
  if (const Group* group = context.people().group(id)) return *group;
  throw GroupAway(id);
}

}  // namespace core
