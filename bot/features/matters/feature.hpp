#pragma once
// Matters: the facilitator lifts one in a form, the leader answers by button and text, the group sees the
// answer.

#include <memory>

#include "bot/core/care_channels.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/matters/store.hpp"

namespace matters {

std::unique_ptr<features::Feature> make(MatterStore& store, core::CareChannels channels = {});

}  // namespace matters
