#pragma once
// Pauses and closed days. Implemented in storage/pause_store.cpp; called inside the engine's transaction.
// Whoever asks whether somebody is in a pause reads the snapshot (bot/core/people.hpp), which is loaded with
// them.

#include <string>
#include <vector>

#include "bot/core/people.hpp"

namespace pauses {

enum class Kind { person, group, all, day };

class PauseStore {
 public:
  virtual ~PauseStore() = default;
  // `subject`: the id of a person or a group, empty for all, the date of a closed day. Each has as many as
  // begin at different times: one that begins when another does takes its place.
  virtual void put(Kind kind, const std::string& subject, const core::Closed& when) = 0;
  // Also those that are over and not yet forgotten; by their beginning.
  virtual std::vector<core::Closed> of(Kind kind, const std::string& subject) = 0;
  // The one that begins then.
  virtual void end(Kind kind, const std::string& subject, core::Local from) = 0;
  virtual std::vector<core::Closed> days() = 0;
  // Closed days that have not begun at `now`.
  virtual void drop_days_after(core::Local now) = 0;
  // What ended before that.
  virtual void forget(core::Local before) = 0;
};

}  // namespace pauses
