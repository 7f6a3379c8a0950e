#pragma once
// The check-out: right after a session, a few sentences to complete without names, and how useful it was.

#include <memory>

#include "bot/core/programme.hpp"
#include "bot/features/feature.hpp"

namespace checkout {

// `programmes` must outlive the feature. Hears MomentDue{"checkout"}; emits PollRequested.
std::unique_ptr<features::Feature> make(const core::Programmes& programmes);

}  // namespace checkout
