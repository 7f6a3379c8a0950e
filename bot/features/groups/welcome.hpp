#pragma once
// Who comes into a group that meets already hears once, in private, what it is and when; who is taken out of
// one hears that. A group that has yet to be invited for the first time is told by its invitation.

#include "bot/features/groups/feature.hpp"

namespace groups {

class Welcome {
 public:
  Welcome(GroupStore& store, const Options& options) : store_(store), options_(options) {}

  // Whoever has come since yesterday; told when the snapshot of people knows.
  static void look_soon(core::Context& context);
  void look(core::Context& context) const;
  // They knew of it before, or somebody else has told them.
  void knows(const core::GroupId& group, const core::PersonId& person) const {
    store_.set_role_told(group, person);
  }
  // Before they are: the snapshot still has them as a participant.
  void goes(core::Context& context, const core::GroupId& group, const core::PersonId& person) const;

 private:
  bool meets(const core::Group& group, core::Instant now) const;
  core::Message words_for(core::Context& context, const core::Group& group, const core::Person& person) const;

  GroupStore& store_;
  const Options& options_;
};

}  // namespace groups
