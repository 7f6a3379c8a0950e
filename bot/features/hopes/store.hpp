#pragma once
// What groups hoped for and feared. Implemented in storage/hope_store.cpp; called inside the engine's
// transaction.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace hopes {

// One asking: of a group's period.
struct Round {
  core::PollId poll;
  core::GroupId group;
  int run = 1;
  core::Instant closes{};
};

class HopeStore {
 public:
  virtual ~HopeStore() = default;
  // One that is there already is left alone.
  virtual void add(const Round& round) = 0;
  virtual bool knows(const core::PollId& poll) = 0;
  // What may be shown, in the order in which it was: question (0: hopes, 1: fears) and words. Once.
  virtual void keep(const core::PollId& poll, const std::vector<std::pair<int, std::string>>& words) = 0;
  virtual std::vector<std::pair<int, std::string>> kept(const core::GroupId& group, int run) = 0;
};

}  // namespace hopes
