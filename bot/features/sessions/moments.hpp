#pragma once
// What is done when a moment of a session has come. The table of all moments stands in moments.cpp: when each
// comes, and beside it what is done then. Engine thread, inside a unit of work.

#include <vector>

#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/leading.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/questions.hpp"
#include "bot/features/sessions/store.hpp"
#include "bot/features/sessions/timeline.hpp"

namespace sessions {

class Moments {
 public:
  // All outlive it.
  Moments(SessionStore& store, Planner& planner, Leading& leading, Questions& questions,
          const Options& options)
      : store_(store), planner_(planner), leading_(leading), questions_(questions), options_(options) {}

  // The moment's job has come: does what its row says, unless it is too late for that.
  void due(core::Context& context, const core::Session& session, const core::Group& group,
           const core::Job& job);
  // It was moved, cancelled or taken back: what was said of its time reads as it is now.
  void changed(core::Context& context, const core::Session& session);
  // The group's settings are others, its place perhaps: likewise.
  void settled(core::Context& context, const core::GroupId& group);

 private:
  void renew_reminder(core::Context& context, const core::Session& session, const core::Group& group,
                      bool off);
  void renew_preparation(core::Context& context, const core::Session& session, const core::Group& group,
                         bool off);
  void renew_to_bring(core::Context& context, const core::Session& session, const core::Group& group,
                      bool off);

  SessionStore& store_;
  Planner& planner_;
  Leading& leading_;
  Questions& questions_;
  const Options& options_;
};

}  // namespace sessions
