#pragma once
// What a group is told of a poll that is over.

#include "bot/core/context.hpp"
#include "bot/core/facts.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// The question says that it is over, and the result is posted, once. `poll` is closed or lost.
void tell_result(core::Context& context, PollStore& store, const core::Poll& poll, const core::Result& result,
                 const core::Group& group);
// The same of one that closed while its group was away, with what was kept of it; nothing where it is not
// over, or nothing is left of it. In Feature::due(): waits for the group.
void tell_when_back(core::Context& context, PollStore& store, const core::Poll& poll);
// Forgets what votes that are over came to, where they showed the words; what waits to be told is not told.
void forget_votes(core::Context& context, PollStore& store, const core::IdeaHidden& hidden);

}  // namespace polls
