#pragma once
// Whether two questions ask the same: word for word, in another order, or the other way round. Two results of
// one question to the same people can be compared, and then tell what neither of them does.

#include "bot/core/poll.hpp"

namespace polls {

inline constexpr auto same_period = std::chrono::days{30};  // after the close of the first

// The same prompt; the same words that carry meaning, negated or not, opposites taken for each other; or one
// such word and the same options of the asker's own, for which a prompt without any is enough. Two prompts
// without any are the same where their options are. Texts are never alike. A list of words, no
// understanding.
bool asks_the_same(const core::Question& one, const core::Question& other);

// Whether what somebody asks is what the bot asks of its own accord: the same prompt, the same words that
// carry meaning, or its options under a prompt that says nothing besides. Narrower, because it is never over.
bool asks_what_the_bot_asks(const core::Question& somebody, const core::Question& bot);

}  // namespace polls
