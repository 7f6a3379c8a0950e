#pragma once
// Which groups have a daily debrief, and when. Implemented in storage/debrief_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace debriefs {

struct Debrief {
  core::GroupId group;
  core::Minutes at{};  // since midnight, on the wall of the group
};

class DebriefStore {
 public:
  virtual ~DebriefStore() = default;
  virtual std::optional<Debrief> find(const core::GroupId& group) = 0;
  virtual std::vector<Debrief> all() = 0;
  // Inserts, or replaces the group's.
  virtual void save(const Debrief& debrief) = 0;
  virtual void remove(const core::GroupId& group) = 0;
};

}  // namespace debriefs
