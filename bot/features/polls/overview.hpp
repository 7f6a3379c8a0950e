#pragma once
// What the last check-outs of a group said together: for those who took part, and in one word each for the
// leaders' digests.

#include "bot/features/feature.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// What the last check-outs said together: for those who were shown each of them. A leader has the digest.
core::Reply overview_of(PollStore& store, const features::Here& who);

// Of a check-out that has closed, with its result: what the digest reads of it afterwards.
void keep_leaning(PollStore& store, const core::Poll& poll, std::vector<core::ResultLine> lines);
// Of all that closed before that was kept and can still be read.
void keep_leanings(PollStore& store);

}  // namespace polls
