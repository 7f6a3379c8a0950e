#pragma once
// From ballots to what may be said: the only way, one pure function. Raw counts never leave it, because the
// database may be in the hands of the one who must not know (docs/privacy.md has the rule in words).

#include <vector>

#include "bot/core/random.hpp"
#include "bot/features/polls/rule.hpp"

namespace polls {

struct CountedBallot {
  core::Ballot ballot;
  bool counts = true;  // towards the thresholds; a ballot that does not count is still in the words
};

// `poll.roster`: among how many an answer may lie (hiding_among). Lots are drawn and texts shuffled with
// `random`; each question takes the same of it, whatever was answered.
core::Result disclose(const core::Poll& poll, const std::vector<CountedBallot>& ballots, core::Random& random,
                      Thresholds raised = {});

// A named poll hides nothing; the counts of each option, the answers told by name are read from the store.
core::Result count_named(const core::Poll& poll, const std::vector<core::Ballot>& ballots);

}  // namespace polls
