#pragma once
// Try-outs: what somebody tries until a later session, agreed by the group, asked after when it meets again,
// and seen by nobody else. A command, and a button where the facilitator follows a session up.

#include <memory>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/tryouts/store.hpp"

namespace tryouts {

// What a check-in begins with: the try-outs that are to be asked after at `now`, each with its button.
std::vector<core::Block> asked_after(TryoutStore& store, const core::Group& group, core::Instant now,
                                     core::Language language);

// The store must outlive the feature.
std::unique_ptr<features::Feature> make(TryoutStore& store);

}  // namespace tryouts
