#pragma once
// What may be said about an anonymous poll: one pure function, and the only way from ballots to words. Raw
// counts never leave it, because the database may be in the hands of the one who must not know
// (docs/privacy.md has the table).

#include <vector>

#include "bot/core/poll.hpp"
#include "bot/core/random.hpp"

namespace polls {

struct CountedBallot {
  core::Ballot ballot;
  bool counts = true;  // towards the thresholds; a ballot that does not count is still in the words
};

// Thresholds, in answers that count.
inline constexpr int k_word = 4;     // the group sees one overall word, or the winner
inline constexpr int k_words = 5;    // a word per class; texts; the leader sees the overall word
inline constexpr int k_counts = 10;  // group and leader see exact counts
inline constexpr int min_texts = 3;  // fewer texts are discarded

// What an organisation may raise, never lower (disclose takes a lower number for the constant). Below `group`
// nothing is shown to anybody; below `leader` nothing to the leader, counts included.
struct Thresholds {
  int group = k_word;    // k_word to 10
  int leader = k_words;  // k_words to 20
};

// Texts come out shuffled with `random`; options that tie stand in no meaningful order.
core::Result disclose(const core::Poll& poll, const std::vector<CountedBallot>& ballots, core::Random& random,
                      Thresholds raised = {});

// A named poll hides nothing; the counts of each option, the answers told by name are read from the store.
core::Result count_named(const core::Poll& poll, const std::vector<core::Ballot>& ballots);

}  // namespace polls
