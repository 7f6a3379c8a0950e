#pragma once
// What the last check-outs of a group said together.

#include "bot/features/feature.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// What the last check-outs said together: for those who were shown each of them. A leader has the digest.
core::Reply overview_of(PollStore& store, const features::Here& who);

}  // namespace polls
