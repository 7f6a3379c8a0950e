#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/debriefs/feature.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/feature_test.hpp"
#include "tests/support/said.hpp"

namespace debriefs {
namespace {

using core::Role;
using support::at;
using testing::IsEmpty;
using testing::SizeIs;

class DebriefsTest : public support::FeatureTest {
 protected:
  DebriefsTest() : FeatureTest("2026-12-21T09:00:00Z") {  // a Monday, the week of Christmas
    group = support::group("a", {fay, per});
    group.members[0].role = Role::facilitator;
    stores.people->apply({fay, per}, {group});
    context.set_people({{fay, per}, {group}});
    play(make(*stores.debriefs));
  }
  std::vector<core::Poll> polls() const {
    std::vector<core::Poll> all;
    for (const auto& wanted : context.facts_of<core::PollRequested>()) all.push_back(wanted.poll);
    return all;
  }
  void begin(const char* time) {
    const auto form = front->say(fay, "debrief").form.value();
    front->submit(fay, form.name, form.state, {{"at", {time}}});
  }

  core::Person fay = support::person("fay"), per = support::person("per");
};

TEST_F(DebriefsTest, OneQuestionOnEachWorkingDayAndNoneOnTheOthers) {
  begin("15.00");
  context.run_until(at("2027-01-03T20:00:00Z"), *feature);
  std::vector<std::string> days;
  for (const core::Poll& poll : polls()) {
    days.push_back(core::to_text(poll.opens));
    EXPECT_FALSE(poll.named);
    EXPECT_THAT(poll.questions, SizeIs(1));
    EXPECT_EQ(poll.closes - poll.opens, std::chrono::hours{2});
  }
  EXPECT_THAT(days,
              testing::ElementsAre("2026-12-21T14:00:00Z", "2026-12-22T14:00:00Z", "2026-12-23T14:00:00Z",
                                   "2026-12-24T14:00:00Z", "2026-12-28T14:00:00Z", "2026-12-29T14:00:00Z",
                                   "2026-12-30T14:00:00Z", "2026-12-31T14:00:00Z"));
  EXPECT_THAT(context.posts, IsEmpty()) << "no invitation";
  support::expect_said_beforehand(*feature, group, context);
}

TEST_F(DebriefsTest, WhatIsTypedBehindTheWordIsTheTimeOrTheEnd) {
  EXPECT_EQ(front->say(fay, "debrief 15.15").form.value().inputs.front().initial,
            std::vector<std::string>{"15.15"});
  for (const char* end : {"debrief slutt", "debrief avslutt", "debrief av", "debrief stop!"})
    EXPECT_EQ(support::words(front->say(fay, end)), support::text("debriefs.none", {{"group", group.name}}))
        << end << ": there is none to stop, and no form begins one";
  begin("15.00");
  const auto stopped = front->say(fay, "debrief slutt");
  EXPECT_FALSE(stopped.form);
  context.run_until(at("2026-12-28T20:00:00Z"), *feature);
  EXPECT_THAT(polls(), IsEmpty());
}

TEST_F(DebriefsTest, AnotherTimeTakesItsPlaceAndItStopsWithAPress) {
  begin("15.00");
  begin("22.30");
  context.run_until(at("2026-12-22T12:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(1));
  EXPECT_EQ(polls()[0].opens, at("2026-12-21T21:30:00Z")) << "also when the evening shift ends";
  front->press(per, "debriefs/stop", group.id.text);
  EXPECT_TRUE(stores.debriefs->find(group.id)) << "not everybody's";
  front->press(fay, "debriefs/stop", group.id.text);
  context.run_until(at("2026-12-30T12:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(1));
}

TEST_F(DebriefsTest, AGroupThatStopsIsNotAskedAndIsAgainWhenItBegins) {
  begin("15.00");
  context.run_until(at("2026-12-21T20:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(1));
  group.stopped = true;
  context.set_people({{fay, per}, {group}});
  context.run_until(at("2026-12-22T20:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(1));
  group.stopped = false;
  context.set_people({{fay, per}, {group}});
  context.run_until(at("2026-12-23T20:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(2));
}

TEST_F(DebriefsTest, WhatIsNoTimeIsSaidAndAfterTwoHoursOfSleepTheDayIsOver) {
  const auto form = front->say(fay, "debrief").form.value();
  EXPECT_THAT(front->submit(fay, form.name, form.state, {{"at", {"snart"}}}).errors, SizeIs(1));
  for (const char* time : {"kl tre", "halv fire", "15", "kvart på fire"})
    EXPECT_THAT(front->submit(fay, form.name, form.state, {{"at", {time}}}).errors, IsEmpty()) << time;
  begin("15.00");
  context.wake_at(at("2026-12-21T18:00:00Z"), *feature);
  EXPECT_THAT(polls(), IsEmpty());
}

}  // namespace
}  // namespace debriefs
