#pragma once
// Members from the channel: whoever is in the group's channel takes part. Read when somebody comes or goes,
// and each night. Bots, guests, people of other organisations and coordinators do not; nobody becomes
// facilitator or leader by it; and what was read in doubt takes nobody out. In a group with a written list of
// members the channel says only which leaders read there.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
  // Of a group that is new: what was seen of its channel before there was the group.
  void take_early(core::Context& context, const core::Group& group);
  // Whether the bot was not let into the group's channel when it last looked; nothing: it has not looked.
  std::optional<bool> bot_is_out(const core::GroupId& group) const;

 private:
  // `before`: who was one of the channel. False: nothing is new.
  bool let_in(core::Context& context, const core::Group& group, const core::InChannel& one, core::Date today,
              const std::set<core::PersonId>& before);
  // Of a group with a written list: which of its leaders read what is posted there.
  void note_leaders(core::Context& context, const core::Group& group,
                    const std::vector<core::InChannel>& people);
  void keep_early(const core::ChannelWasRead& seen);

  GroupStore& store_;
  const Options& options_;
  std::map<core::GroupId, bool> out_;
  std::map<std::pair<std::string, std::string>, core::ChannelWasRead> early_;  // workspace, channel
};

}  // namespace groups
