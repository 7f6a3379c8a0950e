#pragma once
// Before a session its leaders are asked whether those at work can take part undisturbed: arranged, the
// telephone taken over, or not. That it is not, or that nobody answers, is told to whoever leads the session
// and stands in the digest.

#include <memory>

#include "bot/core/leaders.hpp"
#include "bot/features/cover/store.hpp"
#include "bot/features/feature.hpp"

namespace cover {

// The store must outlive the feature. Hears MomentDue ("cover") and SessionChanged.
std::unique_ptr<features::Feature> make(CoverStore& store, core::AskedOf asked = {});

}  // namespace cover
