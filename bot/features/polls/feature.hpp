#pragma once
// Polls: by command, before a session, after a session; anonymous through the ballot box, or openly named.

#include <memory>

#include "bot/core/care_channels.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/disclosure.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

struct Options {
  Thresholds thresholds{};
  core::CareChannels channels{};
};

// `store` and `boxes` outlive the feature.
std::unique_ptr<features::Feature> make(PollStore& store, BallotBoxes& boxes, Options options = {});

}  // namespace polls
