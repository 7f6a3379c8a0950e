#pragma once
// A published result as blocks: for the group's message, a digest, a status. Shows what was stored and
// computes nothing.

#include "bot/core/message.hpp"
#include "bot/core/poll.hpp"

namespace core {

// Only lines of `audience`; texts are shown to the group alone. Empty when there is nothing for that
// audience.
std::vector<Block> result_blocks(const Poll& poll, const Result& result, Language language,
                                 ResultLine::Audience audience);

}  // namespace core
