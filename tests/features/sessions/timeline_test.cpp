#include "bot/features/sessions/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using testing::ElementsAre;

core::Session session_at(const std::string& starts, const std::string& ends, int number = 1) {
  core::Session session;
  session.id = core::SessionId{"s"};
  session.number = number;
  session.starts = wall(starts);
  session.ends = wall(ends);
  return session;
}

core::Group any_group() {
  return group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
}

std::vector<std::string> told(const std::vector<Moment>& moments) {
  std::vector<std::string> lines;
  for (const Moment& moment : moments)
    lines.push_back(std::string(moment.name) + " " + on_the_wall(moment.at) + (moment.moved ? " moved" : ""));
  return lines;
}

std::string at(const std::vector<Moment>& moments, std::string_view name) {
  const Moment* moment = find(moments, name);
  return moment ? on_the_wall(moment->at) + (moment->moved ? " moved" : "") : "nothing";
}

TEST(Timeline, KeepsTheClockOnTheWallWhenTheClocksGoForward) {
  const auto programme = programme_of(1);
  const auto moments = timeline(session_at("2026-03-31 13:00", "2026-03-31 14:30"), any_group(), &programme);
  EXPECT_THAT(told(moments),
              ElementsAre("invitation 2026-03-17 10:00", "preparation 2026-03-24 10:00",
                          "ideas 2026-03-26 12:00", "cover 2026-03-27 10:30", "topic_poll 2026-03-27 12:00",
                          "topic_poll_closes 2026-03-30 07:00 moved", "reminder 2026-03-30 12:00",
                          "checkin 2026-03-31 12:50", "checkout 2026-03-31 14:30",
                          "followup 2026-04-01 09:00", "checkout_closes 2026-04-01 12:00"));
  EXPECT_EQ(core::to_text(find(moments, "invitation")->at), "2026-03-17T09:00:00Z");
  EXPECT_EQ(core::to_text(find(moments, "reminder")->at), "2026-03-30T10:00:00Z");
}

TEST(Timeline, KeepsTheClockOnTheWallWhenTheClocksGoBack) {
  const auto programme = programme_of(1);
  const auto moments = timeline(session_at("2026-10-27 13:00", "2026-10-27 14:30"), any_group(), &programme);
  EXPECT_THAT(told(moments),
              ElementsAre("invitation 2026-10-13 10:00", "preparation 2026-10-20 10:00",
                          "ideas 2026-10-22 12:00", "cover 2026-10-23 10:30", "topic_poll 2026-10-23 12:00",
                          "topic_poll_closes 2026-10-26 07:00 moved", "reminder 2026-10-26 12:00",
                          "checkin 2026-10-27 12:50", "checkout 2026-10-27 14:30",
                          "followup 2026-10-28 09:00", "checkout_closes 2026-10-28 12:00"));
  EXPECT_EQ(core::to_text(find(moments, "invitation")->at), "2026-10-13T08:00:00Z");
  EXPECT_EQ(core::to_text(find(moments, "reminder")->at), "2026-10-26T11:00:00Z");
}

TEST(Timeline, MovesToTheEndOfTheQuietHours) {
  const auto moments = timeline(session_at("2026-11-27 10:00", "2026-11-27 11:30"), any_group(), nullptr);
  // The ideas of a Friday's session are wanted on a Sunday, the follow-up on a Saturday.
  EXPECT_EQ(at(moments, "ideas"), "2026-11-23 07:00 moved");
  EXPECT_EQ(at(moments, "topic_poll"), "2026-11-23 12:00");
  EXPECT_EQ(at(moments, "followup"), "2026-11-30 07:00 moved");
  EXPECT_EQ(at(moments, "checkout_closes"), "2026-11-30 12:00");
}

TEST(Timeline, MovesBackWhatWouldElseReachTheStart) {
  const auto moments = timeline(session_at("2026-11-23 07:00", "2026-11-23 08:00"), any_group(), nullptr);
  EXPECT_EQ(at(moments, "reminder"), "2026-11-20 12:00 moved");
}

TEST(Timeline, NeverLetsAVoteCloseBeforeItOpens) {
  // Easter 2026: Thursday 2 April to Monday 6 April. All of the vote falls into one long quiet.
  const auto moments = timeline(session_at("2026-04-08 13:00", "2026-04-08 14:30"), any_group(), nullptr);
  EXPECT_THAT(
      told(moments),
      ElementsAre("invitation 2026-03-25 10:00", "cover 2026-04-01 10:30", "ideas 2026-04-01 11:00 moved",
                  "topic_poll 2026-04-01 12:00 moved", "topic_poll_closes 2026-04-07 07:00 moved",
                  "reminder 2026-04-07 12:00", "checkin 2026-04-08 12:50", "checkout 2026-04-08 14:30",
                  "followup 2026-04-09 09:00", "checkout_closes 2026-04-09 12:00"));
}

// Of a Wednesday's session the vote is wanted on Saturday, and was open for the hours of one Monday morning.
TEST(Timeline, AVoteThatTheWeekendWouldCutShortOpensBeforeIt) {
  const auto moments = timeline(session_at("2026-11-25 13:00", "2026-11-25 14:30"), any_group(), nullptr);
  EXPECT_EQ(at(moments, "ideas"), "2026-11-20 11:00 moved");
  EXPECT_EQ(at(moments, "topic_poll"), "2026-11-20 12:00 moved");
  EXPECT_EQ(at(moments, "topic_poll_closes"), "2026-11-23 12:00");
  const auto thursday = timeline(session_at("2026-11-26 13:00", "2026-11-26 14:30"), any_group(), nullptr);
  EXPECT_EQ(at(thursday, "topic_poll"), "2026-11-23 07:00 moved") << "open until Tuesday at noon";
  core::Group short_one = any_group();
  short_one.timeline["topic_poll"] = core::offset_from_text("-2d 06:00");
  const auto meant = timeline(session_at("2026-11-26 13:00", "2026-11-26 14:30"), short_one, nullptr);
  EXPECT_EQ(at(meant, "topic_poll"), "2026-11-24 07:00 moved") << "six hours were wanted";
}

// Of a Tuesday's session the vote was open for an hour on a Friday, because what to bring is told before the
// weekend.
TEST(Timeline, WhatFacilitatorsAreToldTakesNoDayFromTheVote) {
  auto programme = programme_of(1);
  programme.sessions[0].bring = {core::Localized("Kaffe")};
  const auto moments = timeline(session_at("2026-11-24 13:00", "2026-11-24 14:30"), any_group(), &programme);
  EXPECT_EQ(at(moments, "topic_poll"), "2026-11-20 12:00");
  EXPECT_EQ(at(moments, "bring"), "2026-11-20 13:00 moved");
  EXPECT_EQ(at(moments, "topic_poll_closes"), "2026-11-23 07:00 moved");
}

// All that the group hears: what facilitators and leaders alone are told has no place in that order.
TEST(Timeline, KeepsEveryMomentInItsOrderOnEveryDayOfAYear) {
  const core::Group group = any_group();
  const auto to_few = [](const Moment& moment) {
    return moment_rule(moment.name).late == Late::before_start;
  };
  auto programme = programme_of(1);
  programme.sessions[0].bring = {core::Localized("Kaffe")};
  const core::Zone zone = core::Zone::named(group.zone);
  for (int i = 0; i < 365; ++i)
    for (const int hour : {7, 13, 21}) {
      core::Session session;
      session.number = 1;
      session.starts =
          zone.to_utc(core::at(core::Date{std::chrono::sys_days{day("2026-01-01")} + std::chrono::days{i}},
                               std::chrono::hours{hour}));
      session.ends = session.starts + std::chrono::minutes{90};
      const auto moments = timeline(session, group, &programme);
      ASSERT_EQ(moments.size(), moment_rules().size());
      for (std::size_t a = 0; a < moments.size(); ++a) {
        const MomentRule& rule = moment_rule(moments[a].name);
        ASSERT_EQ(moments[a].moved, moments[a].at != moments[a].wanted);
        const bool stays = moments[a].at == moments[a].wanted;
        ASSERT_TRUE(rule.exempt ? stays : !core::is_quiet(moments[a].at, zone, group.quiet))
            << moments[a].name << " " << on_the_wall(moments[a].at);
        if (moments[a].wanted < session.starts) {
          ASSERT_LT(moments[a].at, session.starts);
          for (std::size_t b = a + 1; b < moments.size() && !to_few(moments[a]); ++b)
            if (!to_few(moments[b]))
              ASSERT_LT(moments[a].wanted, moments[b].wanted) << on_the_wall(session.starts);
        }
      }
    }
}

TEST(Timeline, LeavesCheckInAndCheckOutWhereTheyAre) {
  const auto moments = timeline(session_at("2026-11-28 21:00", "2026-11-28 22:00"), any_group(), nullptr);
  EXPECT_EQ(at(moments, "checkin"), "2026-11-28 20:50");
  EXPECT_EQ(at(moments, "checkout"), "2026-11-28 22:00");
}

TEST(Timeline, TakesTheGroupsWordBeforeTheProgrammesBeforeItsOwn) {
  auto programme = programme_of(1);
  programme.timeline["reminder"] = core::offset_from_text("-2h");
  programme.timeline["invitation"] = core::offset_from_text("-21d 09:00");
  core::Group group = any_group();
  group.timeline["reminder"] = core::offset_from_text("-1d 09:30");
  group.timeline["checkout_closes"] = core::offset_from_text("end+2d 10:00");
  group.timeline.erase("invitation");
  const auto moments = timeline(session_at("2026-11-24 13:00", "2026-11-24 14:30"), group, &programme);
  EXPECT_EQ(at(moments, "reminder"), "2026-11-23 09:30");
  EXPECT_EQ(at(moments, "invitation"), "2026-11-03 09:00");
  EXPECT_EQ(at(moments, "checkout_closes"), "2026-11-26 10:00");
  EXPECT_EQ(at(moments, "preparation"), "2026-11-17 10:00");
}

// Moments of a Tuesday's session, with the defaults of a cadence.
std::vector<std::string> defaults(const char* cadence) {
  core::Group group = group_meeting(cadence, "2026-09-01");
  group.timeline.clear();
  const auto programme = programme_of(1);
  std::vector<std::string> lines;
  for (const Moment& moment : timeline(session_at("2026-11-24 13:00", "2026-11-24 14:30"), group, &programme))
    lines.push_back(std::string(moment.name) + " " + on_the_wall(moment.wanted).substr(5));
  return lines;
}

TEST(Timeline, ScalesTheDefaultsWithTheCadence) {
  EXPECT_THAT(defaults("hver tirsdag 13:00-14:30"),
              ElementsAre("invitation 11-19 10:00", "preparation 11-20 10:00", "cover 11-20 10:30",
                          "ideas 11-20 12:00", "topic_poll 11-21 12:00", "topic_poll_closes 11-22 12:00",
                          "reminder 11-23 12:00", "checkin 11-24 12:50", "checkout 11-24 14:30",
                          "checkout_closes 11-25 12:00", "followup 11-25 13:00"));
  const auto every_second = defaults("annenhver tirsdag 13:00-14:30");
  EXPECT_EQ(every_second.front(), "invitation 11-12 10:00") << "not on the day of the session before";
  EXPECT_EQ(every_second[1], "preparation 11-17 10:00");
  EXPECT_EQ(defaults("tirsdager i partallsuker 13:00-14:30"), every_second);
  for (const char* rare : {"hver tredje tirsdag 13:00-14:30", "siste tirsdag i måneden 13:00-14:30"})
    EXPECT_EQ(defaults(rare).front(), "invitation 11-10 10:00") << rare;
}

TEST(Timeline, AsksWhatToLiftWhenTheCheckOutHasBeenRead) {
  core::Group group = any_group();
  group.timeline.erase("followup");
  const auto friday = timeline(session_at("2026-11-27 10:00", "2026-11-27 11:30"), group, nullptr);
  EXPECT_EQ(at(friday, "checkout_closes"), "2026-11-30 12:00");
  EXPECT_EQ(at(friday, "followup"), "2026-11-30 13:00");
  group.timeline["checkout_closes"] = core::offset_from_text("end+3d 09:00");
  EXPECT_EQ(at(timeline(session_at("2026-11-24 10:00", "2026-11-24 11:30"), group, nullptr), "followup"),
            "2026-11-27 10:00");
  group.timeline["checkout"] = core::offset_from_text("off");
  EXPECT_EQ(at(timeline(session_at("2026-11-24 10:00", "2026-11-24 11:30"), group, nullptr), "followup"),
            "2026-11-25 09:00");
}

TEST(Timeline, CountsDaysOfTheCalendarAlsoWithoutATimeOfDay) {
  core::Group group = any_group();
  group.timeline["invitation"] = core::offset_from_text("-7d");
  const auto moments = timeline(session_at("2026-03-31 13:00", "2026-03-31 14:30"), group, nullptr);
  EXPECT_EQ(at(moments, "invitation"), "2026-03-24 13:00");
}

TEST(Timeline, LeavesOutWhatIsOffAndWhatItWouldClose) {
  core::Group group = any_group();
  group.timeline["topic_poll"] = core::offset_from_text("off");
  group.timeline["reminder"] = core::offset_from_text("off");
  const auto moments = timeline(session_at("2026-11-24 13:00", "2026-11-24 14:30"), group, nullptr);
  EXPECT_EQ(at(moments, "topic_poll"), "nothing");
  EXPECT_EQ(at(moments, "topic_poll_closes"), "nothing");
  EXPECT_EQ(at(moments, "reminder"), "nothing");
  EXPECT_EQ(at(moments, "preparation"), "nothing") << "there is no programme to prepare for";
}

TEST(Timeline, ClosesWhatOpensEvenWhenToldOtherwise) {
  core::Group group = any_group();
  group.timeline["checkout_closes"] = core::offset_from_text("off");
  group.timeline["topic_poll_closes"] = core::offset_from_text("-6d 12:00");
  const auto moments = timeline(session_at("2026-11-27 13:00", "2026-11-27 14:30"), group, nullptr);
  EXPECT_EQ(at(moments, "checkout_closes"), "2026-11-30 12:00 moved");
  EXPECT_EQ(at(moments, "topic_poll"), "2026-11-23 12:00");
  EXPECT_EQ(at(moments, "topic_poll_closes"), "2026-11-24 12:00 moved");
}

TEST(Timeline, HasNoPlanBeyondTheProgramme) {
  const auto programme = programme_of(2);
  EXPECT_EQ(plan_of(session_at("2026-11-24 13:00", "2026-11-24 14:30", 2), &programme),
            &programme.sessions[1]);
  EXPECT_EQ(plan_of(session_at("2026-11-24 13:00", "2026-11-24 14:30", 3), &programme), nullptr);
  EXPECT_EQ(plan_of(session_at("2026-11-24 13:00", "2026-11-24 14:30", 0), &programme), nullptr);
}

}  // namespace
}  // namespace sessions
