#pragma once
// The organisation's list of good practice. Implemented in storage/practice_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace practices {

using PracticeId = core::Id<struct PracticeTag>;

struct Practice {
  PracticeId id;        // of the try-out that it came from
  core::GroupId group;  // who may take it back; never shown
  std::string words;
  core::Instant released{};
};
inline const core::GroupId& group_of(const Practice& practice) {
  return practice.group;
}

class PracticeStore {
 public:
  virtual ~PracticeStore() = default;
  // One that is there already is left alone.
  virtual void add(const Practice& practice) = 0;
  virtual std::optional<Practice> find(const PracticeId& id) = 0;
  // The newest first, at most `limit` after the first `skipped`.
  virtual std::vector<Practice> newest(int limit, int skipped) = 0;
  virtual void remove(const PracticeId& id) = 0;
};

}  // namespace practices
