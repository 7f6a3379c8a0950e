#pragma once
// What facilitators and leaders of a group hear of their part in it: once, in private, when the group starts
// or they become one, and when they are it no more. What the configuration or a list of people brings is all
// in one message. And what is said to whoever has started it.

#include <optional>
#include <string>
#include <vector>

#include "bot/features/groups/feature.hpp"

namespace groups {

class RolesTold {
 public:
  explicit RolesTold(const Options& options) : options_(options) {}

  // Told when the snapshot of people knows the role, and what is planned. `by`: who gave it; nobody for the
  // operator.
  static void tell_soon(core::Context& context, const core::GroupId& group, const core::PersonId& person,
                        const core::PersonId& by);
  void tell(core::Context& context, GroupStore& store, const core::Job& job) const;
  // Whoever leads a group and has not heard of it; when their groups are planned.
  static void tell_of_new_soon(core::Context& context, GroupStore& store);
  void tell_of_new(core::Context& context, GroupStore& store) const;
  // Whoever leads a group no more, or is no coordinator any more; when the snapshot of people knows.
  static void tell_of_lost_soon(core::Context& context);
  static void tell_of_lost(core::Context& context, GroupStore& store);

 private:
  // A person's part in a group.
  struct Part {
    const core::Group& group;
    const core::Member& member;
  };
  // `heard`: what it is to be that, of another group.
  core::Message words_for(core::Context& context, const core::Group& group, const core::Member& member,
                          const core::Person& person, const std::string& by, bool heard) const;
  bool has_heard(core::Context& context, GroupStore& store, const core::Group& group,
                 const core::Member& member) const;
  core::Message words_for_all(core::Context& context, const std::vector<Part>& parts,
                              const core::Person& person) const;

  const Options& options_;
};

// When the group hears of its first session, if it starts now or, `before` that, as it stands; nothing where
// none is ahead.
std::optional<core::Rich> first_invited(const Options& options, const Wanted& made, const Asking& asking,
                                        bool before);
// After Start: the first session, when the group hears of it, who else does, and where to change it.
core::Message started(const core::Context& context, const Options& options, const Wanted& made,
                      const Asking& asking);

}  // namespace groups
