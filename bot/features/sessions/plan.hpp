#pragma once
// The sessions to come, as a facilitator looks after them: one is added besides the cadence, moved,
// cancelled, or taken back. What is told to the group is shown first.

#include "bot/features/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

class Plan {
 public:
  Plan(SessionStore& store, Planner& planner) : store_(store), planner_(planner) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  // A cancelled session, and what the list said of it.
  struct Back {
    core::Session session;
    int revision = 0;
  };
  friend const core::GroupId& group_of(const Back& back) { return back.session.group; }
  struct Wish {
    core::GroupId group;
    core::Instant starts, ends;
  };
  friend const core::GroupId& group_of(const Wish& wish) { return wish.group; }

  core::Reply command(core::Context& context, const features::Here& who, const core::CommandLine& line);
  core::Reply list(core::Context& context, const features::Here& who);
  core::Reply form(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply form_sent(core::Context& context, const features::Here& who, const core::GroupId&,
                        const features::Given& given);
  std::optional<Wish> wish(const core::GroupId& group, const core::Instant& starts,
                           const core::Instant& ends);
  // The key of what stands in its way, or nothing.
  std::string problem(core::Context& context, const core::Group& group, core::Instant starts,
                      core::Instant ends);
  core::Reply propose(core::Context& context, const features::Here& who, core::Instant starts,
                      core::Instant ends);
  core::Reply add(core::Context& context, const features::Here& who, const Wish& wish);
  std::optional<Back> cancelled_one(const core::SessionId& id, const int& revision);
  std::optional<core::Reply> too_late(core::Context& context, const features::Here& who, const Back& back);
  core::Reply ask_restore(core::Context& context, const features::Here& who, const Back& back);
  core::Reply restore(core::Context& context, const features::Here& who, const Back& back);

  SessionStore& store_;
  Planner& planner_;
};

}  // namespace sessions
