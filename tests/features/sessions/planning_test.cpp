#include "bot/features/sessions/planning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using core::Session;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Planning, LooksAHundredAndTwentyDaysAhead) {
  World world;
  EXPECT_THAT(
      world.planned(),
      ElementsAre("1: 2026-11-24 13:00", "2: 2026-12-08 13:00", "3: 2026-12-22 13:00", "4: 2027-01-05 13:00",
                  "5: 2027-01-19 13:00", "6: 2027-02-02 13:00", "7: 2027-02-16 13:00"));
  EXPECT_EQ(world.on("2026-11-24").ends - world.on("2026-11-24").starts, std::chrono::minutes{90});
}

TEST(Planning, DoneTwiceChangesNothing) {
  World world;
  const auto sessions = world.store.saved;
  const auto jobs = world.context.jobs.size();
  const int writes = world.store.writes;
  world.feature->start(world.context);
  EXPECT_EQ(world.store.saved, sessions);
  EXPECT_EQ(world.store.writes, writes);
  EXPECT_EQ(world.context.jobs.size(), jobs);
}

TEST(Planning, GoesOnEveryWeek) {
  World world;
  world.run_until("2026-11-24 12:00");
  EXPECT_EQ(world.planned().back(), "9: 2027-03-16 13:00");
  EXPECT_EQ(core::to_text(world.context.jobs.at("sessions/plan").due), "2026-11-29T02:30:00Z");
}

TEST(Planning, WaitsForAClockThatMayBeWrongAndLooksEveryHour) {
  World world;
  const auto before = world.all().size();
  world.context.time_certain = false;
  world.run_until("2026-12-05 12:00");
  EXPECT_EQ(world.all().size(), before);
  EXPECT_LE(world.context.jobs.at("sessions/plan").due, world.context.now() + std::chrono::hours{1});
  world.context.time_certain = true;
  world.run_until("2026-12-05 13:30");
  EXPECT_GT(world.all().size(), before);
}

TEST(Planning, KeepsTheRhythmThroughAYearOfFiftyThreeWeeks) {
  World world(group_meeting("annenhver tirsdag 13:00-14:30", "2026-12-01"), "2026-11-30 12:00");
  world.run_until("2027-02-20 00:00");
  std::vector<core::Session> sessions = world.all();
  ASSERT_GT(sessions.size(), 10U);
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  for (std::size_t i = 1; i < sessions.size(); ++i)
    EXPECT_EQ(zone.to_local(sessions[i].starts) - zone.to_local(sessions[i - 1].starts),
              std::chrono::weeks{2});
}

TEST(Planning, SkipsAHolidayAndSaysSoWhenTheInvitationWouldHaveCome) {
  World world(group_meeting("annenhver mandag 09:00-10:30", "2027-05-03"), "2027-04-25 12:00");
  EXPECT_EQ(world.planned()[0], "1: 2027-05-03 09:00");
  EXPECT_EQ(world.planned()[1], "2: 2027-05-31 09:00");
  world.run_until("2027-05-03 09:59");
  EXPECT_EQ(world.said("holiday:"), "");
  world.run_until("2027-05-18 12:00");
  EXPECT_THAT(world.said("holiday:"), HasSubstr("Ingen samling mandag 17. mai (grunnlovsdagen)"));
  EXPECT_THAT(world.said("holiday:"), HasSubstr("mandag 31. mai kl. 09.00"));
  const auto told = world.posted();
  EXPECT_EQ(std::count(told.begin(), told.end(), "holiday:g1:2027-05-17"), 1);
}

TEST(Planning, ForgetsTheHolidayWhenTheRhythmIsAnother) {
  World world(group_meeting("annenhver mandag 09:00-10:30", "2027-05-03"), "2027-04-25 12:00");
  world.configure(group_meeting("annenhver tirsdag 09:00-10:30", "2027-05-04"));
  world.run_until("2027-05-18 12:00");
  EXPECT_EQ(world.said("holiday:"), "");
}

TEST(Planning, HasFreeTopicsWithoutAProgramme) {
  World world(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-01 12:00", 0);
  world.run_until("2026-12-08 12:00");
  const std::string second = world.said("invitation:" + world.on("2026-12-08").id.text);
  EXPECT_THAT(second, HasSubstr("Refleksjon 2"));
  EXPECT_THAT(second, HasSubstr("bestemmer vi sammen"));
  EXPECT_EQ(world.said("preparation:" + world.on("2026-12-08").id.text), "") << "there is nothing to prepare";
}

TEST(Planning, GivesTheNumberOfACancelledSessionToTheNext) {
  World world;
  Planner planner(world.store, world.programmes);
  planner.cancel(world.context, world.group, world.on("2026-12-08"));
  EXPECT_EQ(world.on("2026-11-24").number, 1);
  EXPECT_EQ(world.on("2026-12-22").number, 2);
  EXPECT_EQ(world.on("2027-02-16").number, 6);
  world.feature->start(world.context);
  EXPECT_EQ(world.on("2026-12-08").state, Session::State::cancelled)
      << "the next planning leaves it cancelled";
  world.run_until("2026-12-16 12:00");
  EXPECT_THAT(world.said("invitation:" + world.on("2026-12-22").id.text), HasSubstr("Tema 2"));
}

TEST(Planning, CorrectsAnInvitationThatIsOutWhenTheNumberChanges) {
  core::Group group = group_meeting("hver uke tirsdag 13:00-14:30", "2026-11-24");
  World world(group);
  world.run_until("2026-11-24 12:00");  // invitations for 24 November and 1 December are out
  Planner planner(world.store, world.programmes);
  planner.cancel(world.context, world.group, world.on("2026-11-24"));
  const std::string key = "invitation:" + world.on("2026-12-01").id.text;
  ASSERT_THAT(world.context.updates, testing::Contains(testing::Key(key)));
  for (const auto& [updated, message] : world.context.updates)
    if (updated == key) {
      EXPECT_THAT(core::plain_text(message), HasSubstr("Tema 1"));
    }
}

TEST(Planning, NumbersOnFromSessionsThatWereHeld) {
  World world;
  world.run_until("2026-11-25 00:00");
  EXPECT_EQ(world.on("2026-11-24").state, Session::State::held);
  EXPECT_EQ(world.on("2026-12-08").number, 2);
}

TEST(Planning, RemovesWhatNoLongerFitsAndKeepsWhatWasInvitedTo) {
  World world;
  world.run_until("2026-11-12 12:00");  // invited to 24 November only
  world.configure(group_meeting("annenhver onsdag 13:00-14:30", "2026-12-02"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  EXPECT_EQ(world.planned()[1], "2: 2026-12-02 13:00");
  EXPECT_EQ(world.on("2026-12-08").state, Session::State::cancelled);
  EXPECT_THAT(world.posted(), ElementsAre("invitation:2026-11-24")) << "nobody is told";
  for (const auto& [key, job] : world.context.jobs) EXPECT_NE(job.subject, world.on("2026-12-08").id.text);
}

TEST(Planning, BringsThemBackWithTheRhythm) {
  World world;
  const auto before = world.planned();
  const core::Group group = world.group;
  world.configure(group_meeting("annenhver onsdag 13:00-14:30", "2026-12-02"));
  ASSERT_NE(world.planned(), before);
  world.configure(group);
  EXPECT_EQ(world.planned(), before);
  world.run_until("2026-11-12 12:00");
  EXPECT_THAT(world.posted(), ElementsAre("invitation:2026-11-24"));
}

TEST(Planning, FollowsANewTimeOfTheSameDay) {
  World world;
  world.configure(group_meeting("annenhver tirsdag 14:00-15:30", "2026-11-24"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 14:00");
  EXPECT_EQ(world.planned()[1], "2: 2026-12-08 14:00");
}

TEST(Planning, KeepsOneSessionADayWhenTheInvitedOneHasTheOldTime) {
  World world;
  world.run_until("2026-11-12 12:00");
  world.configure(group_meeting("annenhver tirsdag 14:00-15:30", "2026-11-24"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  EXPECT_EQ(world.planned()[1], "2: 2026-12-08 14:00");
}

TEST(Planning, KeepsWhatTheFacilitatorMovedThroughANewRhythm) {
  World world;
  Planner planner(world.store, world.programmes);
  planner.move(world.context, world.group, world.on("2026-12-08"), wall("2026-12-10 13:00"));
  world.configure(group_meeting("annenhver onsdag 13:00-14:30", "2026-12-02"));
  EXPECT_EQ(world.on("2026-12-10").state, Session::State::planned);
  EXPECT_EQ(world.on("2026-11-24").state, Session::State::cancelled);
}

TEST(Planning, DoesNotBringBackWhatWasMovedAndThenCancelled) {
  World world;
  Planner planner(world.store, world.programmes);
  const Session moved =
      planner.move(world.context, world.group, world.on("2026-12-08"), wall("2026-12-10 13:00"));
  planner.cancel(world.context, world.group, moved);
  world.feature->start(world.context);
  EXPECT_EQ(world.planned()[1], "2: 2026-12-22 13:00");
}

TEST(Planning, FollowsANewTimeline) {
  World world;
  core::Group group = world.group;
  group.timeline["invitation"] = core::offset_from_text("-10d 09:00");
  group.timeline["reminder"] = core::offset_from_text("off");
  world.configure(group);
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_EQ(on_the_wall(world.context.jobs.at(moment_key(id, "invitation")).due), "2026-11-16 07:00");
  EXPECT_FALSE(world.context.jobs.contains(moment_key(id, "reminder")));
}

TEST(Planning, DoesAtOnceWhatACorrectionPutsIntoThePast) {
  World world;
  core::Group group = world.group;
  group.timeline["invitation"] = core::offset_from_text("-7d 10:00");
  world.configure(group);
  world.run_until("2026-11-12 10:00");
  ASSERT_EQ(world.said("invitation:"), "");
  group.timeline["invitation"] = core::offset_from_text("-14d 10:00");
  world.configure(group);
  world.run_until("2026-11-12 10:01");
  EXPECT_THAT(world.said("invitation:"), HasSubstr("Tema 1"));
  group.timeline["invitation"] = core::offset_from_text("-13d 10:00");
  world.configure(group);
  world.run_until("2026-11-16 10:00");
  EXPECT_EQ(std::ranges::count(world.posted(), "invitation:2026-11-24"), 1)
      << "what was told is not told again";
}

TEST(Planning, InvitesAtOnceWhatIsSetUpLate) {
  World world(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-18 12:00");
  EXPECT_THAT(world.said("hello:"), AllOf(HasSubstr("jeg er Refleks"), HasSubstr("Nord"),
                                          HasSubstr("er jeg stille, bortsett fra rundt samlingene.")));
  world.context.wake_at(world.context.now(), *world.feature);
  EXPECT_THAT(world.posted(), ElementsAre("hello:g1", "invitation:2026-11-24", "preparation:2026-11-24"));
  world.feature->start(world.context);
  world.run_until("2026-11-23 13:00");
  EXPECT_EQ(std::ranges::count(world.posted(), "invitation:2026-11-24"), 1) << "a start says nothing again";
  EXPECT_THAT(world.posted(), testing::Contains("reminder:2026-11-24"));
  // A group that is set up in time needs no hello: its invitation comes, and says all.
  EXPECT_EQ(World().said("hello:"), "");
}

TEST(Planning, InvitesAtOnceWhatANewCadenceBringsNear) {
  World world;
  world.run_until("2026-11-09 12:00");
  core::Group group = world.group;
  group.cadence = core::cadence_from_text("annenhver torsdag 13:00-14:30", day("2026-11-12"));
  world.configure(group);
  world.context.wake_at(world.context.now(), *world.feature);
  EXPECT_THAT(world.posted(), ElementsAre("invitation:2026-11-12", "preparation:2026-11-12"));
}

TEST(Planning, InvitesLateInTheMorningAndNeverToWhatHasBegun) {
  World night(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-18 23:00");
  night.run_until("2026-11-18 23:05");
  EXPECT_THAT(night.posted(), ElementsAre("hello:g1", "invitation:2026-11-24", "preparation:2026-11-24"));
  for (const core::Post& post : night.context.posts)
    EXPECT_TRUE(post.respect_quiet) << "they wait for the morning";
  World near(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-24 12:30");
  near.run_until("2026-11-24 12:45");
  EXPECT_THAT(near.posted(), Not(testing::Contains("invitation:2026-11-24")));
}

// Of a session on Tuesday the leader is asked on Friday, and the facilitator is told what to bring.
TEST(Planning, AsksAboutCoverAtOnceWhereItsMomentHasGone) {
  const auto asked = [](World& world, const Session& session) {
    world.context.wake_at(world.context.now(), *world.feature);
    return std::ranges::count_if(world.context.facts_of<core::MomentDue>(), [&](const core::MomentDue& due) {
      return due.moment == "cover" && due.session.id == session.id;
    });
  };
  World world;
  world.programmes["pack"].sessions[0].bring = {core::Localized("Kaffe")};
  Planner planner(world.store, world.programmes);
  world.run_until("2026-11-23 12:00");
  const Session first = world.on("2026-11-24");
  EXPECT_EQ(asked(world, first), 1);
  planner.cancel(world.context, world.group, first);
  EXPECT_EQ(asked(world, first), 1);
  planner.restore(world.context, world.group, world.on("2026-11-24"));
  EXPECT_EQ(asked(world, first), 2) << "who had arranged it was told that it was off";
  planner.move(world.context, world.group, world.on("2026-12-08"), wall("2026-11-25 13:00"));
  EXPECT_EQ(asked(world, world.on("2026-11-25")), 1) << "it came nearer than the moment";
  planner.add(world.context, world.group, wall("2026-11-25 15:00"), wall("2026-11-25 16:30"));
  EXPECT_EQ(std::ranges::count_if(world.context.facts_of<core::MomentDue>(),
                                  [](const core::MomentDue& due) { return due.moment == "cover"; }),
            3);
  world.context.wake_at(world.context.now(), *world.feature);
  EXPECT_EQ(std::ranges::count_if(world.context.facts_of<core::MomentDue>(),
                                  [](const core::MomentDue& due) { return due.moment == "cover"; }),
            4)
      << "one that is added";
  planner.add(world.context, world.group, wall("2026-11-23 15:30"), wall("2026-11-23 16:30"));
  EXPECT_EQ(asked(world, world.on("2026-11-23")), 0) << "three hours are too few";

  World near;
  near.programmes["pack"].sessions[0].bring = {core::Localized("Kaffe")};
  Planner nearer(near.store, near.programmes);
  near.run_until("2026-11-19 12:00");
  nearer.move(near.context, near.group, near.on("2026-11-24"), wall("2026-11-20 13:00"));
  near.context.wake_at(near.context.now(), *near.feature);
  EXPECT_THAT(near.said("bring:"), HasSubstr("Kaffe"));
  near.context.send_all();
  nearer.move(near.context, near.group, near.on("2026-11-20"), wall("2026-11-20 14:00"));
  near.run_until("2026-11-20 12:00");
  const auto posted = near.posted();
  EXPECT_EQ(std::ranges::count_if(posted, [](const std::string& key) { return key.starts_with("bring:"); }),
            1)
      << "told once";
}

// By an hour and by days, twice.
TEST(Planning, WhatWasSaidOfItsTimeFollowsASessionThatIsMoved) {
  World world;
  world.programmes["pack"].sessions[0].bring = {core::Localized("Kaffe")};
  world.feature->start(world.context);
  Planner planner(world.store, world.programmes);
  const auto last = [&](const std::string& key) {
    std::string words;
    for (const auto& [updated, message] : world.context.updates)
      if (updated == key) words = core::plain_text(message);
    return words;
  };
  const auto move = [&](const std::string& from, const std::string& to) {
    world.tell(core::SessionChanged{planner.move(world.context, world.group, world.on(from), wall(to))});
  };
  world.run_until("2026-11-23 14:00");
  const std::string id = world.on("2026-11-24").id.text;
  ASSERT_THAT(world.said("bring:"), HasSubstr("13.00"));
  ASSERT_THAT(world.said("reminder:"), HasSubstr("13.00"));
  ASSERT_THAT(world.said("room:"), HasSubstr("13.00"));
  move("2026-11-24", "2026-11-24 15:00");
  EXPECT_THAT(last("bring:" + id + ":anne"), HasSubstr("tirsdag 24. november kl. 15.00"));
  EXPECT_THAT(last("bring:" + id + ":anne"), HasSubstr("Kaffe"));
  EXPECT_THAT(last("reminder:" + id), HasSubstr("15.00"));
  EXPECT_THAT(last("preparation:" + id), HasSubstr("15.00"));
  EXPECT_THAT(last("room:" + id + ":anne"), HasSubstr("15.00"));
  move("2026-11-24", "2026-11-30 09:00");
  EXPECT_THAT(last("bring:" + id + ":anne"), HasSubstr("mandag 30. november kl. 09.00"));
  EXPECT_THAT(last("reminder:" + id), HasSubstr("mandag 30. november"));
  world.run_until("2026-11-29 14:00");
  move("2026-11-30", "2026-11-30 10:00");
  EXPECT_THAT(last("bring:" + id + ":2:anne"), HasSubstr("10.00")) << "told again by then";
  planner.cancel(world.context, world.group, world.on("2026-11-30"));
  world.tell(core::SessionChanged{world.on("2026-11-30")});
  for (const std::string& key : {"bring:" + id + ":anne", "reminder:" + id, "room:" + id + ":anne"})
    EXPECT_THAT(last(key), HasSubstr("blir det ikke noe av")) << key;
  planner.restore(world.context, world.group, world.on("2026-11-30"));
  world.tell(core::SessionChanged{world.on("2026-11-30")});
  EXPECT_THAT(last("bring:" + id + ":anne"), HasSubstr("Kaffe"));
  EXPECT_THAT(last("room:" + id + ":anne"), HasSubstr("Er rommet bestilt?"));
}

TEST(Planning, TheReminderSaysWhereTheGroupMeetsNow) {
  World world;
  world.run_until("2026-11-23 14:00");
  const std::string key = "reminder:" + world.on("2026-11-24").id.text;
  world.group.place = "Kantina";
  world.context.set_people(directory_of(world.group));
  world.tell(core::GroupChanged{world.group.id});
  world.context.wake_at(world.context.now(), *world.feature);
  std::string reads;
  for (const auto& [updated, message] : world.context.updates)
    if (updated == key) reads = core::plain_text(message);
  EXPECT_THAT(reads, HasSubstr("Kantina"));
  EXPECT_THAT(reads, HasSubstr("Snart samling"));
}

TEST(Planning, ArrangesOnlyWhatIsAhead) {
  World world(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-20 13:00");
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_FALSE(world.context.jobs.contains(moment_key(id, "topic_poll")));
  EXPECT_TRUE(world.context.jobs.contains(moment_key(id, "reminder")));
  EXPECT_FALSE(world.context.jobs.contains(moment_key(id, "ideas")));
  EXPECT_TRUE(world.context.jobs.contains("sessions/ended:" + id.text));
}

TEST(Planning, LeavesAGroupWithoutARhythmAlone) {
  core::Group group = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  group.cadence.reset();
  World world(group);
  EXPECT_THAT(world.all(), IsEmpty());
}

}  // namespace
}  // namespace sessions
