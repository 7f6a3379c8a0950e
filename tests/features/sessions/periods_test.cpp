// One programme after another: what a group has room for, when it is over, who is asked, and what follows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using core::Session;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Periods : public testing::Test {
 protected:
  // Three themes, 24 November, 8 and 22 December; and another pack of two.
  World world{group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-01 12:00", 3};
  Periods() {
    core::Programme other = programme_of(2);
    other.key = "other";
    other.title = core::Localized("Noe annet");
    for (auto& plan : other.sessions)
      plan.theme = core::Localized("Annet " + plan.theme.in(core::Language::nb));
    world.programmes["other"] = other;
    other.sessions.clear();
    other.key = "fri";
    world.programmes["fri"] = other;
  }
  std::vector<std::string> asked(const std::string& prefix = "period:") {
    std::vector<std::string> found;
    for (const std::string& key : world.posted())
      if (key.starts_with(prefix)) found.push_back(key);
    return found;
  }
  core::Reply choose(const std::string& who, const std::string& programme, const std::string& from,
                     const std::string& state = "g1|1") {
    return world.front().submit(world.person(who), "sessions/period_begin", state,
                                {{"programme", {programme}}, {"from", {core::to_text(wall(from))}}});
  }
  sessions::Run run() { return world.store.latest_run(world.group.id).value(); }
};

TEST_F(Periods, HasAsManySessionsAsTheProgramme) {
  EXPECT_THAT(world.planned(),
              ElementsAre("1: 2026-11-24 13:00", "2: 2026-12-08 13:00", "3: 2026-12-22 13:00"));
  world.run_until("2027-03-01 12:00");
  EXPECT_THAT(world.planned(), IsEmpty());
  for (const Session& session : world.all()) EXPECT_LE(session.number, 3);
}

TEST_F(Periods, ThanksTheGroupAndAsksTheFacilitatorWhenTheLastWasFollowedUp) {
  world.run_until("2026-12-22 12:55");
  EXPECT_THAT(world.said("checkin:" + world.on("2026-12-22").id.text), HasSubstr("siste samling i perioden"));
  EXPECT_THAT(world.said("checkin:" + world.on("2026-12-08").id.text), Not(HasSubstr("siste samling")));
  world.run_until("2026-12-22 23:00");
  EXPECT_THAT(asked(), IsEmpty());
  world.run_until("2026-12-23 12:00");
  EXPECT_THAT(world.said("period-over:g1:1"), HasSubstr("Takk for de 3 samlingene"));
  EXPECT_THAT(asked(), ElementsAre("period:g1:1:1:anne"));
  EXPECT_EQ(run().state, sessions::Run::State::over);
  EXPECT_EQ(run().to, wall("2026-12-22 14:30"));
}

TEST_F(Periods, AsksAgainAndTellsTheCoordinatorAndIsNeverSilent) {
  world.run_until("2027-06-01 12:00");
  EXPECT_THAT(asked(), ElementsAre("period:g1:1:1:anne", "period:g1:1:2:anne", "period:g1:1:3:anne",
                                   "period:g1:1:3:eva", "period:g1:1:4:anne", "period:g1:1:5:anne"));
  EXPECT_THAT(asked("period-over"), ElementsAre("period-over:g1:1"));
  EXPECT_THAT(whispered(world.type("berit", "periode")), HasSubstr("Perioden er over"));
}

TEST_F(Periods, AGroupThatWaitsForItsNextOneHasNotStalled) {
  world.run_until("2026-12-24 12:00");
  const auto stalled = [&](const char* at) { return has_stalled(world.store, world.group, wall(at)); };
  EXPECT_TRUE(stalled("2027-01-25 12:00")) << "nothing is planned";
  choose("anne", "other", "2027-02-02 13:00");
  EXPECT_FALSE(stalled("2027-01-25 12:00"));
  EXPECT_FALSE(stalled("2027-02-20 12:00")) << "it is counted from the day that was chosen";
  EXPECT_TRUE(stalled("2027-03-30 12:00")) << "and it did not meet";
}

TEST_F(Periods, AnotherBeginsWithItsFirstThemeOnTheChosenDay) {
  world.run_until("2026-12-24 12:00");
  EXPECT_THAT(whispered(choose("anne", "other", "2027-01-19 13:00")), HasSubstr("Noe annet"));
  EXPECT_THAT(world.planned(), ElementsAre("1: 2027-01-19 13:00", "2: 2027-02-02 13:00"));
  EXPECT_THAT(asked("period-new"), ElementsAre("period-new:g1:2"));
  world.run_until("2027-01-19 12:00");
  EXPECT_THAT(world.said("invitation:" + world.on("2027-01-19").id.text), HasSubstr("Annet Tema 1"));
  EXPECT_EQ(world.store.run(world.group.id, 1)->state, sessions::Run::State::followed);
  EXPECT_THAT(asked(), ElementsAre("period:g1:1:1:anne")) << "who has answered is not asked again";
  world.run_until("2027-03-01 12:00");
  EXPECT_THAT(asked(), Contains("period:g1:2:1:anne"));
}

TEST_F(Periods, TheFirstOfTwoFacilitatorsDecides) {
  world.run_until("2026-12-24 12:00");
  choose("anne", "other", "2027-01-19 13:00");
  EXPECT_THAT(whispered(choose("eva", "pack", "2027-01-05 13:00")), HasSubstr("valgt allerede"));
  EXPECT_THAT(whispered(choose("anne", "other", "2027-01-19 13:00")), HasSubstr("valgt allerede"));
  EXPECT_EQ(run().number, 2);
  EXPECT_EQ(run().programme, "other");
}

TEST_F(Periods, TakesNothingThatTheFormDidNotOffer) {
  world.run_until("2026-12-24 12:00");
  EXPECT_THAT(choose("anne", "none", "2027-01-19 13:00").errors, testing::SizeIs(1));
  EXPECT_THAT(choose("anne", "other", "2027-01-20 13:00").errors, testing::SizeIs(1));
  choose("anne", "other", "2027-01-19 13:00", "g1|7");
  choose("anne", "other", "2027-01-19 13:00", "g2|1");
  choose("berit", "other", "2027-01-19 13:00");
  EXPECT_EQ(run().number, 1);
}

TEST_F(Periods, FreeTopicsGoOnUntilSomebodyEndsThem) {
  world.run_until("2026-12-24 12:00");
  choose("anne", "fri", "2027-01-05 13:00");
  world.run_until("2027-09-01 12:00");
  EXPECT_THAT(world.planned(), Not(IsEmpty()));
  EXPECT_THAT(asked("period:g1:2"), IsEmpty());
  EXPECT_THAT(whispered(world.type("anne", "periode")), HasSubstr("Perioden er i gang"));
}

TEST_F(Periods, OnlySomeThemesCanBePicked) {
  world.programmes["other"].pick = true;
  world.run_until("2026-12-24 12:00");
  const core::Reply themes = choose("anne", "other", "2027-01-19 13:00");
  ASSERT_TRUE(themes.form);
  EXPECT_EQ(themes.form->inputs.front().options.size(), 2U);
  EXPECT_EQ(run().number, 1) << "nothing begins before the themes are chosen";
  world.front().submit(world.person("anne"), themes.form->name, themes.form->state, {{"themes", {"2", "9"}}});
  EXPECT_THAT(world.planned(), ElementsAre("1: 2027-01-19 13:00"));
  world.run_until("2027-01-19 12:00");
  EXPECT_THAT(world.said("invitation:" + world.on("2027-01-19").id.text), HasSubstr("Annet Tema 2"));
}

TEST_F(Periods, ACancelledLastSessionGetsAnotherDay) {
  world.run_until("2026-12-10 12:00");
  Planner planner(world.store, world.programmes);
  planner.cancel(world.context, world.group, world.on("2026-12-22"));
  EXPECT_THAT(world.planned(), ElementsAre("3: 2027-01-05 13:00"));
  world.run_until("2027-01-02 12:00");
  EXPECT_THAT(world.said("invitation:" + world.on("2027-01-05").id.text), HasSubstr("Tema 3"));
  EXPECT_THAT(asked(), IsEmpty());
  world.run_until("2027-01-06 18:00");
  EXPECT_THAT(asked(), ElementsAre("period:g1:1:1:anne"));
}

TEST_F(Periods, AMovedLastSessionMovesTheEnd) {
  world.run_until("2026-12-10 12:00");
  Planner planner(world.store, world.programmes);
  planner.move(world.context, world.group, world.on("2026-12-22"), wall("2027-01-07 13:00"));
  world.run_until("2027-01-06 12:00");
  EXPECT_THAT(asked(), IsEmpty());
  EXPECT_EQ(world.all().size(), 3U);
  world.run_until("2027-01-08 18:00");
  EXPECT_THAT(asked(), ElementsAre("period:g1:1:1:anne"));
}

TEST_F(Periods, ALastSessionThatWasNotHeldIsMadeUpFor) {
  world.run_until("2026-12-23 12:00");
  ASSERT_THAT(asked(), ElementsAre("period:g1:1:1:anne"));
  Planner planner(world.store, world.programmes);
  planner.set_held(world.context, world.group, world.on("2026-12-22"), false);
  EXPECT_EQ(run().state, sessions::Run::State::running);
  EXPECT_THAT(world.planned(), ElementsAre("3: 2027-01-05 13:00"));
  world.run_until("2027-01-07 12:00");
  EXPECT_EQ(run().state, sessions::Run::State::over);
}

// The next one had got its number: the group would be invited to the same theme twice.
TEST_F(Periods, OneThatWasHeldAfterAllHasItsPlaceAgain) {
  core::Group later = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  later.timeline["invitation"] = core::offset_from_text("-12d 10:00");
  for (const bool invited : {false, true}) {
    World own(later, "2026-11-01 12:00", 3);
    own.run_until("2026-11-24 18:00");
    Planner planner(own.store, own.programmes);
    planner.set_held(own.context, own.group, own.on("2026-11-24"), false);
    EXPECT_THAT(own.planned(),
                ElementsAre("1: 2026-12-08 13:00", "2: 2026-12-22 13:00", "3: 2027-01-05 13:00"));
    if (invited) own.run_until("2026-11-26 12:00");
    planner.set_held(own.context, own.group, own.on("2026-11-24"), true);
    EXPECT_EQ(own.on("2026-11-24").number, 1) << invited;
    EXPECT_THAT(own.planned(), ElementsAre("2: 2026-12-08 13:00", "3: 2026-12-22 13:00")) << invited;
    own.run_until("2026-11-26 12:00");
    const std::string key = "invitation:" + own.on("2026-12-08").id.text;
    std::string said = own.said(key);
    for (const auto& [changed, message] : own.context.updates)
      if (changed.starts_with(key)) said = core::plain_text(message);
    EXPECT_THAT(said, HasSubstr("Tema 2")) << invited;
  }
}

TEST_F(Periods, AnEarlyChoiceLeavesTheSessionsBeforeItsDay) {
  world.run_until("2026-11-26 12:00");
  choose("anne", "other", "2026-12-22 13:00");
  EXPECT_THAT(world.planned(),
              ElementsAre("2: 2026-12-08 13:00", "1: 2026-12-22 13:00", "2: 2027-01-05 13:00"));
  world.feature->start(world.context);
  world.run_until("2026-12-22 12:00");
  EXPECT_THAT(world.said("invitation:" + world.on("2026-12-08").id.text), HasSubstr("Tema 2"));
  EXPECT_THAT(world.said("invitation:" + world.on("2026-12-22").id.text), HasSubstr("Annet Tema 1"));
}

TEST_F(Periods, AnotherProgrammeInTheSettingsBeginsWithWhatNobodyWasToldOf) {
  world.run_until("2026-11-26 12:00");  // invited to 8 December
  core::Group changed = world.group;
  changed.programme = "other";
  world.configure(changed);
  EXPECT_THAT(world.planned(),
              ElementsAre("2: 2026-12-08 13:00", "1: 2026-12-22 13:00", "2: 2027-01-05 13:00"));
  const auto saved = world.store.saved;
  world.feature->start(world.context);
  EXPECT_EQ(world.store.saved, saved);
  EXPECT_EQ(run().number, 2);
}

TEST_F(Periods, AnotherProgrammeBeforeAnybodyWasToldIsTheSamePeriod) {
  core::Group changed = world.group;
  changed.programme = "other";
  world.configure(changed);
  EXPECT_EQ(run().number, 1);
  EXPECT_THAT(world.planned(), ElementsAre("1: 2026-11-24 13:00", "2: 2026-12-08 13:00"));
}

TEST_F(Periods, APackThatGrowsGoesOnAndOneThatShrinksEnds) {
  world.run_until("2026-12-24 12:00");
  world.programmes["pack"] = programme_of(4);
  world.feature->start(world.context);
  EXPECT_THAT(world.planned(), ElementsAre("4: 2027-01-05 13:00"));
  world.programmes["pack"] = programme_of(2);
  world.run_until("2027-01-08 12:00");
  EXPECT_EQ(run().state, sessions::Run::State::over);
}

TEST_F(Periods, AStoppedGroupPlansNothingAndCanBeginAgain) {
  world.run_until("2026-11-26 12:00");
  const auto preview = world.press("anne", "sessions/period_stop", "g1|1");
  EXPECT_THAT(whispered(preview), HasSubstr("avlyses"));
  EXPECT_THAT(whispered(world.yes("anne", preview)), HasSubstr("er avsluttet"));
  EXPECT_THAT(whispered(world.press("eva", "sessions/period_stop_now", "g1|1")), HasSubstr("er avsluttet"));
  EXPECT_THAT(world.planned(), IsEmpty());
  EXPECT_TRUE(world.context.people_have_changed);
  EXPECT_THAT(asked("period-stopped"), ElementsAre("period-stopped:g1:1"));
  world.tell(world.context.facts_of<core::GroupStopped>().back());
  EXPECT_THAT(asked("group-gone"), IsEmpty());
  EXPECT_THAT(asked("group-ended"),
              testing::UnorderedElementsAre("group-ended:g1:1:dag", "group-ended:g1:1:eva"))
      << "its leader and the coordinator are not in the channel";
  EXPECT_THAT(world.said("group-ended:g1:1:dag"), HasSubstr("har avsluttet gruppa"));
  EXPECT_THAT(asked("cancelled:"), testing::SizeIs(1)) << "who was invited hears of it";
  world.run_until("2027-01-01 12:00");
  EXPECT_THAT(world.planned(), IsEmpty());
  EXPECT_THAT(asked(), IsEmpty());
  choose("anne", "pack", "2027-01-05 13:00");
  EXPECT_THAT(world.planned(),
              ElementsAre("1: 2027-01-05 13:00", "2: 2027-01-19 13:00", "3: 2027-02-02 13:00"));
}

TEST_F(Periods, AGroupThatIsEndedInSetUpIsToldOfToItsLeadersAndTheCoordinators) {
  world.tell(core::GroupStopped{world.group.id, core::PersonId("berit")});
  EXPECT_THAT(world.planned(), IsEmpty());
  EXPECT_THAT(asked("group-"),
              testing::UnorderedElementsAre("group-gone:g1:1:dag", "group-gone:g1:1:eva", "group-over:g1:1"));
  EXPECT_THAT(world.said("group-over:g1:1"), HasSubstr("Det kommer ingen flere samlinger"))
      << "nobody was invited yet: no word of a session tells them";
  EXPECT_EQ(world.context.posted("group-over:g1:1")->group, core::everybody);
  EXPECT_THAT(world.said("group-gone:g1:1:dag"), HasSubstr("Berit har avsluttet gruppa"));
  EXPECT_THAT(world.said("group-gone:g1:1:dag"), HasSubstr("saker uten svar får ikke noe svar"));
  EXPECT_EQ(world.context.posted("group-gone:g1:1:dag")->group, core::everybody)
      << "the group is gone by then";
  EXPECT_EQ(world.context.posted("group-gone:g1:1:eva")->group, core::coordinators_alone);
}

TEST_F(Periods, WhoHearsThatASessionIsCalledOffHearsThereThatTheGroupHasEnded) {
  world.run_until("2026-11-12 12:00");
  world.tell(core::GroupStopped{world.group.id, core::PersonId("berit")});
  EXPECT_THAT(asked("cancelled:"), testing::SizeIs(1));
  EXPECT_THAT(asked("group-over"), IsEmpty());
  EXPECT_THAT(world.said("cancelled:"), testing::StartsWith(world.group.name + " er avsluttet\n"));
  EXPECT_THAT(world.said("cancelled:"), HasSubstr("Det kommer ingen flere samlinger."));
  ASSERT_FALSE(world.context.updates.empty());
  for (const auto& [key, message] : world.context.updates)
    if (key.starts_with("invitation")) {
      EXPECT_THAT(core::plain_text(message), HasSubstr("Samlingen er avlyst"));
      EXPECT_THAT(core::plain_text(message), testing::Not(HasSubstr("ingen flere samlinger")))
          << "the news says it, once";
    }
}

TEST_F(Periods, AGroupThatBeginsAgainMeetsOnTheDayFromWhichASessionHadBeenMoved) {
  Planner planner(world.store, world.programmes);
  planner.move(world.context, world.group, world.on("2026-12-08"), wall("2026-12-09 13:00"));
  world.run_until("2026-11-26 12:00");
  world.store.set_attendance(world.on("2026-12-09").id, core::PersonId("berit"), true);
  world.yes("anne", world.press("anne", "sessions/period_stop", "g1|1"));
  EXPECT_THAT(world.planned(), IsEmpty());
  const auto midnight = [](const char* date) { return core::at(day(date), core::Minutes{0}); };
  world.tell(core::PausesChanged{
      world.group.id, std::nullopt, {core::Closed{midnight("2027-01-10"), midnight("2027-01-12")}}});
  world.context.wake_at(world.context.now(), *world.feature);
  EXPECT_THAT(world.planned(), IsEmpty()) << "no pause took it";
  choose("anne", "pack", "2026-12-08 13:00");
  EXPECT_THAT(world.planned(),
              ElementsAre("1: 2026-12-08 13:00", "2: 2026-12-22 13:00", "3: 2027-01-05 13:00"));
  EXPECT_THAT(world.store.attendance(world.on("2026-12-08").id), IsEmpty()) << "that was said of Wednesday";
}

TEST_F(Periods, AnOldGroupPastItsProgrammeIsAskedAtTheFirstStart) {
  World old(group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), "2026-11-01 12:00", 60);
  old.run_until("2027-02-03 12:00");  // six sessions held, two more invited to or planned
  old.programmes["pack"] = programme_of(3);
  old.feature->start(old.context);
  EXPECT_EQ(old.planned().size(), 1U) << "only what was invited to";
  old.run_until("2027-02-16 12:55");
  EXPECT_THAT(old.said("invitation:" + old.on("2027-02-16").id.text), HasSubstr("Tema 7"));
  EXPECT_THAT(old.said("checkin:" + old.on("2027-02-16").id.text), HasSubstr("Refleksjon uten fast tema"));
  old.run_until("2027-02-18 12:00");
  EXPECT_THAT(old.said("period:g1:1:1:anne"), HasSubstr("er over"));
}

}  // namespace
}  // namespace sessions
