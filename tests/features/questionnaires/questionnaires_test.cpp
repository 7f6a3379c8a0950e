#include "bot/features/questionnaires/feature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/asked.hpp"
#include "tests/support/store_fixture.hpp"

namespace questionnaires {
namespace {

using support::at;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class QuestionnairesTest : public ::testing::Test {
 protected:
  QuestionnairesTest() {
    context.set_people({{}, {group}});
    Options options;
    options.shown = [this](const core::PollId& poll, int question, core::Language) {
      asked_for.push_back(poll.text + "/" + std::to_string(question));
      std::vector<core::Block> blocks;
      if (asked_for.size() <= can_be_shown)
        blocks.emplace_back(
            core::Paragraph{{core::Span(asked_for.size() == 1 ? "mest: Nyttig" : "mest: Lite")}});
      return blocks;
    };
    options.one_more = [this](const core::PollId& one, const core::PollId& other) {
      compared = {one.text, other.text};
      return somebody_came;
    };
    options.is_network = [this](const core::GroupId&) { return network; };
    feature = make(options);
  }
  std::vector<core::Poll> polls() const {
    std::vector<core::Poll> all;
    for (const auto& wanted : context.facts_of<core::PollRequested>()) all.push_back(wanted.poll);
    return all;
  }

  core::Group group = support::group("a", {});
  support::FakeContext context{at("2027-01-20T12:00:00Z")};  // a Wednesday
  std::vector<std::string> asked_for;
  std::size_t can_be_shown = 2;
  bool network = false, somebody_came = false;
  std::vector<std::string> compared;
  std::unique_ptr<features::Feature> feature;
};

TEST_F(QuestionnairesTest, ThirteenQuestionsWithoutNamesForAWeek) {
  ask(context, group, 1);
  ASSERT_THAT(polls(), SizeIs(1));
  EXPECT_FALSE(polls()[0].named);
  EXPECT_THAT(polls()[0].questions, SizeIs(13));
  EXPECT_EQ(polls()[0].closes, at("2027-01-27T11:00:00Z"));
}

TEST_F(QuestionnairesTest, TheUsefulnessQuestionComesAgainAfter150DaysOnceAndIsShownBesideTheFirst) {
  ask(context, group, 1);
  context.run_until(at("2027-06-19T11:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(1)) << "149 days";
  context.run_until(at("2027-06-22T12:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(2));
  EXPECT_EQ(polls()[1].questions.size(), 1U);
  EXPECT_EQ(polls()[1].questions[0], polls()[0].questions[0]) << "the same question";
  EXPECT_NE(polls()[0].id, polls()[1].id);
  context.run_until(at("2028-01-01T12:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(2)) << "once";
  EXPECT_THAT(asked_for, testing::ElementsAre(polls()[0].id.text + "/0", polls()[1].id.text + "/0"));
  ASSERT_THAT(context.posts, SizeIs(1));
  const std::string words = core::plain_text(context.posts[0].message);
  EXPECT_LT(words.find("mest: Nyttig"), words.find("mest: Lite"));
}

TEST_F(QuestionnairesTest, NorWhereOneOfThemWasAskedOfOnePersonMore) {
  somebody_came = true;
  ask(context, group, 1);
  context.run_until(at("2028-01-01T12:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(2));
  EXPECT_THAT(compared, testing::ElementsAre(polls()[0].id.text, polls()[1].id.text));
  EXPECT_THAT(context.posts, IsEmpty());
}

TEST_F(QuestionnairesTest, WhatIsAskedIsSaidBeforehandAndOfFacilitatorsInTheirNetworkAlone) {
  ask(context, group, 1);
  context.run_until(at("2027-06-22T12:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(2));
  support::expect_said_beforehand(*feature, group, context);
  EXPECT_THAT(feature->asks_by_itself(group), SizeIs(13));
  network = true;
  ask_facilitators(context, group);
  support::expect_said_beforehand(*feature, group, context);
}

TEST_F(QuestionnairesTest, WhereOneOfThemCouldNotBeShownNothingIsSaid) {
  can_be_shown = 1;
  ask(context, group, 1);
  context.run_until(at("2028-01-01T12:00:00Z"), *feature);
  EXPECT_THAT(context.posts, IsEmpty());
}

TEST_F(QuestionnairesTest, FacilitatorsAreAskedTwentyEightOnceInAHalfYear) {
  ask_facilitators(context, group);
  context.set_now(at("2027-02-20T12:00:00Z"));
  ask_facilitators(context, group);
  context.set_now(at("2027-03-02T12:00:00Z"));
  ask_facilitators(context, group);
  ASSERT_THAT(polls(), SizeIs(3));
  EXPECT_THAT(polls()[0].questions, SizeIs(28));
  EXPECT_FALSE(polls()[0].named);
  const core::Poll asked = polls()[0];
  for (const core::Question& question : asked.questions) EXPECT_FALSE(question.required);
  EXPECT_EQ(polls()[1].id, polls()[0].id) << "one that is there already is left alone";
  EXPECT_NE(polls()[2].id, polls()[0].id);
  EXPECT_EQ(polls()[0].closes, at("2027-02-10T11:00:00Z"));
}

}  // namespace
}  // namespace questionnaires
