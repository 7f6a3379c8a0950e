#pragma once
// Anonymous topic ideas: written in a form, kept in the idea box with their writer until the night, released
// to the group without writer or time, merged and chosen by the facilitator or by a poll.

#include <functional>
#include <memory>
#include <string>

#include "bot/core/care_channels.hpp"
#include "bot/core/leaders.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/ideas/store.hpp"

namespace ideas {

// The topic of a session that has not begun; where none is named, of the group's next. Empty: none is chosen.
using TopicOf =
    std::function<std::string(const core::GroupId& group, const core::SessionId& session, core::Instant now)>;

// Whether these words are voted for just now.
using InVote = std::function<bool(const core::GroupId& group, const std::string& words)>;

// `asked`: who chooses where the group did not. `zone`: where the nightly flush has its night. `store` and
// `box` outlive the feature. The sealed path sees of `store` only what Receipts has: the state of an idea by
// the hash of its code.
std::unique_ptr<features::Feature> make(IdeaStore& store, IdeaBox& box, std::string zone,
                                        core::CareChannels channels = {}, TopicOf topic_of = {},
                                        core::AskedOf asked = {}, InVote in_vote = {});

}  // namespace ideas
