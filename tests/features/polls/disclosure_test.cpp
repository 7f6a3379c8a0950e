#include "bot/features/polls/disclosure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace polls {
namespace {

using core::Question;
using core::Result;
using core::ResultLine;
using Audience = ResultLine::Audience;
using Lines = std::vector<std::string>;

core::Poll poll_of(Question::Kind kind, int options) {
  core::Poll poll;
  poll.questions.push_back({kind, core::Localized("?"), {}, false});
  for (int i = 0; i < options; ++i) poll.questions[0].options.emplace_back("o" + std::to_string(i));
  return poll;
}

CountedBallot pick(int option, bool counts = true) {
  return {{{{option}, ""}}, counts};
}
CountedBallot write(const std::string& text, bool counts = true) {
  return {{{{}, text}}, counts};
}

// {3, 1, 1}: three people on the first step, one on the second ...
std::vector<CountedBallot> votes(const std::vector<int>& of_option) {
  std::vector<CountedBallot> ballots;
  for (std::size_t i = 0; i < of_option.size(); ++i)
    for (int n = 0; n < of_option[i]; ++n) ballots.push_back(pick(static_cast<int>(i)));
  return ballots;
}

Result result_of(const core::Poll& poll, const std::vector<CountedBallot>& ballots, std::uint64_t seed = 1) {
  core::SeededRandom random(seed);
  return disclose(poll, ballots, random);
}

// "group low few"
Lines said(const Result& result, int question = 0) {
  Lines lines;
  for (const ResultLine& line : result.lines)
    if (line.question == question)
      lines.push_back((line.audience == Audience::group ? "group " : "leader ") + line.part +
                      (line.word.empty() ? "" : " " + line.word));
  return lines;
}

Lines scale(int steps, const std::vector<int>& of_step) {
  return said(result_of(poll_of(Question::Kind::scale, steps), votes(of_step)));
}

const Lines too_few{"group too_few"};

// The page's own worked examples and every n from nothing to twelve.
TEST(Disclosure, OfAFiveStepScale) {
  const Lines high{"group low few", "group middle few", "group high most", "leader overall high"};
  EXPECT_EQ(scale(5, {0, 0, 0, 0, 0}), too_few);
  EXPECT_EQ(scale(5, {0, 0, 0, 0, 1}), too_few);
  EXPECT_EQ(scale(5, {0, 1, 0, 0, 1}), too_few);
  EXPECT_EQ(scale(5, {2, 0, 0, 0, 1}), too_few);
  EXPECT_EQ(scale(5, {0, 1, 0, 2, 1}), Lines{"group overall high"})
      << "four: one word, and nothing to the leader";
  EXPECT_EQ(scale(5, {0, 0, 0, 5, 0}), high);
  EXPECT_EQ(scale(5, {1, 0, 0, 2, 2}), high) << "the one dissenter cannot be confirmed";
  EXPECT_EQ(scale(5, {1, 2, 0, 1, 2}),
            (Lines{"group low most", "group middle few", "group high most", "leader overall mixed"}));
  EXPECT_EQ(scale(5, {2, 1, 2, 1, 1}),
            (Lines{"group low some", "group middle some", "group high some", "leader overall mixed"}));
  EXPECT_EQ(scale(5, {0, 0, 2, 4, 2}),
            (Lines{"group low few", "group middle some", "group high most", "leader overall high"}));
  EXPECT_EQ(scale(5, {5, 2, 1, 1, 0}),
            (Lines{"group low most", "group middle few", "group high few", "leader overall low"}));
  const Lines ten{"group answered 10", "group count:0 1",  "group count:1 2",    "group count:2 3",
                  "group count:3 4",   "group count:4 0",  "leader answered 10", "leader count:0 1",
                  "leader count:1 2",  "leader count:2 3", "leader count:3 4",   "leader count:4 0"};
  EXPECT_EQ(scale(5, {1, 2, 3, 4, 0}), ten);
  EXPECT_EQ(scale(5, {11, 0, 0, 0, 0})[0], "group answered 11");
  EXPECT_EQ(scale(5, {0, 0, 12, 0, 0})[3], "group count:2 12");
}

TEST(Disclosure, OfAThreeStepScale) {
  for (int n = 0; n < 4; ++n) EXPECT_EQ(scale(3, {0, 0, n}), too_few) << n;
  EXPECT_EQ(scale(3, {0, 1, 3}), Lines{"group overall high"});
  EXPECT_EQ(scale(3, {3, 1, 0}), Lines{"group overall low"});
  EXPECT_EQ(scale(3, {2, 0, 2}), Lines{"group overall mixed"});
  EXPECT_EQ(scale(3, {1, 1, 3}),
            (Lines{"group low few", "group middle few", "group high most", "leader overall high"}));
  EXPECT_EQ(scale(3, {0, 9, 0}),
            (Lines{"group low few", "group middle most", "group high few", "leader overall mixed"}));
  EXPECT_EQ(scale(3, {5, 0, 5}).size(), 8U) << "ten: counts for both";
}

TEST(Disclosure, OfATwoStepScaleHasNoMiddle) {
  for (int n = 0; n < 4; ++n) EXPECT_EQ(scale(2, {n, 0}), too_few) << n;
  EXPECT_EQ(scale(2, {3, 1}), Lines{"group overall low"});
  EXPECT_EQ(scale(2, {1, 4}), (Lines{"group low few", "group high most", "leader overall high"}));
  EXPECT_EQ(scale(2, {2, 5}), (Lines{"group low some", "group high most", "leader overall high"}));
  EXPECT_EQ(scale(2, {4, 4}), (Lines{"group low most", "group high most", "leader overall mixed"}));
  EXPECT_EQ(scale(2, {0, 12}), (Lines{"group answered 12", "group count:0 0", "group count:1 12",
                                      "leader answered 12", "leader count:0 0", "leader count:1 12"}));
}

TEST(Disclosure, OfAChoiceNamesTheWinnersAlone) {
  const core::Poll poll = poll_of(Question::Kind::choice, 4);
  const auto choice = [&](const std::vector<int>& of_option) {
    return said(result_of(poll, votes(of_option)));
  };
  for (int n = 0; n < 4; ++n) EXPECT_EQ(choice({n, 0, 0, 0}), too_few) << n;
  for (int n = 4; n < 10; ++n) EXPECT_EQ(choice({0, n - 1, 1, 0}), Lines{"group winner:1 most"}) << n;
  EXPECT_EQ(choice({2, 0, 2, 0}), (Lines{"group winner:0 most", "group winner:2 most"}));
  for (int n = 10; n < 13; ++n) {
    const Lines lines = choice({n, 0, 0, 0});
    EXPECT_EQ(lines.size(), 10U) << n;
    EXPECT_EQ(lines[1], "group count:0 " + std::to_string(n));
    EXPECT_EQ(lines[5], "leader answered " + std::to_string(n));
  }
}

TEST(Disclosure, OfSeveralChoicesFollowsTheTopicVote) {
  const core::Poll poll = poll_of(Question::Kind::choices, 3);
  std::vector<CountedBallot> ballots;
  for (int n = 0; n < 12; ++n) {
    ballots.push_back({{{n % 2 ? std::vector<int>{0, 1} : std::vector<int>{1}, ""}}, true});
    const Lines lines = said(result_of(poll, ballots));
    const int answered = n + 1;
    if (answered < 10) {
      EXPECT_EQ(lines, answered < 4 ? too_few : Lines{"group winner:1 most"}) << answered;
    } else {
      EXPECT_EQ(lines[2], "group count:1 " + std::to_string(answered));
    }
  }
}

TEST(Disclosure, OfTextsNeedsFivePeopleAndThreeTexts) {
  const core::Poll poll = poll_of(Question::Kind::text, 0);
  std::vector<CountedBallot> ballots;
  for (int n = 0; n <= 12; ++n) {
    const Result result = result_of(poll, ballots);
    if (n < 5) {
      EXPECT_EQ(said(result), too_few) << n;
      EXPECT_TRUE(result.texts.empty()) << n;
    } else {
      EXPECT_TRUE(result.lines.empty()) << n << ": not even how many";
      EXPECT_EQ(result.texts.size(), static_cast<std::size_t>(n));
    }
    ballots.push_back(write("tekst " + std::to_string(n)));
  }
}

TEST(Disclosure, FewerThanThreeTextsAreDiscardedHoweverManyAnswered) {
  core::Poll poll = poll_of(Question::Kind::scale, 3);
  poll.questions.push_back({Question::Kind::text, core::Localized("Hvorfor?"), {}, false});
  for (int texts = 0; texts <= 4; ++texts) {
    std::vector<CountedBallot> ballots;
    for (int i = 0; i < 12; ++i)
      ballots.push_back({{{{2}, ""}, {{}, i < texts ? "tekst " + std::to_string(i) : ""}}, true});
    const Result result = result_of(poll, ballots);
    EXPECT_EQ(result.texts.size(), texts < 3 ? 0U : static_cast<std::size_t>(texts));
    EXPECT_EQ(said(result, 1), texts < 3 ? too_few : Lines{});
  }
}

TEST(Disclosure, ShufflesTextsByTheInjectedRandomness) {
  const core::Poll poll = poll_of(Question::Kind::text, 0);
  std::vector<CountedBallot> ballots;
  for (const char* text : {"a", "b", "c", "d", "e"}) ballots.push_back(write(text));
  std::map<std::string, int> first;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Result result = result_of(poll, ballots, seed);
    EXPECT_EQ(std::set(result.texts.begin(), result.texts.end()).size(), 5U);
    ++first[result.texts.front().second];
  }
  ASSERT_EQ(first.size(), 5U);
  for (const auto& [text, count] : first) EXPECT_NEAR(count, 100, 50) << text;
  EXPECT_EQ(result_of(poll, ballots, 9), result_of(poll, ballots, 9));
}

TEST(Disclosure, NewcomersDoNotCountTowardsTheThresholds) {
  const core::Poll poll = poll_of(Question::Kind::scale, 2);
  auto ballots = votes({0, 3});
  for (int i = 0; i < 9; ++i) ballots.push_back(pick(1, false));
  EXPECT_EQ(said(result_of(poll, ballots)), too_few) << "three who count and nine newcomers";
  ballots.push_back(pick(0));
  EXPECT_EQ(said(result_of(poll, ballots)), Lines{"group overall high"})
      << "four who count; all are in the word";
  ballots.push_back(pick(0));
  EXPECT_EQ(said(result_of(poll, ballots)),
            (Lines{"group low some", "group high most", "leader overall high"}));

  std::vector<CountedBallot> texts;
  for (int i = 0; i < 8; ++i) texts.push_back(write("t" + std::to_string(i), i < 4));
  EXPECT_TRUE(result_of(poll_of(Question::Kind::text, 0), texts).texts.empty());
  texts.push_back(write("t9"));
  EXPECT_EQ(result_of(poll_of(Question::Kind::text, 0), texts).texts.size(), 9U);
}

TEST(Disclosure, EachQuestionHasItsOwnN) {
  core::Poll poll = poll_of(Question::Kind::scale, 2);
  poll.questions.push_back(poll.questions.front());
  std::vector<CountedBallot> ballots;
  for (int i = 0; i < 6; ++i)
    ballots.push_back({{{{1}, ""}, i < 3 ? core::Answer{{0}, ""} : core::Answer{}}, true});
  const Result result = result_of(poll, ballots);
  EXPECT_EQ(said(result, 0).size(), 3U);
  EXPECT_EQ(said(result, 1), too_few);
}

TEST(Disclosure, IgnoresAnswersThatNameNoOption) {
  const core::Poll poll = poll_of(Question::Kind::choice, 2);
  EXPECT_EQ(said(result_of(poll, {pick(-1), pick(2), pick(99), pick(7)})), Lines{});
  EXPECT_EQ(said(result_of(poll, {{{}, true}, {{{}}, true}})), too_few) << "blank ballots are no answers";
}

std::string word(int count, int of) {
  return count < 2 ? "few" : 2 * count >= of ? "most" : "some";
}

// All answer vectors: whatever gives the same words gives the same bytes, and the overall word follows from
// them.
TEST(Disclosure, BelowTenDependsOnTheWordsAlone) {
  for (const int steps : {2, 3, 5}) {
    const core::Poll poll = poll_of(Question::Kind::scale, steps);
    for (int n = 5; n < 10; ++n) {
      std::map<Lines, Lines> seen;
      std::vector<int> of(static_cast<std::size_t>(steps));
      const auto all = [&](auto& self, std::size_t at, int left) -> void {
        if (at + 1 == of.size()) {
          of[at] = left;
          const int low = steps == 5 ? of[0] + of[1] : of[0];
          const int high = steps == 5 ? of[3] + of[4] : of.back();
          const Lines words{word(low, n), steps == 2 ? "" : word(n - low - high, n), word(high, n)};
          const Lines lines = said(result_of(poll, votes(of)));
          const auto [entry, first] = seen.emplace(words, lines);
          ASSERT_EQ(entry->second, lines);
          return;
        }
        for (of[at] = 0; of[at] <= left; ++of[at]) self(self, at + 1, left - of[at]);
        of[at] = 0;
      };
      all(all, 0, n);
      ASSERT_GT(seen.size(), 2U);
    }
  }
  EXPECT_EQ(scale(3, {5, 0, 0}), scale(3, {3, 1, 1})) << "five of a kind look like three, one and one";
  EXPECT_EQ(scale(5, {0, 0, 0, 0, 5}), scale(5, {0, 1, 1, 2, 1}));
}

TEST(Disclosure, NothingButThePartsOfTheTableEverComesOutBelowTen) {
  core::SeededRandom random(2026);
  const std::set<std::string> scale_lines{
      "group too_few",     "group overall high",  "group overall low",  "group overall mixed",
      "group low few",     "group low some",      "group low most",     "group middle few",
      "group middle some", "group middle most",   "group high few",     "group high some",
      "group high most",   "leader overall high", "leader overall low", "leader overall mixed"};
  for (int round = 0; round < 3000; ++round) {
    const auto kind = static_cast<Question::Kind>(core::below(random, 4));
    const int options = kind == Question::Kind::text ? 0 : std::array{2, 3, 5}[core::below(random, 3)];
    const core::Poll poll = poll_of(kind, options);
    std::vector<CountedBallot> ballots;
    const auto counting = static_cast<int>(core::below(random, 10)),
               newcomers = static_cast<int>(core::below(random, 6));
    for (int i = 0; i < counting + newcomers; ++i) {
      CountedBallot ballot{{core::Answer{}}, i < counting};
      if (kind == Question::Kind::text) {
        ballot.ballot[0].text = "t" + std::to_string(i);
      } else {
        ballot.ballot[0].picks.push_back(
            static_cast<int>(core::below(random, static_cast<std::uint64_t>(options))));
      }
      ballots.push_back(std::move(ballot));
    }
    const Result result = disclose(poll, ballots, random);
    for (const std::string& line : said(result)) {
      const bool known = kind == Question::Kind::scale
                             ? scale_lines.contains(line)
                             : line == "group too_few" || line.starts_with("group winner:");
      ASSERT_TRUE(known) << line;
    }
    ASSERT_EQ(result.texts.size(), kind == Question::Kind::text && counting >= 5
                                       ? static_cast<std::size_t>(counting + newcomers)
                                       : 0U);
    for (const ResultLine& line : result.lines) {
      ASSERT_TRUE(line.audience == Audience::group || (counting >= 5 && kind == Question::Kind::scale));
    }
    ASSERT_TRUE(counting >= 4 || said(result) == too_few);
  }
}

TEST(Disclosure, OfANamedPollHidesNoCount) {
  const core::Poll poll = poll_of(Question::Kind::choice, 2);
  const Result result = count_named(poll, {{{{1}, ""}}});
  EXPECT_EQ(said(result), (Lines{"group answered 1", "group count:0 0", "group count:1 1",
                                 "leader answered 1", "leader count:0 0", "leader count:1 1"}));
  EXPECT_TRUE(count_named(poll_of(Question::Kind::text, 0), {{{{}, "mine"}}}).empty());
}

}  // namespace
}  // namespace polls
