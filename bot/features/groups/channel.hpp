#pragma once
// Members from the channel: whoever is in the group's channel takes part. Read when somebody comes or goes,
// and each night. Bots, guests, people of other organisations and coordinators do not; nobody becomes
// facilitator or leader by it; and what was read in doubt takes nobody out.

#include <map>
#include <set>

#include "bot/features/groups/events.hpp"
#include "bot/features/groups/feature.hpp"

namespace groups {

class Channel {
 public:
  Channel(GroupStore& store, const Options& options) : store_(store), options_(options) {}

  // Arranges the first look, soon, and then one each night.
  void start(core::Context& context);
  void look(core::Context& context);
  void look_at(const core::Group& group) const;
  void take(core::Context& context, const core::ChannelWasRead& seen);
  // Whether the bot was not let into the group's channel when it last looked; nothing: it has not looked.
  std::optional<bool> bot_is_out(const core::GroupId& group) const;

 private:
  // `before`: who was one of the channel. False: nothing is new.
  bool let_in(core::Context& context, const core::Group& group, const core::InChannel& one, core::Date today,
              const std::set<core::PersonId>& before);

  GroupStore& store_;
  const Options& options_;
  std::map<core::GroupId, bool> out_;
};

}  // namespace groups
