#pragma once
// What the parts of the feature share: one matter as it stands, and telling people of it.

#include <functional>

#include "bot/core/context.hpp"
#include "bot/core/leaders.hpp"
#include "bot/features/matters/feature.hpp"
#include "bot/features/matters/view.hpp"

namespace matters {

// A matter with all that belongs to it, read once.
struct Whole {
  Matter matter;
  std::vector<Entry> history;
  core::Leaders levels;
  std::map<core::PollId, std::vector<core::ResultLine>> noticed;
};

class Keeper {
 public:
  Keeper(MatterStore& store, core::CareChannels channels) : store_(store), channels_(std::move(channels)) {}

  // Whom such a thing goes to first, and whom it reaches when they do not answer.
  core::Leaders levels(const core::Context& context, const core::Group& group, Kind kind) const;
  // Whether it has come to this leader: to those it goes to first, and once it was passed on, to those above.
  bool reached(const core::Leaders& levels, const Matter& matter, const core::PersonId& leader);
  // What of the group waits for this leader: for an answer, or for somebody to follow it up.
  std::vector<Matter> waiting_for(const core::Context& context, const core::Group& group,
                                  const core::PersonId& leader);
  Whole read(const core::Context& context, const core::Group& group, Matter matter);
  Subject subject(const core::Context& context, const core::Group& group, const Whole& whole) const;

  // Keeps a matter as it has become, with the line of its history that says so.
  void keep(Whole& whole, const Entry& entry);
  // To each of them in private; who has the message already sees it change with `refresh`.
  void tell(core::Context& context, const core::Group& group, const Whole& whole,
            const std::vector<const core::Person*>& leaders) const;
  void refresh(core::Context& context, const core::Group& group, const Whole& whole) const;
  // Because there is no leader, or none has answered; `why` names the occasion. Told again: which time it is,
  // of those that `four_weeks_since` counts.
  void tell_coordinators(core::Context& context, const core::Group& group, const Whole& whole,
                         const std::string& why, int time = 0) const;
  // Nothing is left of it: no message that waits goes out, and whoever has one reads that it was taken back,
  // and not what it said.
  void withdraw(core::Context& context, const core::Group& group, const Whole& whole);
  // Whoever has a message about it reads that the group is no more, and has nothing to press.
  void group_over(core::Context& context, const core::Group& group, Whole whole) const;
  void arrange_passing_on(core::Context& context, const Matter& matter) const;
  // The same job goes on, of what has come to the coordinators.
  void arrange_telling_again(core::Context& context, const Matter& matter, const core::Zone& zone) const;

  MatterStore& store() { return store_; }

  const core::CareChannels& channels() const { return channels_; }

 private:
  // In what leaders and coordinators were sent of it.
  void say_instead(core::Context& context, const core::Group& group, const Whole& whole,
                   const std::function<core::Message(core::Language)>& words) const;
  // In what coordinators were sent of it.
  void say_to_coordinators(core::Context& context, const core::Group& group, const Whole& whole,
                           const std::function<core::Message(core::Language)>& words) const;

  MatterStore& store_;
  core::CareChannels channels_;
};

}  // namespace matters
