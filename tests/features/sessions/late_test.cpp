// What becomes of a session's moments when the machine was down at their time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A world whose only session is on Tuesday 24 November 13:00-14:30, asleep since the first of the month.
struct Asleep : World {
  explicit Asleep(const std::map<std::string, std::string>& timeline = {}) : World(only_once(timeline)) {}
  static core::Group only_once(const std::map<std::string, std::string>& timeline) {
    core::Group group = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
    group.cadence->last = day("2026-11-24");
    group.place = "Rom 1";  // nobody asks for one
    for (const auto& [moment, offset] : timeline) group.timeline[moment] = core::offset_from_text(offset);
    return group;
  }
};

TEST(Late, SendsTheInvitationWhenNothingLaterIsDue) {
  Asleep world;
  world.wake_at("2026-11-12 09:00");
  EXPECT_THAT(world.posted(), ElementsAre("invitation:2026-11-24"));
}

TEST(Late, SendsNoInvitationInTheLastHour) {
  const std::map<std::string, std::string> late{{"invitation", "-2h"}, {"preparation", "off"},
                                                {"ideas", "off"},      {"topic_poll", "off"},
                                                {"reminder", "off"},   {"checkin", "off"}};
  Asleep in_time(late), too_late(late);
  in_time.wake_at("2026-11-24 11:45");
  too_late.wake_at("2026-11-24 12:15");
  EXPECT_THAT(in_time.posted(), ElementsAre("invitation:2026-11-24"));
  EXPECT_THAT(too_late.posted(), IsEmpty());
}

TEST(Late, MergesTheInvitationIntoThePreparation) {
  Asleep world;
  world.wake_at("2026-11-18 09:00");
  EXPECT_THAT(world.posted(), ElementsAre("preparation:2026-11-24"));
  EXPECT_THAT(world.said("preparation:"), HasSubstr("Om tema 1."));
  EXPECT_THAT(world.said("preparation:"), HasSubstr("Filmen"));
  EXPECT_THAT(world.said("preparation:"), HasSubstr("Jeg kan ikke"));
}

TEST(Late, LetsThePreparationWaitADayWhenIdeasSpeakNow) {
  Asleep world;
  world.wake_at("2026-11-19 13:00");
  EXPECT_THAT(world.posted(), IsEmpty());
  EXPECT_THAT(world.moments_emitted(), ElementsAre("ideas"));
  world.run_until("2026-11-20 14:00");
  EXPECT_THAT(world.posted(), ElementsAre("preparation:2026-11-24"));
  EXPECT_THAT(world.said("preparation:"), HasSubstr("Om tema 1."));
}

TEST(Late, AsksForATopicOnlyWhenTwoHoursRemain) {
  const std::map<std::string, std::string> closing{{"topic_poll_closes", "-1d 10:00"}};
  Asleep in_time(closing), too_late(closing);
  in_time.wake_at("2026-11-23 08:00");
  too_late.wake_at("2026-11-23 08:01");
  EXPECT_THAT(in_time.moments_emitted(), ElementsAre("ideas", "topic_poll"));
  EXPECT_EQ(on_the_wall(in_time.context.facts_of<core::MomentDue>().back().closes), "2026-11-23 10:00");
  EXPECT_THAT(too_late.moments_emitted(), ElementsAre("ideas"));
}

TEST(Late, DoesNotAskForATopicInQuietHoursThatLastUntilItCloses) {
  Asleep world;
  world.wake_at("2026-11-21 10:00");  // a Saturday; the vote closes on Monday at 07:00
  EXPECT_THAT(world.moments_emitted(), ElementsAre("ideas"));
}

TEST(Late, DoesNotRemindOfWhatHasBegun) {
  const std::map<std::string, std::string> no_checkin{{"checkin", "off"}};
  Asleep before(no_checkin), begun(no_checkin);
  before.wake_at("2026-11-24 12:59");
  begun.wake_at("2026-11-24 13:00");
  EXPECT_THAT(before.posted(), ElementsAre("reminder:2026-11-24"));
  EXPECT_THAT(begun.posted(), IsEmpty());
}

TEST(Late, RemindsUntilTheSessionBegins) {
  Asleep before, checked_in, begun;
  before.wake_at("2026-11-24 11:00");
  EXPECT_THAT(before.posted(), ElementsAre("reminder:2026-11-24"));
  EXPECT_THAT(before.said("reminder:"), HasSubstr("Heftet"))
      << "the merged reminder brings the preparation along";
  checked_in.wake_at("2026-11-24 12:55");
  EXPECT_THAT(checked_in.posted(), ElementsAre("checkin:2026-11-24"));
  begun.wake_at("2026-11-24 13:00");
  EXPECT_THAT(begun.posted(), IsEmpty())
      << "the check-in is ten minutes late only, but the session has begun";
}

TEST(Late, DropsAReminderThatQuietHoursHoldBackUntilTheStart) {
  core::Group group = Asleep::only_once({{"checkin", "off"}, {"reminder", "-2d 12:00"}});
  group.cadence = core::cadence_from_text("annenhver tirsdag 07:00-08:00", day("2026-11-24"));
  World world(group);
  world.wake_at("2026-11-24 05:00");
  EXPECT_THAT(world.posted(), IsEmpty());
}

TEST(Late, ReleasesIdeasHoweverLate) {
  Asleep world;
  world.wake_at("2026-12-20 10:00");
  EXPECT_THAT(world.moments_emitted(), ElementsAre("ideas"));
}

TEST(Late, OpensTheCheckOutWhileItsClosingIsAhead) {
  Asleep open, over;
  open.wake_at("2026-11-25 11:59");
  over.wake_at("2026-11-25 12:00");
  EXPECT_THAT(open.moments_emitted(), Contains("checkout"));
  EXPECT_THAT(over.moments_emitted(), Not(Contains("checkout")));
}

TEST(Late, LetsAGroupThatHasGoneHomeSleepBeforeTheCheckOut) {
  const std::map<std::string, std::string> early{{"checkout_closes", "end+1d 06:00"}};
  Asleep world, over(early);
  world.wake_at("2026-11-24 21:40");
  EXPECT_THAT(world.moments_emitted(), Not(Contains("checkout")));
  world.run_until("2026-11-25 06:59");
  EXPECT_THAT(world.moments_emitted(), Not(Contains("checkout")));
  world.run_until("2026-11-25 07:00");
  EXPECT_THAT(world.moments_emitted(), Contains("checkout"));
  over.wake_at("2026-11-24 21:40");
  over.run_until("2026-11-26 07:00");
  EXPECT_THAT(over.moments_emitted(), Not(Contains("checkout"))) << "it closes before anybody may be asked";
}

TEST(Late, FollowsUpWithinAWeek) {
  Asleep within, after;
  within.wake_at("2026-12-02 09:00");
  after.wake_at("2026-12-02 09:01");
  EXPECT_THAT(within.posted(), ElementsAre("followup:2026-11-24:anne"));
  EXPECT_THAT(after.posted(), IsEmpty());
}

TEST(Late, NeverPostsMoreThanOneMessageOfASessionFromOneDowntime) {
  int posts = 0;
  for (core::Instant now = wall("2026-11-09 00:00"); now < wall("2026-12-05 00:00");
       now += std::chrono::minutes{97}) {
    Asleep world;
    world.context.wake_at(now, *world.feature);
    ASSERT_LE(world.posted().size(), 1U) << on_the_wall(now);
    posts += static_cast<int>(world.posted().size());
  }
  EXPECT_GT(posts, 100);
}

TEST(Late, WhatSaidAllThereIsSaysItAlsoWhenItIsRenewed) {
  World world;
  Planner planner(world.store, world.programmes);
  const auto last = [&](const std::string& key) {
    std::optional<core::Message> found;
    for (const auto& [updated, message] : world.context.updates)
      if (updated == key) found = message;
    return found.value_or(core::Message());
  };
  const auto move = [&](const std::string& to) {
    world.tell(
        core::SessionChanged{planner.move(world.context, world.group, world.on("2026-11-24"), wall(to))});
  };
  const std::string id = world.on("2026-11-24").id.text;
  world.wake_at("2026-11-17 14:00");
  ASSERT_THAT(world.said("preparation:" + id), HasSubstr("Om tema 1.")) << "nobody was invited";
  move("2026-11-24 15:00");
  EXPECT_THAT(core::plain_text(last("preparation:" + id)), HasSubstr("Om tema 1."));
  EXPECT_THAT(core::plain_text(last("preparation:" + id)), HasSubstr("15.00"));
  world.wake_at("2026-11-23 18:00");
  const std::string reminder = "reminder:" + id + ":1";
  ASSERT_THAT(world.said(reminder), HasSubstr("Om tema 1."));
  move("2026-11-24 16:00");
  EXPECT_THAT(core::plain_text(last(reminder)), HasSubstr("Om tema 1."));
  EXPECT_THAT(core::plain_text(last(reminder)), HasSubstr("16.00"));
  ASSERT_TRUE(last(reminder).mail);
  EXPECT_EQ(last(reminder).mail->subject.find("{"), std::string::npos);
  EXPECT_THAT(last(reminder).mail->subject, HasSubstr("16.00"));
}

TEST(Late, IsNothingWhenTheMachineRuns) {
  Asleep world;
  world.run_until("2026-12-01 00:00");
  EXPECT_THAT(world.posted(),
              ElementsAre("invitation:2026-11-24", "preparation:2026-11-24", "reminder:2026-11-24",
                          "checkin:2026-11-24", "followup:2026-11-24:anne"));
  EXPECT_THAT(world.moments_emitted(),
              ElementsAre("invitation", "ideas", "topic_poll", "checkin", "checkout"));
  EXPECT_EQ(std::ranges::count(world.context.facts_of<core::MomentDue>(), "cover", &core::MomentDue::moment),
            1);
  EXPECT_EQ(world.on("2026-11-24").state, core::Session::State::held);
}

}  // namespace
}  // namespace sessions
