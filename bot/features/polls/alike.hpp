#pragma once
// Whether two questions ask the same: word for word, in another order, or the other way round. Two results of
// one question to the same people can be compared, and then tell what neither of them does.

#include "bot/core/poll.hpp"

namespace polls {

inline constexpr auto same_period = std::chrono::days{30};  // after the close of the first

// The same prompt; the same words that carry meaning, with whatever endings, negated or not, opposites taken
// for each other; a yes or no to one of the options of the other, in its words ("A, B or C?", "A?"); or one
// such word and the same options of the asker's own, for which a prompt without any is enough. With options
// that are steps, one prompt has all such words of the other. One such word alone has to stand in the same
// form, or beside the same "enough". Two prompts without any are the same where their options are. Texts are
// never alike. A list of words, no understanding.
bool asks_the_same(const core::Question& one, const core::Question& other);

// Narrower, for where whoever asks cannot wait until it is over (what the bot asks of its own accord) or does
// not see what it is like (what another group was asked): the same prompt, the same words that carry meaning,
// or the options of `before` under a prompt that says nothing besides. A yes or no has the words of what is
// asked in steps in the same form.
bool asks_plainly_the_same(const core::Question& question, const core::Question& before);

// For where one is answered by name and the other is not: one of them, or both, in words of people's own, and
// both under the same words that carry meaning. What heads any field for words ("Comments", "Explain") is
// none.
bool asks_the_same_in_words(const core::Question& one, const core::Question& other);

}  // namespace polls
