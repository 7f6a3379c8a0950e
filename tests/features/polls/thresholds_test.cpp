// Thresholds an organisation has raised: for every number of answers, what is stored for whom.

#include <gtest/gtest.h>

#include "bot/features/polls/disclosure.hpp"

namespace polls {
namespace {

using Audience = core::ResultLine::Audience;

core::Result of(int n, core::Question::Kind kind, Thresholds raised) {
  core::Poll poll;
  poll.questions.push_back({kind, core::Localized("?"), {}, false});
  if (kind != core::Question::Kind::text)
    for (const char* option : {"a", "b", "c"}) poll.questions[0].options.emplace_back(option);
  std::vector<CountedBallot> ballots;
  for (int i = 0; i < n; ++i)
    ballots.push_back(
        {kind == core::Question::Kind::text ? core::Ballot{{{}, "tekst"}} : core::Ballot{{{i % 3}, ""}},
         true});
  core::SeededRandom random(1);
  return disclose(poll, ballots, random, raised);
}
bool shown(const core::Result& result, Audience audience) {
  for (const auto& line : result.lines)
    if (line.audience == audience && line.part != core::ResultLine::Part::too_few) return true;
  return false;
}
// The smallest number of answers of 1 to 30 from which the audience is always shown something.
int from(Audience audience, core::Question::Kind kind, Thresholds raised) {
  int first = 31;
  for (int n = 30; n >= 1 && shown(of(n, kind, raised), audience); --n) first = n;
  for (int n = 1; n < first; ++n) EXPECT_FALSE(shown(of(n, kind, raised), audience)) << n;
  return first;
}

TEST(Thresholds, RaiseWhatGroupAndLeaderNeed) {
  using enum core::Question::Kind;
  for (const auto kind : {scale, choice, choices}) {
    EXPECT_EQ(from(Audience::group, kind, {}), 4);
    EXPECT_EQ(from(Audience::leader, kind, {}), 4) << "the same words, from as many answers";
    for (int k = 4; k <= 10; ++k) {
      EXPECT_EQ(from(Audience::group, kind, {k, 4}), k);
      EXPECT_EQ(from(Audience::leader, kind, {k, 5}), k);
    }
    for (int k = 6; k <= 20; ++k) {
      EXPECT_EQ(from(Audience::leader, kind, {4, k}), std::max(k, 8)) << "a little apart would tell how many";
      EXPECT_EQ(from(Audience::group, kind, {4, k}), 4);
    }
  }
}

TEST(Thresholds, ALeaderNeverSeesWhatTheGroupDoesNot) {
  for (int k = 4; k <= 10; ++k) EXPECT_GE(from(Audience::leader, core::Question::Kind::scale, {k, 5}), k);
}

TEST(Thresholds, TextsWaitForTheGroupsThreshold) {
  for (int k = 4; k <= 10; ++k)
    for (int n = 1; n <= 12; ++n)
      EXPECT_EQ(of(n, core::Question::Kind::text, {k, 5}).texts.empty(), n < std::max(k, 5)) << k << " " << n;
}

TEST(Thresholds, ALowerNumberChangesNothing) {
  for (int n = 1; n <= 12; ++n)
    EXPECT_EQ(of(n, core::Question::Kind::scale, {1, 0}), of(n, core::Question::Kind::scale, {})) << n;
}

}  // namespace
}  // namespace polls
