#pragma once
// The same question asked anew of the same people would tell who changed their mind, or who is new.

#include "bot/features/feature.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/feature.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// Why `poll` may not be asked now: the bot asks the same of its own accord (Options::asked_by_itself); or a
// poll of the group asked the same not long ago (alike.hpp), and is open or has a result that can be seen; or
// one of another group in which many of the same people answer. Nothing: it may.
std::optional<core::Reply> asked_before(PollStore& store, const Options& options,
                                        const core::Context& context, const features::Here& who,
                                        const core::Poll& poll);

// The same, and that an anonymous one cannot be asked because there is no box for it.
std::optional<core::Reply> not_now(PollStore& store, const BallotBoxes& boxes, const Options& options,
                                   const core::Context& context, const features::Here& who,
                                   const core::Poll& poll);

}  // namespace polls
