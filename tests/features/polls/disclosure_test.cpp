#include "bot/features/polls/disclosure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
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
      lines.push_back((line.audience == Audience::group ? "group " : "leader ") +
                      std::string(code(line.part)) +
                      (line.about < 0 ? "" : ":" + std::to_string(line.about)) +
                      (line.number == 0 ? "" : " " + std::to_string(line.number)));
  return lines;
}

// What both are told: the leader the same as the group.
Lines both(const std::vector<std::string>& words) {
  Lines lines;
  for (const char* audience : {"group ", "leader "})
    for (const std::string& word : words) lines.push_back(audience + word);
  return lines;
}

Lines outcome(Question::Kind kind, int voters, const std::vector<int>& of_option, std::uint64_t seed = 1) {
  core::Poll poll = poll_of(kind, static_cast<int>(of_option.size()));
  poll.roster = voters;
  return said(result_of(poll, votes(of_option), seed));
}
Lines scale(int voters, const std::vector<int>& of_step) {
  return outcome(Question::Kind::scale, voters, of_step);
}
Lines choice(int voters, const std::vector<int>& of_option) {
  return outcome(Question::Kind::choice, voters, of_option);
}

const Lines too_few{"group too_few"};

// The worked examples of the rule, and every n from nothing to twelve.
TEST(Disclosure, OfYesAndNo) {
  for (int n = 0; n < 4; ++n) EXPECT_EQ(scale(7, {0, n}), too_few) << n;
  EXPECT_EQ(scale(4, {1, 3}), both({"half:1", "lot"}));
  EXPECT_EQ(scale(4, {0, 4}), scale(4, {1, 3})) << "the one No does not learn that all others said Yes";
  for (int n = 4; n < 10; ++n) EXPECT_EQ(scale(9, {0, n}), both({"half:1"})) << n;
  EXPECT_EQ(scale(8, {4, 4}), both({"tie:0", "tie:1"}));
  EXPECT_EQ(scale(7, {3, 3}), both({"tie:0", "tie:1"}));
  EXPECT_EQ(scale(10, {0, 10}), both({"answered 10", "half:1"}));
  EXPECT_EQ(scale(10, {3, 7}), scale(10, {0, 10})) << "one text for all";
  EXPECT_EQ(scale(10, {4, 6}), both({"answered 10", "side:0 4", "side:1 6"}));
  EXPECT_EQ(scale(12, {6, 6}), both({"answered 12", "side:0 6", "side:1 6"}));
}

TEST(Disclosure, DrawsATieWhereFewMayAnswerOnceAndByTheInjectedRandomness) {
  for (const int voters : {4, 5, 6}) {
    std::map<Lines, int> seen;
    for (std::uint64_t seed = 0; seed < 400; ++seed)
      ++seen[outcome(Question::Kind::scale, voters, {2, 2}, seed)];
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_NEAR(seen[both({"half:0", "lot"})], 200, 60);
    EXPECT_NEAR(seen[both({"half:1", "lot"})], 200, 60);
    EXPECT_EQ(outcome(Question::Kind::scale, voters, {2, 2}, 7),
              outcome(Question::Kind::scale, voters, {2, 2}, 7));
  }
  // Whatever was answered, it takes the same of the randomness, so that what comes after tells nothing.
  core::SeededRandom tied(5), clear(5);
  const core::Poll poll = poll_of(Question::Kind::scale, 2);
  disclose(poll, votes({2, 2}), tied);
  disclose(poll, votes({0, 4}), clear);
  EXPECT_EQ(tied.next(), clear.next());
}

TEST(Disclosure, OfAScaleNamesASide) {
  EXPECT_EQ(scale(7, {2, 0, 1, 2, 2}), both({"half:2"}));
  EXPECT_EQ(scale(7, {2, 1, 1, 1, 2}), both({"tie:0", "tie:2"}));
  EXPECT_EQ(scale(6, {1, 1, 2, 1, 1}), both({"spread"}));
  EXPECT_EQ(scale(5, {2, 0, 2}), both({"tie:0", "tie:2"}));
  EXPECT_EQ(scale(7, {2, 2, 3}), both({"first:2"})) << "most, and under half";
  EXPECT_EQ(scale(7, {0, 5, 0}), both({"half:1"}));
  const Lines four = scale(4, {2, 0, 2});
  EXPECT_TRUE(four == both({"half:0", "lot"}) || four == both({"half:2", "lot"}));
  EXPECT_EQ(scale(14, {1, 3, 5, 4, 1}), both({"answered 14", "side:0 4", "side:1 5", "side:2 5"}));
  EXPECT_EQ(scale(14, {1, 2, 2, 4, 4}), both({"answered 13", "half:2", "lot"}));
}

TEST(Disclosure, OfOneOfSeveral) {
  for (int n = 0; n < 4; ++n) EXPECT_EQ(choice(7, {n, 0, 0, 0}), too_few) << n;
  EXPECT_EQ(choice(5, {2, 1, 1, 1}), both({"first:0"}));
  EXPECT_EQ(choice(6, {2, 2, 2}), both({"spread"}));
  EXPECT_EQ(choice(4, {2, 1, 1}), both({"half:0", "lot"}));
  EXPECT_EQ(choice(6, {3, 0, 3}), both({"tie:0", "tie:2"}));
  const Lines drawn = outcome(Question::Kind::choice, 4, {1, 1, 1, 1});
  EXPECT_EQ(drawn[1], "group lot");
  EXPECT_TRUE(drawn[0].starts_with("group first:"));
  for (int n = 10; n < 13; ++n)
    EXPECT_EQ(choice(12, {n, 0, 0, 0}), both({"answered " + std::to_string(n), "half:0", "lot"}));
}

TEST(Disclosure, TellsNoNumberThatShowsASmallOne) {
  EXPECT_EQ(choice(12, {4, 4, 4}), both({"answered 12", "count:0 4", "count:1 4", "count:2 4"}));
  EXPECT_EQ(choice(10, {6, 4, 0}), both({"answered 10", "first:0", "lot", "count:1 4"}));
  EXPECT_EQ(choice(20, {9, 6, 3, 2}), both({"answered 20", "first:0", "lot", "count:1 6"}))
      << "a table from a large group keeps its use";
  const Lines tied = choice(10, {5, 5, 0});
  EXPECT_TRUE(tied == both({"answered 10", "half:0", "lot"}) ||
              tied == both({"answered 10", "half:1", "lot"}));
  EXPECT_EQ(choice(11, {6, 5, 0}), both({"answered 11", "first:0", "lot", "count:1 5"}))
      << "no half beside a number";
}

TEST(Disclosure, HidesUpToThreeAtEitherEndOfSeveralPicks) {
  core::Poll poll = poll_of(Question::Kind::choices, 4);
  std::vector<CountedBallot> ballots;
  for (int n = 0; n < 12; ++n) {
    core::Answer answer;
    if (n < 3) answer.picks.push_back(0);
    if (n < 4) answer.picks.push_back(1);
    if (n < 8) answer.picks.push_back(2);
    if (n < 9) answer.picks.push_back(3);
    answer.picks.push_back(n < 9 ? 1 : 2);
    std::sort(answer.picks.begin(), answer.picks.end());
    answer.picks.erase(std::unique(answer.picks.begin(), answer.picks.end()), answer.picks.end());
    ballots.push_back({{answer}, true});
  }
  // 3, 9, 11 and 9 of 12.
  EXPECT_EQ(said(result_of(poll, ballots)),
            both({"answered 12", "few:0 3", "all_but:1 3", "all_but:2 3", "all_but:3 3"}));
  ballots.push_back({{{{0}, ""}}, true});
  // 4, 9, 11 and 9 of 13.
  EXPECT_EQ(said(result_of(poll, ballots)),
            both({"answered 13", "count:0 4", "count:1 9", "all_but:2 3", "count:3 9"}));
}

TEST(Disclosure, OfSeveralPicks) {
  core::Poll poll = poll_of(Question::Kind::choices, 3);
  std::vector<CountedBallot> ballots;
  for (int n = 0; n < 13; ++n) {
    ballots.push_back({{{n % 2 ? std::vector<int>{0, 1} : std::vector<int>{1}, ""}}, true});
    poll.roster = 6;
    const int answered = n + 1;
    if (answered < 10) {
      EXPECT_EQ(said(result_of(poll, ballots)), answered < 4 ? too_few : both({"first:1", "lot"}))
          << answered;
      poll.roster = 9;
      EXPECT_EQ(said(result_of(poll, ballots)), answered < 4 ? too_few : both({"first:1"})) << answered;
    } else {
      const int first = answered / 2;
      EXPECT_EQ(said(result_of(poll, ballots)),
                both({"answered " + std::to_string(answered), "count:0 " + std::to_string(first),
                      "all_but:1 3", "few:2 3"}));
    }
  }
  poll.roster = 7;
  ballots.assign(4, {{{{0, 2}, ""}}, true});
  EXPECT_EQ(said(result_of(poll, ballots)), both({"tie:0", "tie:2"}));
  ballots.assign(4, {{{{}, ""}}, true});
  EXPECT_EQ(said(result_of(poll, ballots)), too_few) << "nothing picked is no answer";
}

// At most two of four: 7, 7, 6 and "at most 3" of ten would say by their sum that nobody picked the last.
TEST(Disclosure, OfPicksWithALimitTellsAllNumbersOrNone) {
  core::Poll poll = poll_of(Question::Kind::choices, 4);
  poll.roster = 12;
  const auto picked = [&](int limit, const std::vector<std::vector<int>>& all) {
    poll.questions[0].most = limit;
    std::vector<CountedBallot> ballots;
    for (const std::vector<int>& picks : all) ballots.push_back({{{picks, ""}}, true});
    return said(result_of(poll, ballots));
  };
  const std::vector<std::vector<int>> nobody_the_last{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 2},
                                                      {0, 2}, {1, 2}, {1, 2}, {2, 0}, {2}};
  EXPECT_EQ(picked(2, nobody_the_last), both({"answered 10", "first:0"}));
  EXPECT_EQ(picked(0, nobody_the_last),
            both({"answered 10", "all_but:0 3", "count:1 6", "count:2 6", "few:3 3"}))
      << "who may pick all may have picked the last as well";
  EXPECT_EQ(picked(2, {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {2, 3}, {2, 3}, {2, 3}, {2, 3}, {0, 2}, {0}}),
            both({"answered 10", "count:0 6", "count:1 4", "count:2 5", "count:3 4"}));
  EXPECT_EQ(picked(2, {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {2}, {2}, {2}, {3}, {3}}),
            both({"answered 10", "tie:0", "tie:1"}));
  poll.roster = 0;
  poll.slips = 6;
  EXPECT_EQ(picked(2, nobody_the_last), both({"answered 10", "first:0", "lot"}))
      << "with slips no tie is said";
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
  EXPECT_EQ(said(result_of(poll, ballots)), both({"half:1", "lot"})) << "four who count; all are in the word";
  for (int i = 0; i < 6; ++i) ballots.push_back(pick(0));
  EXPECT_EQ(said(result_of(poll, ballots)), both({"answered 19", "side:0 7", "side:1 12"}))
      << "ten who count; the number is that of all";

  std::vector<CountedBallot> texts;
  for (int i = 0; i < 8; ++i) texts.push_back(write("t" + std::to_string(i), i < 4));
  EXPECT_TRUE(result_of(poll_of(Question::Kind::text, 0), texts).texts.empty());
  texts.push_back(write("t9"));
  EXPECT_EQ(result_of(poll_of(Question::Kind::text, 0), texts).texts.size(), 9U);
}

// Whoever adds two names today and writes in them would read the one text that is not theirs.
TEST(Disclosure, NewcomersTextsDoNotMakeUpTheThreeThatAreNeeded) {
  core::Poll poll = poll_of(Question::Kind::scale, 2);
  poll.questions.push_back(poll_of(Question::Kind::text, 0).questions.front());
  const auto said_and_wrote = [](const char* text, bool counts) {
    return CountedBallot{{{{0}, ""}, {{}, text}}, counts};
  };
  std::vector<CountedBallot> ballots{said_and_wrote("a", true), said_and_wrote("b", false),
                                     said_and_wrote("c", false)};
  for (int i = 0; i < 5; ++i) ballots.push_back(said_and_wrote("", true));
  ballots.push_back(said_and_wrote("d", true));
  EXPECT_TRUE(result_of(poll, ballots).texts.empty()) << "two who count, and two who are new";
  EXPECT_EQ(said(result_of(poll, ballots), 1), too_few);
  ballots.push_back(said_and_wrote("e", true));
  EXPECT_EQ(result_of(poll, ballots).texts.size(), 5U) << "of three who count; all are shown";
}

TEST(Disclosure, EachQuestionHasItsOwnN) {
  core::Poll poll = poll_of(Question::Kind::scale, 2);
  poll.questions.push_back(poll.questions.front());
  std::vector<CountedBallot> ballots;
  for (int i = 0; i < 6; ++i)
    ballots.push_back({{{{1}, ""}, i < 3 ? core::Answer{{0}, ""} : core::Answer{}}, true});
  const Result result = result_of(poll, ballots);
  EXPECT_EQ(said(result, 0), both({"half:1", "lot"}));
  EXPECT_EQ(said(result, 1), too_few);
}

TEST(Disclosure, IgnoresAnswersThatNameNoOption) {
  const core::Poll poll = poll_of(Question::Kind::choice, 2);
  EXPECT_EQ(said(result_of(poll, {pick(-1), pick(2), pick(99), pick(7), pick(0)})), too_few);
  EXPECT_EQ(said(result_of(poll, {{{}, true}, {{{}}, true}})), too_few) << "blank ballots are no answers";
}

TEST(Disclosure, OfANamedPollHidesNoCount) {
  const core::Poll poll = poll_of(Question::Kind::choice, 2);
  const Result result = count_named(poll, {{{{1}, ""}}});
  EXPECT_EQ(said(result), (Lines{"group answered 1", "group count:0", "group count:1 1", "leader answered 1",
                                 "leader count:0", "leader count:1 1"}));
  EXPECT_TRUE(count_named(poll_of(Question::Kind::text, 0), {{{{}, "mine"}}}).empty());
}

// Every set of rankings of three, by how many gave each of the six orders.
void each_way(int left, std::size_t at, std::vector<int>& of, const std::function<void()>& visit) {
  if (at + 1 == of.size()) {
    of[at] = left;
    return visit();
  }
  for (of[at] = 0; of[at] <= left; ++of[at]) each_way(left - of[at], at + 1, of, visit);
}

TEST(Disclosure, ARankingTellsNobodyWhatAnotherPutFirst) {
  const std::vector<std::vector<int>> orders{{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                             {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (int voters = 4; voters <= 6; ++voters) {
    core::Poll poll = poll_of(Question::Kind::ranked, 3);
    poll.roster = voters;
    // What one who gave an order, or did not answer, reads -> what the others can have put first.
    std::map<std::pair<int, Lines>, std::set<int>> possible;
    for (int answered = 4; answered <= voters; ++answered) {
      std::vector<int> of(orders.size());
      each_way(answered, 0, of, [&] {
        std::vector<CountedBallot> ballots;
        for (std::size_t o = 0; o < of.size(); ++o)
          for (int n = 0; n < of[o]; ++n) ballots.push_back({{{orders[o], ""}}, true});
        std::set<Lines> outcomes;  // all ways the lot can fall
        for (std::uint64_t seed = 0; seed < 6; ++seed) outcomes.insert(said(result_of(poll, ballots, seed)));
        for (const Lines& lines : outcomes)
          for (std::size_t own = 0; own <= orders.size(); ++own) {
            if (own < orders.size() && of[own] == 0) continue;
            auto others = of;
            if (own < orders.size()) --others[own];
            std::set<int> first;
            for (std::size_t o = 0; o < others.size(); ++o)
              if (others[o] > 0) first.insert(orders[o][0]);
            // Certain is who finds the same single answer in every world that fits.
            auto& known = possible[{static_cast<int>(own), lines}];
            known.insert(first.begin(), first.end());
          }
      });
    }
    for (const auto& [reader, first] : possible)
      EXPECT_GT(first.size(), 1U) << voters << " voters, own order " << reader.first;
  }
}

TEST(Disclosure, ARankingNamesTheWinnerByPointsAndNeverANumberBelowTen) {
  core::Poll poll = poll_of(Question::Kind::ranked, 3);
  poll.roster = 12;
  const auto ranked = [&](int n, std::vector<int> order) {
    return said(
        result_of(poll, std::vector<CountedBallot>(static_cast<std::size_t>(n), {{{order, ""}}, true})));
  };
  EXPECT_EQ(ranked(3, {1, 0, 2}), Lines{"group too_few"});
  EXPECT_EQ(ranked(4, {1, 0, 2}), both({"first:1", "lot"}));
  EXPECT_EQ(ranked(9, {1, 0, 2}), both({"first:1", "lot"}));
  EXPECT_EQ(ranked(10, {1, 0, 2}), both({"answered 10", "first:1", "lot"}));
  // Two firsts and a last lose to three seconds.
  std::vector<CountedBallot> mixed;
  for (const auto& order :
       std::vector<std::vector<int>>{{0, 1, 2}, {0, 1, 2}, {2, 1, 0}, {2, 1, 0}, {1, 0, 2}})
    mixed.push_back({{{order, ""}}, true});
  EXPECT_EQ(said(result_of(poll, mixed)), both({"first:1", "lot"}));
  EXPECT_EQ(said(count_named(poll, {{{{1, 0, 2}, ""}}, {{{1, 2, 0}, ""}}})), both({"answered 2", "first:1"}));
}

TEST(Disclosure, ManyOptionsAreHeldToTheSameRule) {
  core::Poll poll = poll_of(Question::Kind::choice, 30);
  poll.roster = 8;
  std::vector<int> of(30);
  of[17] = 3, of[4] = 1, of[5] = 1;
  EXPECT_EQ(said(result_of(poll, votes(of))), both({"half:17"}));
}

}  // namespace
}  // namespace polls
