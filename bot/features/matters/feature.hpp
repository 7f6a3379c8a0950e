#pragma once
// Matters: after a session each stays in the group or is lifted to its leaders; a leader answers step by
// step, and the group is told of each step and asked whether it notices.

#include <memory>

#include "bot/core/care_channels.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/matters/store.hpp"

namespace matters {

// The stores outlive the feature. Hears nothing; emits PollRequested.
std::unique_ptr<features::Feature> make(MatterStore& store, KeptStore& kept,
                                        core::CareChannels channels = {});

// What a group's check-in begins with: its matters that a leader has answered, or that were passed on, since
// `since`. Empty for none.
std::vector<core::Block> news_since(MatterStore& store, const core::Group& group, core::Instant since,
                                    core::Language language);

}  // namespace matters
