#pragma once
// Who comes into a group that meets already hears once, in private, what it is and when; who is taken out of
// one hears that. A group that has yet to be invited for the first time is told by its invitation.

#include "bot/features/groups/feature.hpp"

namespace groups {

class Welcome {
 public:
  Welcome(GroupStore& store, const Options& options) : store_(store), options_(options) {}

  // Whoever has come of late; told when the snapshot of people knows.
  static void look_soon(core::Context& context);
  void look(core::Context& context) const;
  // Before they are out: the snapshot still has them as a participant. Told when it is not quiet, unless they
  // are in again by then.
  static void goes_soon(core::Context& context, const core::GroupId& group, const core::PersonId& person);
  void goes(core::Context& context, const core::Job& job) const;

 private:
  std::optional<core::Session> next_of(const core::Group& group, core::Instant now) const;
  // For somebody who is in it from `since`.
  bool has_begun(const core::Group& group, const core::Session& next, core::Instant now,
                 core::Date since) const;
  core::Message words_for(core::Context& context, const core::Group& group, const core::Person& person) const;

  GroupStore& store_;
  const Options& options_;
};

}  // namespace groups
