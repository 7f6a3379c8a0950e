#include "bot/results/pooled.hpp"

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"

namespace results {
namespace {

using core::Language;
using core::Localized;
using core::plain_text;
using core::Question;
using core::ResultLine;
using Audience = ResultLine::Audience;
using Part = ResultLine::Part;

PublishedResult result(std::vector<ResultLine> lines, const char* prompt = "Nyttig?") {
  PublishedResult made;
  made.poll.questions.push_back({Question::Kind::scale,
                                 Localized(prompt),
                                 {Localized("Lite"), Localized("Litt"), Localized("Veldig")},
                                 true});
  made.lines = std::move(lines);
  return made;
}
PublishedResult words(const char* low, const char* high, const char* leader) {
  return result({{0, Audience::group, Part::low, -1, 0, low},
                 {0, Audience::group, Part::middle, -1, 0, "some"},
                 {0, Audience::group, Part::high, -1, 0, high},
                 {0, Audience::leader, Part::overall, -1, 0, leader}});
}
PublishedResult one_word(const char* word) {
  return result({{0, Audience::group, Part::overall, -1, 0, word}});
}
PublishedResult counts(int low, int middle, int high) {
  std::vector<ResultLine> lines;
  for (Audience audience : {Audience::group, Audience::leader}) {
    lines.push_back({0, audience, Part::answered, -1, low + middle + high, {}});
    lines.push_back({0, audience, Part::count, 0, low, {}});
    lines.push_back({0, audience, Part::count, 1, middle, {}});
    lines.push_back({0, audience, Part::count, 2, high, {}});
  }
  return result(lines);
}
PublishedResult too_few() {
  return result({{0, Audience::group, Part::too_few, -1, 0, {}}});
}

TEST(Pooled, TakesWordsClassesAndCountsAlike) {
  const std::vector<PublishedResult> all{words("few", "most", "high"), one_word("mixed"), counts(7, 2, 1),
                                         counts(5, 0, 5), too_few()};
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{4, 1, 2, 1}));
}

// By the rule: the side that came first, whether at least half or only most were on it.
PublishedResult first(Part part, int about) {
  return result({{0, Audience::group, part, about, 0, {}}, {0, Audience::group, Part::lot, -1, 0, {}}});
}
TEST(Pooled, TakesTheSideThatCameFirst) {
  PublishedResult tie = first(Part::tie, 0);
  tie.lines.push_back({0, Audience::group, Part::tie, 2, 0, {}});
  const auto by_side = [](int low, int middle, int high) {
    return result({{0, Audience::group, Part::answered, -1, low + middle + high, {}},
                   {0, Audience::group, Part::side, 0, low, {}},
                   {0, Audience::group, Part::side, 1, middle, {}},
                   {0, Audience::group, Part::side, 2, high, {}}});
  };
  const std::vector<PublishedResult> all{
      first(Part::half, 2),  first(Part::first, 2),   first(Part::half, 1),
      first(Part::first, 0), first(Part::spread, -1), tie,
      by_side(4, 5, 6),      by_side(6, 4, 6),        words("few", "most", "high")};
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{9, 1, 4, 4}));
}

TEST(Pooled, NeedsThreePublishedResults) {
  std::vector<PublishedResult> all{one_word("high"), too_few(), words("few", "most", "high")};
  EXPECT_FALSE(pooled(all, Audience::group));
  EXPECT_FALSE(say_pooled(all, Audience::group, Language::nb));
  all.push_back(one_word("high"));
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{3, 0, 0, 3}));
  EXPECT_FALSE(pooled({}, Audience::group));
}

TEST(Pooled, OfALeaderIsMadeOfTheLeadersLinesAlone) {
  // Four answers give the group a word and the leader nothing.
  const std::vector<PublishedResult> small{one_word("high"), one_word("high"), one_word("high")};
  EXPECT_TRUE(pooled(small, Audience::group));
  EXPECT_FALSE(pooled(small, Audience::leader));
  const std::vector<PublishedResult> mixed{words("few", "most", "low"), words("few", "most", "low"),
                                           words("few", "most", "low"), one_word("high")};
  EXPECT_EQ(pooled(mixed, Audience::leader), (Pooled{3, 3, 0, 0})) << "not what the group's words say";
}

TEST(Pooled, LeavesOutOtherQuestionsAndNamedPolls) {
  std::vector<PublishedResult> all{one_word("high"), one_word("high"), one_word("high")};
  all.push_back(result({{0, Audience::group, Part::overall, -1, 0, "low"}}, "Noe annet?"));
  all.push_back(one_word("low"));
  all.back().poll.named = true;
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{3, 0, 0, 3}));
}

TEST(Pooled, IsSaidInWords) {
  const std::vector<PublishedResult> all{one_word("high"), one_word("high"), one_word("high"),
                                         one_word("mixed")};
  EXPECT_EQ(
      plain_text(say_pooled(all, Audience::group, Language::nb)->text),
      "Nyttig? Flest svarte Veldig, eller like mange som et annet, i 3 av 4 samlinger. Flest svarte Litt, "
      "eller likt mellom flere svar, i 1 av 4 samlinger.");
}

TEST(Pooled, ATieOfTwoNamesThem) {
  std::vector<PublishedResult> all;
  for (const bool tie : {true, false, false}) {
    std::vector<ResultLine> lines{{0, Audience::group, tie ? Part::tie : Part::half, 0, 0, {}}};
    if (tie) lines.push_back({0, Audience::group, Part::tie, 1, 0, {}});
    all.push_back(result(lines));
    all.back().poll.questions.front().options = {Localized("Nei"), Localized("Ja")};
  }
  EXPECT_EQ(plain_text(say_pooled(all, Audience::group, Language::nb)->text),
            "Nyttig? Likt mellom Nei og Ja i 1 av 3 samlinger. Flest svarte Nei, eller like mange som et "
            "annet, i 2 av 3 samlinger.");
}

}  // namespace
}  // namespace results
