#pragma once
// Sessions: planned from a group's cadence, invited to, prepared, reminded of, moved, cancelled.

#include <memory>

#include "bot/core/programme.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// Both must outlive the feature. Hears TopicChosen; emits MomentDue ("ideas", "topic_poll", "checkout") and
// SessionChanged.
std::unique_ptr<features::Feature> make(SessionStore& store, const core::Programmes& programmes);

}  // namespace sessions
