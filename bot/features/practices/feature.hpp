#pragma once
// Good practice: one line about a new way of working that a group has kept, released by its facilitator to
// everybody in the organisation. Without names, and without the group's.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/features/practices/store.hpp"

namespace practices {

// A try-out that was kept or changed.
struct Kept {
  PracticeId id;
  core::GroupId group;
  std::string what;
};
inline const core::GroupId& group_of(const Kept& kept) {
  return kept.group;
}

struct Options {
  // By the try-out's id; nothing: there is none, or it is open, or was dropped.
  std::function<std::optional<Kept>(const std::string& id)> kept{};
};

// The store must outlive the feature.
std::unique_ptr<features::Feature> make(PracticeStore& store, Options options);

}  // namespace practices
