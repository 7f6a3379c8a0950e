#pragma once
// That leaders come to the sessions of a group which they lead is no secret in it: it is told when they begin
// to and when they no longer do, whichever way that was set.

#include "bot/features/groups/feature.hpp"

namespace groups {

class LeadersTold {
 public:
  explicit LeadersTold(GroupStore& store) : store_(store) {}

  // All groups, as they are now.
  void look(core::Context& context);
  // Looks at all, or at the group, when the snapshot of people knows what has just been changed.
  static void look_soon(core::Context& context);
  static void look_soon(core::Context& context, const core::GroupId& group);
  void look_at(core::Context& context, const core::Group& group);
  // A new group hears it with its first invitation.
  void knows(const core::Group& group);

 private:
  void compare(core::Context& context, const core::Group& group, const std::set<core::PersonId>& before);

  GroupStore& store_;
};

}  // namespace groups
