#pragma once
// Who may answer: made once, when a poll opens, and from then on what is in the box.

#include <set>

#include "bot/core/context.hpp"
#include "bot/features/polls/box.hpp"

namespace polls {

// Facilitators who are members answer; leaders do not, and do not count. Nor do answers of people who were
// added to the membership less than seven days ago, though they may answer. Nor who is away, in a pause or by
// the day's roster: that is known, so no answer hides behind them. Nor `others`, who answer by name.
std::vector<Voter> voters_of(const core::Directory& people, const core::Group& group, core::Instant now,
                             const std::set<core::PersonId>& others = {});
// Who may answer without a name: also whoever the day's roster leaves out, because a facilitator makes it,
// and nobody is to choose among whom an answer lies.
std::vector<Voter> sealed_voters_of(const core::Directory& people, const core::Group& group,
                                    core::Instant now, const std::set<core::PersonId>& others = {});

// With the slips that are out, where both together are enough for a result.
void add_slips(std::vector<Voter>& voters, const std::vector<core::PersonId>& slips);
int slips_among(const std::vector<Voter>& voters);

// Among how many an answer may lie, of `asked`: whoever adds a name knows that nobody answers behind it, and
// those who meet see who is absent. So no tie is said because of one who was added these days, or said that
// they do not come.
int hiding_among(int asked, const std::vector<Voter>& voters, const std::set<core::PersonId>& absent = {});

// Of those who can be named.
std::vector<std::string> names_of(const core::Directory& people, const std::vector<Voter>& voters);

}  // namespace polls
