#pragma once
// The run sheet of a session: a private card for whoever leads it, with times of day, open questions, methods
// and made-up cases.

#include <optional>
#include <string>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// When each phase begins in a session of [starts, ends): by their shares of it, on whole five minutes, none
// before the one before.
std::vector<core::Instant> phase_starts(const std::vector<core::Phase>& phases, core::Instant starts,
                                        core::Instant ends);

// `phases`: of the session; `brought`: who brings what. Pure.
core::Message run_sheet(const Subject& subject, const std::vector<core::Phase>& phases,
                        const std::vector<core::Block>& brought, core::Language language);

class RunSheet {
 public:
  RunSheet(SessionStore& store, Planner& planner, const core::Programmes& programmes, Brought brought)
      : store_(store), planner_(planner), programmes_(programmes), brought_(std::move(brought)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  // Its own, else those of free topics.
  std::vector<core::Phase> phases_of(const Subject& subject) const;
  // A phase begins: told to whoever wanted that (phase_taps.cpp).
  void tap(core::Context& context, const core::Job& job);
  // It was moved: whoever wanted that is told at its new times.
  void changed(core::Context& context, const core::Session& session);

 private:
  // A card of a session's programme: "method" or "case", and which.
  struct Card {
    core::Session session;
    std::string kind;
    int which;
  };
  friend const core::GroupId& group_of(const Card& card) { return card.session.group; }

  core::Reply sheet(core::Context& context, const features::Here& who, const core::CommandLine&);
  core::Reply card(core::Context&, const features::Here& who, const Card& card);
  core::Reply want_taps(core::Context& context, const features::Here& who, const core::Session& session);
  void arrange_taps(core::Context& context, const core::PersonId& person, const core::Session& session,
                    const core::Group& group) const;

  SessionStore& store_;
  Planner& planner_;
  const core::Programmes& programmes_;
  Brought brought_;
};

}  // namespace sessions
