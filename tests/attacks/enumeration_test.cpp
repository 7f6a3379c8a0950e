// T8: what can be worked out from a result by exact counting, and the tables of docs/privacy.md.

#include "tests/attacks/enumeration.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace {

using namespace attacks;
using Kind = core::Question::Kind;

std::string named(const Case& how) {
  return std::string(core::code(how.kind)) + " of " + std::to_string(how.classes) + ", " +
         std::to_string(how.voters) + " voters, thresholds " + std::to_string(how.raised.group) + " and " +
         std::to_string(how.raised.leader) + ", " + std::to_string(how.newcomers) + " newcomers" +
         (how.slips ? ", slips" : "") +
         (how.limit > 0 ? ", at most " + std::to_string(how.limit) + " picks" : "");
}

// What is promised: a colleague and a leader never, two from six voters on (and whenever slips are out).
void holds_off(const Case& how) {
  const Certain found = count(how);
  EXPECT_EQ(found.colleague, 0) << named(how);
  EXPECT_EQ(found.leader, 0) << named(how);
  EXPECT_EQ(found.nobody, 0) << named(how);
  if (how.voters >= 6 || how.slips) {
    EXPECT_EQ(found.two, 0) << named(how);
  }
}

#define HOLDS_OFF(...)        \
  do {                        \
    holds_off(__VA_ARGS__);   \
    if (HasFailure()) return; \
  } while (false)

TEST(Attack, T08_NobodyWhoKnowsTheirOwnAnswerIsCertainOfAnother) {
  for (const int classes : {2, 3, 4, 5})
    for (int voters = 3; voters <= 12; ++voters) HOLDS_OFF({Kind::choice, classes, voters});
  for (const int classes : {2, 3})
    for (int voters = 4; voters <= 12; ++voters) HOLDS_OFF({Kind::scale, classes, voters});
  for (int voters = 4; voters <= 12; ++voters) {
    HOLDS_OFF({Kind::choices, 2, voters});
    if (voters <= 10) HOLDS_OFF({Kind::choices, 3, voters});
    if (voters <= 7) HOLDS_OFF({Kind::choices, 4, voters});
    if (voters <= 5) HOLDS_OFF({Kind::choices, 5, voters});
  }
  for (const auto& [classes, most] : {std::pair{6, 12}, {7, 11}, {8, 10}, {9, 8}, {10, 8}})
    for (int voters = 4; voters <= most; ++voters) HOLDS_OFF({Kind::choice, classes, voters});
}

// All of them together give at most so many picks: beside exact numbers that is one more thing to subtract
// from.
TEST(Attack, T08_NorWhereNobodyMayPickAll) {
  const auto limited = [](int classes, int limit, int voters, bool slips = false) {
    return Case{Kind::choices, classes, voters, {}, slips, 0, false, limit};
  };
  for (int voters = 4; voters <= 11; ++voters) HOLDS_OFF(limited(3, 2, voters));
  for (const int voters : {4, 5, 6, 7, 10})
    for (const int limit : {2, 3}) HOLDS_OFF(limited(4, limit, voters));
  for (const int voters : {4, 5, 10}) HOLDS_OFF(limited(5, 2, voters));  // as of what a group is for
  HOLDS_OFF(limited(4, 2, 10, true));
}

TEST(Attack, T08_NorWithThresholdsThatWereRaised) {
  for (int group = 4; group <= 10; ++group)
    for (const int classes : {2, 3, 4})
      for (int voters = group; voters <= 12; ++voters)
        for (const int leader : {4, 5, 6, 7, 8, 9, 10, 11, 12, 20}) {
          if (classes == 4 && leader % 4 != 0) continue;
          HOLDS_OFF({Kind::choice, classes, voters, {group, leader}});
        }
  for (int group = 4; group <= 8; ++group)
    for (int voters = group; voters <= 9; ++voters)
      for (const int leader : {4, 7, 9}) HOLDS_OFF({Kind::choices, 2, voters, {group, leader}});
}

TEST(Attack, T08_NorWithSlipsWhereNobodyKnowsHowManyMayAnswer) {
  for (int voters = 4; voters <= 12; ++voters) {
    for (const int classes : {2, 3, 4, 5}) HOLDS_OFF({Kind::choice, classes, voters, {}, true});
    HOLDS_OFF({Kind::choices, 2, voters, {}, true});
    if (voters <= 9) HOLDS_OFF({Kind::choices, 3, voters, {}, true});
  }
}

TEST(Attack, T08_NorWhereNewcomersAreInTheWordsAndNotInTheThreshold) {
  for (const int newcomers : {1, 2})
    for (const int classes : {2, 3})
      for (int voters = 5; voters <= 11; ++voters)
        for (const bool is_one : {false, true}) {
          const Case how{Kind::choice, classes, voters, {}, false, newcomers, is_one};
          const Certain found = count(how);
          ASSERT_EQ(found.colleague, 0) << named(how);
          ASSERT_EQ(found.leader + found.nobody, 0) << named(how);
        }
}

// --- the tables

const char* const begins = "<!-- counted: tests/attacks/enumeration_test.cpp -->";
const char* const ends = "<!-- counted until here -->";

std::string table() {
  struct Row {
    const char* name;
    Kind kind;
    int classes;
    int most;  // voters
    int limit = 0;
  };
  std::string all =
      "| | colleague, leader: 4 to 12 voters | two, 4 voters | two, 5 voters | two, from 6 voters | all the "
      "others "
      "of 7, plans |\n|---|---|---|---|---|---|\n";
  for (const Row& row :
       {Row{"yes/no, two answers", Kind::choice, 2, 12}, Row{"scale", Kind::scale, 3, 12},
        Row{"one of three", Kind::choice, 3, 12}, Row{"one of four", Kind::choice, 4, 12},
        Row{"one of five", Kind::choice, 5, 12}, Row{"several of two", Kind::choices, 2, 12},
        Row{"several of three", Kind::choices, 3, 9}, Row{"two of three at most", Kind::choices, 3, 12, 2}}) {
    int alone = 0, two_later = 0;
    Certain at[13];
    for (int voters = 4; voters <= row.most; ++voters) {
      at[voters] = count({row.kind, row.classes, voters, {}, false, 0, false, row.limit});
      alone += at[voters].colleague + at[voters].leader + at[voters].nobody;
      if (voters >= 6) two_later += at[voters].two;
    }
    const auto two = [&](int voters) {
      return std::to_string(at[voters].two) + " (" + std::to_string(at[voters].two_anyway) + ")";
    };
    std::string together = "some";
    if (row.kind != Kind::choices) {
      const Plans found = plans({row.kind, row.classes, 7});
      together = std::to_string(found.telling) + " of " + std::to_string(found.all);
    }
    all += std::string("| ") + row.name + " | " + std::to_string(alone) + " | " + two(4) + " | " + two(5) +
           " | " + std::to_string(two_later) + " | " + together + " |\n";
  }
  return all;
}

TEST(Attack, T08_TheTablesInTheDocumentsAreWhatIsCounted) {
  std::ifstream file(std::string(REFLEKS_SOURCE_DIR) + "/docs/privacy.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const auto from = page.find(begins), to = page.find(ends);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos) << "docs/privacy.md has lost its table";
  const std::string written =
      page.substr(from + std::string(begins).size() + 1, to - from - std::string(begins).size() - 1);
  EXPECT_EQ(written, table()) << "put this between the marks in docs/privacy.md:\n" << table();
}

// Said in words: all the others together can learn the last answer, if they plan.
TEST(Attack, T08_AllTheOthersTogetherCanLearnTheLastAnswerByPlanning) {
  for (const auto& [classes, from] : {std::pair{2, 5}, {3, 4}, {4, 4}})
    for (int voters = 4; voters <= 9; ++voters)
      EXPECT_EQ(plans({Kind::choice, classes, voters}).telling > 0, voters >= from)
          << classes << " classes, " << voters << " voters";
}

}  // namespace
