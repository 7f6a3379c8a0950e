#pragma once
// A poll that is opened in a week in which somebody in the group has had as many messages as the municipality
// has stated: whoever opens it chooses, when the week is over or all the same.

#include <optional>
#include <string>

#include "bot/core/reply.hpp"
#include "bot/features/feature.hpp"

namespace polls {

// A draft that is to be opened: how long it lasts, where that was said, and the mark of what was seen.
struct Opening {
  core::Poll poll;
  std::optional<std::string> lasts, mark;
};
inline const core::GroupId& group_of(const Opening& opening) {
  return opening.poll.group;
}

// As it is from `opens` on. `in_session`: the group is meeting just then.
core::Poll opening_at(core::Instant opens, const core::Group& group, const Opening& opening, bool in_session);

core::Reply ask_when(const Opening& opening, core::Instant week_ends, const features::Here& who);
core::Reply opens_later(const core::Poll& poll, const features::Here& who);

}  // namespace polls
