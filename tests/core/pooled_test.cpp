#include "bot/core/pooled.hpp"

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"

namespace core {
namespace {

using Audience = ResultLine::Audience;

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
  return result({{0, Audience::group, "low", low},
                 {0, Audience::group, "middle", "some"},
                 {0, Audience::group, "high", high},
                 {0, Audience::leader, "overall", leader}});
}
PublishedResult one_word(const char* word) {
  return result({{0, Audience::group, "overall", word}});
}
PublishedResult counts(int low, int middle, int high) {
  std::vector<ResultLine> lines;
  for (Audience audience : {Audience::group, Audience::leader}) {
    lines.push_back({0, audience, "answered", std::to_string(low + middle + high)});
    lines.push_back({0, audience, "count:0", std::to_string(low)});
    lines.push_back({0, audience, "count:1", std::to_string(middle)});
    lines.push_back({0, audience, "count:2", std::to_string(high)});
  }
  return result(lines);
}
PublishedResult too_few() {
  return result({{0, Audience::group, "too_few", ""}});
}

TEST(Pooled, TakesWordsClassesAndCountsAlike) {
  const std::vector<PublishedResult> all{words("few", "most", "high"), one_word("mixed"), counts(7, 2, 1),
                                         counts(5, 0, 5), too_few()};
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{4, 1, 2, 1}));
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
  all.push_back(result({{0, Audience::group, "overall", "low"}}, "Noe annet?"));
  all.push_back(one_word("low"));
  all.back().poll.named = true;
  EXPECT_EQ(pooled(all, Audience::group), (Pooled{3, 0, 0, 3}));
}

TEST(Pooled, IsSaidInWords) {
  const std::vector<PublishedResult> all{one_word("high"), one_word("high"), one_word("high"),
                                         one_word("mixed")};
  EXPECT_EQ(plain_text(say_pooled(all, Audience::group, Language::nb)->text),
            "Nyttig? Heller mot «Veldig» i 3 av 4 samlinger. Blandet i 1 av 4 samlinger.");
}

}  // namespace
}  // namespace core
