#pragma once
// A debrief each working day, as at the change of shift: one question that is answered with one tap, without
// names and without an invitation, beside the group's sessions, instead of them, or as its sessions, where it
// meets each working day.

#include <memory>

#include "bot/features/debriefs/store.hpp"
#include "bot/features/feature.hpp"

namespace debriefs {

// The store must outlive the feature. Hears MomentDue{"checkout"}; emits PollRequested.
std::unique_ptr<features::Feature> make(DebriefStore& store);

}  // namespace debriefs
