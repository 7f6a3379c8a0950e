#pragma once
// Which of a group's two facilitators has main responsibility for a session: as one of them said last, or in
// turn. It is settled for a session when somebody says so and when it is over; for others it follows from the
// one before. Where it is nobody's, both are asked whatever there is to ask.

#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// Null: nobody's.
const core::Person* lead_of(SessionStore& store, const core::Directory& people, const core::Session& session,
                            const core::Group& group);
// «Hovedansvar: Marit Lie», or nothing.
std::vector<core::Block> said_lead(SessionStore& store, const core::Directory& people,
                                   const core::Session& session, const core::Group& group,
                                   core::Language language);

class Leading {
 public:
  Leading(SessionStore& store, Planner& planner) : store_(store), planner_(planner) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  // Who is asked what there is to ask about the session: whose it is, unless they are away; else all
  // facilitators who are not.
  std::vector<const core::Person*> asked(core::Context& context, const core::Session& session,
                                         const core::Group& group);
  // The session is over: whose it was stays so, whatever is changed later.
  void keep(const core::Directory& people, const core::Session& session, const core::Group& group);

 private:
  // A session, to be given to somebody.
  struct Giving {
    core::Session session;
    core::PersonId to;
  };
  friend const core::GroupId& group_of(const Giving& giving) { return giving.session.group; }
  struct Turns {
    core::GroupId group;
    bool on = false;
  };
  friend const core::GroupId& group_of(const Turns& turns) { return turns.group; }

  core::Reply command(core::Context& context, const features::Here& who, const core::CommandLine& line);
  core::Reply show(core::Context& context, const features::Here& who, std::string_view intro_key);
  std::optional<Giving> giving(const core::SessionId& session, const std::string& to);
  std::optional<core::Reply> over(core::Context& context, const features::Here& who, const Giving& giving);
  core::Reply give(core::Context& context, const features::Here& who, const Giving& giving);
  core::Reply take_turns(core::Context& context, const features::Here& who, const Turns& turns);

  SessionStore& store_;
  Planner& planner_;
};

}  // namespace sessions
