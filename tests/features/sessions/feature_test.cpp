#include "bot/features/sessions/feature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bot/features/sessions/icalendar.hpp"
#include "bot/features/sessions/view.hpp"
#include "bot/features/sessions/wording.hpp"
#include "tests/features/sessions/world.hpp"
#include "tests/support/long_text.hpp"

namespace sessions {
namespace {

using core::Session;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::StartsWith;

TEST(Sessions, TellWhoIsAbsentWhileAPollIsOpenOrFromWhatItIsAbout) {
  World world;
  const Session session = world.on("2026-11-24"), other = world.on("2026-12-08");
  const core::PersonId pia("pia"), per("per");
  world.store.set_attendance(session.id, pia, false);
  world.store.set_attendance(session.id, per, true);
  world.store.set_attendance(other.id, per, false);
  const auto absent = [&](const std::string& opens, const std::string& closes,
                          const core::SessionId& about = {}) {
    core::Poll poll;
    poll.group = world.group.id;
    poll.opens = wall(opens);
    poll.closes = wall(closes);
    poll.session = about;
    return absent_from(world.store, poll);
  };
  EXPECT_THAT(absent("2026-11-24 13:20", "2026-11-24 13:30"), ElementsAre(pia)) << "in it";
  EXPECT_THAT(absent("2026-11-25 09:00", "2026-11-26 12:00", session.id), ElementsAre(pia))
      << "its check-out";
  EXPECT_THAT(absent("2026-11-25 09:00", "2026-11-26 12:00"), IsEmpty());
  EXPECT_THAT(absent("2026-11-20 12:00", "2026-11-22 12:00", session.id), IsEmpty())
      << "a vote before it is answered by those who will not come, too";
  Session cancelled = session;
  cancelled.state = Session::State::cancelled;
  world.store.save(cancelled);
  EXPECT_THAT(absent("2026-11-24 13:20", "2026-11-24 13:30"), IsEmpty());
}

// --- what is said ---

TEST(Sessions, InvitesWithWhatWhenAndHowToAnswer) {
  World world;
  world.run_until("2026-11-10 10:00");
  const std::string said = world.said("invitation:");
  for (const char* part : {"Tema 1", "tirsdag 24. november kl. 13.00–14.30", "Om tema 1.", "/refleks idé",
                           "Jeg kommer", "ikke anonymt", "fasilitatoren ser"})
    EXPECT_THAT(said, HasSubstr(part));
  const core::Post& post = world.context.posts.front();
  EXPECT_EQ(post.to, world.group.destination());
  EXPECT_TRUE(post.respect_quiet);
}

TEST(Sessions, ListsThePreparationWithItsTotal) {
  World world;
  world.run_until("2026-11-17 10:00");
  const std::string said = world.said("preparation:");
  for (const char* part : {"Filmen", "film, ca. 15 min", "Heftet", "45 min", "like velkommen"})
    EXPECT_THAT(said, HasSubstr(part));
  EXPECT_THAT(said, Not(HasSubstr("Om tema 1."))) << "that was in the invitation";
}

TEST(Sessions, RemindsOfTheChosenTopic) {
  World world;
  world.tell(core::TopicChosen{world.group.id, world.on("2026-11-24").id, "Når pårørende er uenige"});
  EXPECT_EQ(world.on("2026-11-24").topic, "Når pårørende er uenige");
  world.run_until("2026-11-23 12:00");
  EXPECT_THAT(world.said("reminder:"), AllOf(HasSubstr("Når pårørende er uenige"), HasSubstr("45 min"),
                                             HasSubstr("Tema 1"), HasSubstr("Jeg kommer")));
}

TEST(Sessions, TakesATopicWithoutASessionForTheNext) {
  World world;
  world.run_until("2026-11-24 13:05");
  world.tell(core::TopicChosen{world.group.id, {}, "Søvn"});
  EXPECT_EQ(world.on("2026-11-24").topic, "");
  EXPECT_EQ(world.on("2026-12-08").topic, "Søvn");
}

TEST(Sessions, ChecksInAlsoInQuietHours) {
  core::Group group = group_meeting("annenhver tirsdag 21:00-22:00", "2026-11-24");
  World world(group);
  world.run_until("2026-11-24 20:50");
  const core::Post* post = world.context.posted("checkin:" + world.on("2026-11-24").id.text);
  ASSERT_TRUE(post);
  EXPECT_FALSE(post->respect_quiet);
  EXPECT_THAT(core::plain_text(post->message),
              AllOf(HasSubstr("Tema 1"), HasSubstr("Hva gjorde inntrykk?"), HasSubstr("Dette vil jeg prøve"),
                    HasSubstr("Jeg kommer hit")));
}

TEST(Sessions, SpeaksTheLanguageOfTheGroupAndOfTheFacilitator) {
  core::Group group = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  group.language = core::Language::nn;
  World world(group);
  world.run_until("2026-11-25 12:00");
  EXPECT_THAT(world.said("invitation:"), AllOf(HasSubstr("Eg kjem"), HasSubstr("tysdag 24. november")));
  EXPECT_THAT(world.said("followup:"), HasSubstr("Takk for at du er fasilitator"));
}

TEST(Sessions, AsksTheFacilitatorWhoCameAndWhatShouldBeLifted) {
  World world;
  world.run_until("2026-11-25 12:00");
  const auto& post = world.context.posts.back();
  EXPECT_EQ(post.key, "followup:" + world.on("2026-11-24").id.text + ":anne");
  EXPECT_EQ(post.to, core::destination_of(world.person("anne")));
  const auto actions =
      std::find_if(post.message.blocks.begin(), post.message.blocks.end(),
                   [](const core::Block& b) { return std::holds_alternative<core::Actions>(b); });
  ASSERT_NE(actions, post.message.blocks.end());
  const auto& buttons = std::get<core::Actions>(*actions).buttons;
  EXPECT_EQ(buttons[0].name, "attendance/form");
  EXPECT_EQ(buttons[0].value, world.on("2026-11-24").id.text);
  EXPECT_EQ(buttons[1].name, "matters/form");
  EXPECT_EQ(buttons[1].value, "g1");  // the group: that is what a matter hangs on
}

TEST(Sessions, TellsTheOthersWhenTheirMomentsCome) {
  World world;
  world.run_until("2026-11-24 14:30");
  auto facts = world.context.facts_of<core::MomentDue>();
  EXPECT_EQ(std::erase_if(facts, [](const auto& due) { return due.moment == "invitation"; }), 2);
  std::erase_if(facts, [](const auto& due) { return due.moment == "cover"; });
  ASSERT_EQ(facts.size(), 4U);
  EXPECT_EQ(facts[1].moment, "topic_poll");
  EXPECT_EQ(on_the_wall(facts[1].closes), "2026-11-23 07:00");
  EXPECT_EQ(facts[2].moment, "checkin");
  EXPECT_EQ(facts[3].moment, "checkout");
  EXPECT_EQ(on_the_wall(facts[3].closes), "2026-11-25 12:00");
  EXPECT_EQ(facts[3].session.state, Session::State::held);
}

// --- who comes ---

TEST(Sessions, NotesWhoComesAndLetsThemThinkAgain) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  EXPECT_THAT(whispered(world.press("berit", "sessions/coming", id)), HasSubstr("tirsdag 24. november"));
  EXPECT_THAT(world.store.attendance(core::SessionId{id}),
              ElementsAre(std::pair(core::PersonId{"berit"}, true)));
  world.press("berit", "sessions/not_coming", id);
  EXPECT_THAT(world.store.attendance(core::SessionId{id}),
              ElementsAre(std::pair(core::PersonId{"berit"}, false)));
}

TEST(Sessions, TakesNoAnswerFromOutsideOrAfterwards) {
  World world;
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_THAT(whispered(world.press("eva", "sessions/coming", id.text)),
              HasSubstr("Bare de som er med i Nord"));
  world.run_until("2026-11-24 15:00");
  EXPECT_THAT(whispered(world.press("berit", "sessions/coming", id.text)), HasSubstr("allerede"));
  EXPECT_THAT(whispered(world.press("berit", "sessions/coming", "nonsense")), HasSubstr("finner jeg ikke"));
  EXPECT_THAT(world.store.attendance(id), IsEmpty());
}

TEST(Sessions, ShowsNamesToTheFacilitatorAndNumbersToOthers) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  world.press("berit", "sessions/coming", id);
  world.press("carl", "sessions/not_coming", id);
  EXPECT_THAT(whispered(world.type("anne", "samlinger")),
              AllOf(HasSubstr("kommer: Berit"), HasSubstr("kan ikke: Carl")));
  for (const char* other : {"berit", "dag", "eva"}) {
    const std::string said = whispered(world.type(other, "samlinger"));
    EXPECT_THAT(said, AllOf(HasSubstr("kommer: 1"), HasSubstr("kan ikke: 1"))) << other;
    EXPECT_THAT(said, AllOf(Not(HasSubstr("Berit")), Not(HasSubstr("Carl")))) << other;
  }
  EXPECT_THAT(whispered(world.type("berit", "samlinger")), HasSubstr("du har sagt at du kommer"));
}

TEST(Sessions, CountNobodyWhoseRosterIsWithoutThemByThenOrLeads) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  world.press("berit", "sessions/coming", id);
  world.press("carl", "sessions/coming", id);
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), HasSubstr("kommer: Berit og Carl"));

  std::vector<core::Person> people = world.context.people().people();
  const core::Closed off{core::at(day("2026-11-24"), core::Minutes{0}),
                         core::at(day("2026-11-25"), core::Minutes{0}), true};
  std::ranges::find(people, core::PersonId{"carl"}, &core::Person::id)->away = {off};
  world.context.set_people({people, {world.group}});
  EXPECT_THAT(whispered(world.type("anne", "samlinger")),
              AllOf(HasSubstr("kommer: Berit ·"), HasSubstr("kan ikke: Carl")));
  EXPECT_THAT(whispered(world.type("berit", "samlinger")), HasSubstr("kommer: 1"));

  world.group.members[1].role = core::Role::leader;
  world.context.set_people({people, {world.group}});
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), Not(HasSubstr("Berit")));
  world.group.leaders_take_part = true;
  world.context.set_people({people, {world.group}});
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), HasSubstr("kommer: Berit"));

  people = directory_of(world.group).people();
  world.context.set_people({people, {world.group}});
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), HasSubstr("kommer: Berit og Carl"))
      << "on the roster again";
}

TEST(Sessions, CountWhoSaysYesInAPauseAndNotWhoDidBeforeIt) {
  World world;
  const std::string first = world.on("2026-11-24").id.text, later = world.on("2026-12-08").id.text;
  for (const std::string& id : {first, later}) world.press("carl", "sessions/coming", id);
  world.press("berit", "sessions/coming", first);

  std::vector<core::Person> people = world.context.people().people();
  const core::Closed pause{core::at(day("2026-11-23"), core::Minutes{0}),
                           core::at(day("2026-11-30"), core::Minutes{0})};
  std::ranges::find(people, core::PersonId{"carl"}, &core::Person::id)->away = {pause};
  world.tell(core::PauseTaken{core::PersonId{"carl"}, pause});
  world.context.set_people({people, {world.group}});
  EXPECT_THAT(world.store.attendance(core::SessionId{first}),
              ElementsAre(std::pair(core::PersonId{"berit"}, true)));
  EXPECT_THAT(world.store.attendance(core::SessionId{later}),
              ElementsAre(std::pair(core::PersonId{"carl"}, true)))
      << "after the pause";

  world.press("carl", "sessions/coming", first);
  EXPECT_THAT(whispered(world.type("anne", "samlinger")),
              AllOf(HasSubstr("kommer: Berit og Carl"), Not(HasSubstr("kan ikke:"))));
  EXPECT_THAT(whispered(world.type("berit", "samlinger")), HasSubstr("kommer: 2"));
  world.press("carl", "sessions/not_coming", first);
  world.tell(core::PauseTaken{core::PersonId{"carl"}, pause});
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), HasSubstr("kan ikke: Carl")) << "a no stays";
}

TEST(Sessions, LeaveTheYesToWhatGoesOnWhereAPauseIsMade) {
  World world;
  const core::SessionId id = world.on("2026-11-24").id;
  world.press("carl", "sessions/coming", id.text);
  world.run_until("2026-11-24 13:30");
  world.tell(core::PauseTaken{
      core::PersonId{"carl"},
      {core::at(day("2026-11-24"), core::Minutes{0}), core::at(day("2026-11-30"), core::Minutes{0})}});
  EXPECT_THAT(world.store.attendance(id), ElementsAre(std::pair(core::PersonId{"carl"}, true)));
}

TEST(Sessions, AskWhoeverHasNotSaidWhetherTheyCome) {
  World world;
  EXPECT_FALSE(world.press("berit", "home/waiting", "").whisper) << "nobody is invited yet";
  world.run_until("2026-11-10 10:00");
  const core::Reply asked = world.press("berit", "home/waiting", "");
  EXPECT_THAT(whispered(asked),
              AllOf(HasSubstr("Neste samling"), HasSubstr("tirsdag 24. november"),
                    HasSubstr("[Jeg kommer] [Jeg kan ikke]"), Not(HasSubstr("Du har sagt"))));
  world.yes("berit", asked);
  EXPECT_THAT(whispered(world.press("berit", "home/waiting", "")), HasSubstr("Du har sagt at du kommer."));
  const core::Reply answered = world.press("berit", "home/waiting", "");
  const auto& blocks = answered.whisper->blocks;
  ASSERT_GE(blocks.size(), 2U);
  const auto* above = std::get_if<core::Paragraph>(&blocks[blocks.size() - 2]);
  ASSERT_TRUE(above);
  EXPECT_THAT(core::plain_text(above->text), HasSubstr("tirsdag 24. november"))
      << "over the buttons stands of which session they are";
  EXPECT_FALSE(world.press("dag", "home/waiting", "").whisper) << "who leads the group is not asked";
}

TEST(Sessions, ListsFiveAndTheHolidaysBetween) {
  World world(group_meeting("annenhver mandag 09:00-10:30", "2027-05-03"), "2027-04-25 12:00");
  const std::string said = whispered(world.type("berit", "sessions"));
  EXPECT_THAT(said, HasSubstr("Ingen samling mandag 17. mai (grunnlovsdagen)"));
  EXPECT_LT(said.find("3. mai"), said.find("17. mai"));
  EXPECT_LT(said.find("17. mai"), said.find("31. mai"));
  EXPECT_THAT(said, HasSubstr("12. juli"));
  EXPECT_THAT(said, Not(HasSubstr("26. juli")));
}

TEST(Sessions, TheNextIsNotTheOneThatGoesOnAlsoOverMidnight) {
  World world(group_meeting("annenhver mandag 23:30-01:00", "2026-11-23"));
  world.run_until("2026-11-24 00:10");
  const core::Reply list = world.type("anne", "samlinger");
  const std::string said = whispered(list);
  EXPECT_THAT(said, HasSubstr("mandag 23. november"));
  EXPECT_EQ(said.find("i gang nå"), said.rfind("i gang nå"));
  EXPECT_LT(said.find("i gang nå"), said.find("mandag 7. desember"));
  EXPECT_THAT(said, HasSubstr("Kommer du på den neste?"));
  world.yes("anne", list);
  EXPECT_THAT(world.store.attendance(world.on("2026-12-07").id),
              ElementsAre(std::pair(core::PersonId{"anne"}, true)));
  EXPECT_THAT(world.store.attendance(world.on("2026-11-23").id), IsEmpty());
  std::vector<core::Block> blocks;
  const core::Group& group = world.context.people().groups()[0];
  world.feature->status(world.context, {{world.person("anne"), &group, {}}, group}, blocks);
  EXPECT_THAT(core::plain_text(core::Message{blocks}),
              AllOf(HasSubstr("mandag 7. desember kl."), Not(HasSubstr("23. november kl."))));
}

TEST(Sessions, ShowsTheFacilitatorWhichMomentsWereMoved) {
  World world;
  EXPECT_THAT(
      whispered(world.type("anne", "samlinger")),
      HasSubstr(
          "Avstemning om tema stenger: mandag 23. november kl. 07.00 (flyttet fra søndag 22. november"));
  EXPECT_THAT(whispered(world.type("berit", "samlinger")), Not(HasSubstr("stenger")));
  std::vector<core::Block> blocks;
  const core::Group& group = world.context.people().groups()[0];
  world.feature->status(world.context, {{world.person("anne"), &group, {}}, group}, blocks);
  EXPECT_THAT(core::plain_text(core::Message{blocks}),
              AllOf(HasSubstr("tirsdag 24. november kl. 13.00–14.30"), HasSubstr("flyttet fra søndag")));
}

// --- moving ---

TEST(Sessions, MovesSilentlyWhatNobodyWasInvitedTo) {
  World world;
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "flytt 24.11 til 26.11 10:00"))),
              AllOf(HasSubstr("torsdag 26. november kl. 10.00–11.30"), HasSubstr("ikke invitert ennå")));
  EXPECT_THAT(world.posted(), IsEmpty());
  EXPECT_EQ(on_the_wall(world.context.jobs.at(moment_key(id, "invitation")).due), "2026-11-12 10:00");
  const auto changes = world.context.facts_of<core::SessionChanged>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].session, world.on("2026-11-26"));
  world.feature->start(world.context);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-26 10:00");
  EXPECT_EQ(world.planned()[1], "2: 2026-12-08 13:00") << "the next planning leaves the move alone";
}

TEST(Sessions, TellsTheGroupWhenTheInvitationIsOut) {
  World world;
  world.run_until("2026-11-12 12:00");
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "move 24.11 to 27.11"))),
              HasSubstr("Gruppa får beskjed"));
  EXPECT_EQ(world.on("2026-11-27").ends - world.on("2026-11-27").starts, std::chrono::minutes{90});
  EXPECT_THAT(world.said("moved:"),
              AllOf(HasSubstr("tirsdag 24. november kl. 13.00"),
                    HasSubstr("fredag 27. november kl. 13.00–14.30"), HasSubstr("Jeg kan ikke")));
  EXPECT_THAT(world.context.updates, Contains(Key("invitation:" + id.text)));
  world.run_until("2026-11-27 13:00");
  const auto posted = world.posted();
  EXPECT_EQ(std::count(posted.begin(), posted.end(), "invitation:2026-11-27"), 1);
  EXPECT_THAT(world.said("reminder:"), HasSubstr("fredag 27. november"));
}

TEST(Sessions, RemindsAgainOfANewTime) {
  World world;
  world.run_until("2026-11-23 13:00");
  ASSERT_THAT(world.said("reminder:"), HasSubstr("tirsdag 24. november"));
  world.yes("anne", world.type("anne", "flytt 24.11 til 3.12 13:00"));
  world.run_until("2026-12-03 12:55");
  const core::Session moved = world.on("2026-12-03");
  EXPECT_TRUE(world.context.posted("reminder:" + moved.id.text + ":1"));
  EXPECT_TRUE(world.context.posted("checkin:" + moved.id.text + ":1"));
  EXPECT_FALSE(world.context.posted("checkin:" + moved.id.text)) << "nobody checks in at the old time";
}

TEST(Sessions, TakesBackWhatIsNotSentYet) {
  World world;
  world.wake_at("2026-11-10 10:00");
  ASSERT_THAT(world.posted(), ElementsAre("invitation:2026-11-24"));
  world.yes("anne", world.type("anne", "flytt 24.11 til 26.11"));
  EXPECT_THAT(world.posted(), ElementsAre(HasSubstr("moved:2026-11-26")));
}

TEST(Sessions, InvitesAtOnceWhenTheNewTimeIsNear) {
  World world;
  world.yes("anne", world.type("anne", "flytt 24.11 til 9.11 13:00"));
  world.context.wake_at(world.context.now(), *world.feature);
  EXPECT_THAT(world.posted(), ElementsAre("invitation:2026-11-09"));
}

TEST(Sessions, RenumbersWhenASessionPassesAnother) {
  World world;
  world.yes("anne", world.type("anne", "flytt 24.11 til 10.12"));
  EXPECT_EQ(world.on("2026-12-08").number, 1);
  EXPECT_EQ(world.on("2026-12-10").number, 2);
  EXPECT_EQ(world.on("2026-12-22").number, 3);
}

TEST(Sessions, KeepWhatTheGroupWasToldWhenOnePassesAnother) {
  World world;
  world.run_until("2026-11-16 10:00");  // the first is invited, the second is not
  const core::SessionId first = world.on("2026-11-24").id, second = world.on("2026-12-08").id;
  EXPECT_THAT(whispered(world.type("anne", "flytt 24.11 til 10.12")), HasSubstr("Begge beholder temaet"));
  world.yes("anne", world.type("anne", "flytt 24.11 til 10.12"));
  const auto numbers = [&] {
    return std::pair(world.store.find(first)->number, world.store.find(second)->number);
  };
  EXPECT_EQ(numbers(), std::pair(1, 2)) << "the group was told of theme 1 for the one that moved";
  EXPECT_THAT(world.said("moved:"), HasSubstr("Tema 1"));
  world.feature->start(world.context);
  world.run_until("2026-11-30 10:00");
  world.yes("anne", world.type("anne", "flytt 22.12 til 7.12"));
  EXPECT_EQ(numbers(), std::pair(1, 2)) << "also when another passes both";
  EXPECT_EQ(world.on("2026-12-07").number, 3);
  EXPECT_EQ(world.on("2027-01-05").number, 4);
  world.yes("anne", world.type("anne", "avlys 10.12"));
  EXPECT_EQ(world.store.called_off.at(first), world.context.now()) << "for the next digest";
  EXPECT_EQ(world.store.find(second)->number, 1) << "what is cancelled gives its theme to the next";
}

TEST(Sessions, MarksOneThatDidNotTakePlace) {
  World world;
  const core::Session first = world.on("2026-11-24");
  world.tell(core::TopicChosen{world.group.id, first.id, "Søvn"});
  EXPECT_THAT(whispered(world.press("anne", "sessions/not_held_now", first.id.text)),
              HasSubstr("er ikke over"));
  world.run_until("2026-11-25 12:00");
  const core::Reply asked = world.press("anne", "sessions/not_held", first.id.text);
  EXPECT_THAT(whispered(asked), AllOf(HasSubstr("tirsdag 24. november"), HasSubstr("svarene i den")));
  EXPECT_EQ(world.store.find(first.id)->state, Session::State::held);
  EXPECT_THAT(world.said("followup:"), HasSubstr("Det ble ikke noe av samlingen"));
  for (int i = 0; i < 2; ++i) {  // twice is once
    EXPECT_THAT(whispered(world.yes("anne", asked)), HasSubstr("ble ikke holdt"));
    EXPECT_EQ(world.store.find(first.id)->state, Session::State::cancelled);
    EXPECT_EQ(world.store.find(first.id)->revision, first.revision + 1);
    EXPECT_EQ(world.context.facts_of<core::TopicReturned>().size(), 1U);
    EXPECT_EQ(world.context.facts_of<core::SessionChanged>().size(), 1U);
    EXPECT_EQ(world.store.called_off.at(first.id), world.context.now()) << "for the next digest";
  }
  EXPECT_EQ(world.on("2026-12-22").number, 2) << "its theme comes again";
  EXPECT_THAT(whispered(world.press("anne", "sessions/was_held", first.id.text)), HasSubstr("ble holdt"));
  EXPECT_EQ(world.store.find(first.id)->state, Session::State::held);
  ASSERT_THAT(world.context.updates, Not(IsEmpty()));
  EXPECT_THAT(world.context.updates.back().first, StartsWith("followup:" + first.id.text));
  EXPECT_THAT(core::plain_text(world.context.updates.back().second),
              HasSubstr("Det ble ikke noe av samlingen"))
      << "what was asked of it counts again";
  EXPECT_THAT(whispered(world.press("berit", "sessions/not_held_now", first.id.text)),
              Not(HasSubstr("Notert")));
  EXPECT_EQ(world.store.find(first.id)->state, Session::State::held);
}

TEST(Sessions, AreFollowedUpWhereTheyTookPlaceAfterAll) {
  for (const char* later : {"2026-11-24 18:00", "2026-11-26 12:00"}) {
    World world;
    const core::Session first = world.on("2026-11-24");
    world.run_until("2026-11-24 16:00");
    world.press("anne", "sessions/not_held_now", first.id.text);
    world.run_until(later);
    EXPECT_EQ(world.said("followup:"), "") << later;
    world.press("anne", "sessions/was_held", first.id.text);
    world.run_until("2026-11-26 12:00");
    EXPECT_THAT(world.said("followup:"), HasSubstr("Det ble ikke noe av samlingen")) << later;
  }
}

TEST(Sessions, AskForTheRoomAgainWhereTheyAreMovedToALaterDay) {
  World world;
  world.run_until("2026-11-18 12:00");
  EXPECT_THAT(world.said("room:"), HasSubstr("24. november"));
  world.yes("anne", world.type("anne", "flytt 24.11 til 1.12"));
  world.run_until("2026-11-24 12:00");
  std::vector<std::string> asked;
  for (const core::Post& post : world.context.posts)
    if (post.key.starts_with("room:")) asked.push_back(core::plain_text(post.message));
  EXPECT_THAT(asked, ElementsAre(HasSubstr("24. november"), HasSubstr("1. desember")));
}

TEST(Sessions, MainResponsibilityGoesToNobodyByHalfAName) {
  core::Group group = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  group.members.push_back({core::PersonId{"eva"}, core::Role::facilitator, {}});
  World world(group);
  std::vector<core::Person> people = directory_of(group).people();
  people.front().name = "Kari Nes";
  people.back().name = "Kari Lie";
  world.context.set_people({people, {group}});
  EXPECT_THAT(
      whispered(world.type("anne", "hovedansvar kari")),
      AllOf(HasSubstr("Flere fasilitatorer heter det"), HasSubstr("Kari Nes"), HasSubstr("Kari Lie")));
  EXPECT_THAT(whispered(world.type("anne", "hovedansvar @")), HasSubstr("ingen fasilitator med det navnet"));
  EXPECT_TRUE(world.store.leads.empty());
  world.type("anne", "hovedansvar Kari Lie");
  EXPECT_EQ(world.store.leads[world.on("2026-11-24").id], core::PersonId{"eva"});
  EXPECT_THAT(whispered(world.type("anne", "hovedansvar")), HasSubstr("tirsdag 5. januar 2027 kl. 13.00"));
}

TEST(Sessions, AskAgainWhoComesAfterAMove) {
  World world;
  world.run_until("2026-11-16 10:00");
  world.press("berit", "sessions/coming", world.on("2026-11-24").id.text);
  world.press("carl", "sessions/not_coming", world.on("2026-11-24").id.text);
  world.yes("anne", world.type("anne", "flytt 24.11 til 27.11"));
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), Not(AllOf(HasSubstr("Berit"), HasSubstr("Carl"))));
  EXPECT_TRUE(world.store.attendance(world.on("2026-11-27").id).empty());
}

TEST(Sessions, RefusesATimeThatCannotBe) {
  World world;
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "flytt 24.11 til 2026-10-01 13:00"))),
              HasSubstr("er passert"));
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "flytt 24.11 til 24.11 13:00"))),
              HasSubstr("allerede på den tiden"));
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "flytt 24.11 til 8.12 14:00"))),
              HasSubstr("en annen samling"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  EXPECT_THAT(world.context.facts, IsEmpty());
}

TEST(Sessions, AreNotMovedFromTheMomentTheyBegin) {
  World world;
  world.run_until("2026-11-24 12:59");
  const core::Reply preview = world.type("anne", "flytt 24.11 til 26.11");
  world.run_until("2026-11-24 13:00");
  EXPECT_THAT(whispered(world.yes("anne", preview)), HasSubstr("er i gang"));
}

TEST(Sessions, ShowsAMoveBeforeAnybodyIsTold) {
  World world;
  world.run_until("2026-11-16 10:00");
  const auto before = world.context.posts.size();
  const core::Reply asked = world.type("anne", "flytt 24.11 torsdag");
  EXPECT_THAT(whispered(asked),
              AllOf(HasSubstr("torsdag 26. november kl. 13.00–14.30"), HasSubstr("får gruppa beskjed"),
                    HasSubstr("Ja, flytt"), HasSubstr("Nei, la den stå")));
  EXPECT_EQ(world.context.posts.size(), before);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  EXPECT_THAT(whispered(world.press("anne", "sessions/keep", world.on("2026-11-24").id.text)),
              HasSubstr("som før"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  world.yes("anne", asked);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-26 13:00");
  EXPECT_EQ(world.context.posts.size(), before + 1);
  EXPECT_THAT(whispered(world.yes("anne", asked)), HasSubstr("allerede på den tiden")) << "twice is once";
  EXPECT_EQ(world.context.posts.size(), before + 1);
}

TEST(Sessions, SaysWhatIsOddAboutATime) {
  World world;
  const auto preview = [&](const char* to) {
    return whispered(world.type("anne", std::string("flytt 24.11 til ") + to));
  };
  EXPECT_THAT(preview("26.11 03:00"), HasSubstr("på natta"));
  EXPECT_THAT(preview("26.11 21:30"), HasSubstr("på natta")) << "it ends then";
  EXPECT_THAT(preview("28.11 10:00"), HasSubstr("i helga"));
  EXPECT_THAT(preview("25.12 10:00"), AllOf(HasSubstr("helligdag"), HasSubstr("juledag")));
  EXPECT_THAT(preview("24.12 10:00"), HasSubstr("Det er julaften, og mange går hjem klokken 12."));
  EXPECT_THAT(preview("31.12 13:00"), HasSubstr("nyttårsaften"));
  EXPECT_THAT(preview("20.11 10:00"), Not(HasSubstr("aften")));
  EXPECT_THAT(preview("10.12 10:00"), HasSubstr("tirsdag 8. desember")) << "the one it passes";
  EXPECT_THAT(preview("26.11 10:00"),
              AllOf(Not(HasSubstr("natta")), Not(HasSubstr("helg")), Not(HasSubstr("8. desember"))));
}

TEST(Sessions, LetAnOldPreviewDoNothing) {
  World world;
  world.run_until("2026-11-16 10:00");
  const core::Reply old_move = world.type("anne", "flytt 24.11 til 27.11"),
                    old_cancel = world.type("anne", "avlys 24.11");
  world.yes("anne", world.type("anne", "flytt 24.11 til 26.11"));
  EXPECT_THAT(whispered(world.yes("anne", old_move)), HasSubstr("endret siden"));
  EXPECT_THAT(whispered(world.yes("anne", old_cancel)), HasSubstr("endret siden"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-26 13:00");
  const std::string id = world.on("2026-11-26").id.text;
  for (const char* forged : {"", "|", "|0|", "|1|x", "|1|2020-01-01T00:00:00Z"})
    world.press("anne", "sessions/move_now", id + forged);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-26 13:00");
}

TEST(Sessions, AsksAnewWhoComesAtTheNewTime) {
  World world;
  world.run_until("2026-11-16 10:00");
  const core::SessionId id = world.on("2026-11-24").id;
  world.press("berit", "sessions/coming", id.text);
  world.yes("anne", world.type("anne", "flytt 24.11 til 27.11"));
  EXPECT_THAT(world.store.attendance(id), IsEmpty());
  EXPECT_THAT(whispered(world.type("anne", "samlinger")), Not(HasSubstr("kommer: ")));
}

TEST(Sessions, TellsOfEveryChangeInOneSecond) {
  World world;
  world.run_until("2026-11-16 10:00");
  const auto before = world.context.posts.size();
  world.yes("anne", world.type("anne", "flytt 24.11 til 26.11"));
  world.yes("anne", world.type("anne", "flytt 26.11 til 27.11"));
  world.yes("anne", world.type("anne", "flytt 27.11 til 24.11"));
  world.yes("anne", world.type("anne", "flytt 24.11 til 26.11"));
  std::set<std::string> keys;
  for (auto post = world.context.posts.begin() + static_cast<std::ptrdiff_t>(before);
       post != world.context.posts.end(); ++post)
    keys.insert(post->key);
  EXPECT_EQ(keys.size(), 4U);
}

TEST(Sessions, FollowACorrectedTimeZone) {
  core::Group abroad = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), home = abroad;
  abroad.zone = "UTC";
  World world(abroad);
  const auto told = [&] {
    const core::Session session = world.on("2026-11-24");
    return told_entry(world.store, Subject{session, world.group, nullptr, nullptr, false}, core::Language::nb,
                      world.context.now())
        .sequence;
  };
  ASSERT_EQ(world.planned()[0], "1: 2026-11-24 14:00") << "on the wall in Oslo";
  const int first = told();
  world.yes("anne", world.type("anne", "flytt 8.12 til 9.12 10:00"));
  world.configure(home);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
  EXPECT_EQ(world.planned()[1], "2: 2026-12-09 11:00") << "what the facilitator set stays";
  EXPECT_EQ(world.planned()[2], "3: 2026-12-22 13:00");
  EXPECT_EQ(on_the_wall(world.context.jobs.at(moment_key(world.on("2026-11-24").id, "invitation")).due),
            "2026-11-10 10:00");
  EXPECT_GT(told(), first) << "calendars hear of it";
  for (const char* zone : {"Europe/Helsinki", "Europe/Oslo"}) {
    home.zone = zone;
    world.configure(home);
  }
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00") << "as often as it is corrected";
  EXPECT_EQ(world.planned()[1], "2: 2026-12-09 11:00");
}

TEST(Sessions, FollowACorrectedTimeZoneAlsoWhereTheyWereCancelledOrPaused) {
  core::Group abroad = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"), home = abroad;
  abroad.zone = "UTC";
  World world(abroad);
  Planner planner(world.store, world.programmes);
  planner.cancel(world.context, world.group, world.on("2026-12-08"));
  planner.cancel(world.context, world.group, world.on("2026-12-22"));
  planner.restore(world.context, world.group, world.on("2026-12-22"));
  world.yes("anne", world.type("anne", "flytt 5.1.2027 til 6.1.2027 13:00"));
  planner.cancel(world.context, world.group, world.on("2027-01-06"));
  world.configure(home);
  EXPECT_EQ(on_the_wall(world.on("2026-12-08").starts), "2026-12-08 13:00") << "cancelled";
  EXPECT_EQ(on_the_wall(world.on("2026-12-22").starts), "2026-12-22 13:00") << "taken back";
  EXPECT_EQ(on_the_wall(world.on("2027-01-06").starts), "2027-01-06 14:00") << "what somebody set stays";
  planner.restore(world.context, world.group, world.on("2026-12-08"));
  EXPECT_THAT(world.planned(), Contains("2: 2026-12-08 13:00"));
  home.zone = "Europe/Helsinki";
  world.configure(home);
  EXPECT_EQ(on_the_wall(world.on("2026-12-08").starts), "2026-12-08 12:00") << "as often as it is corrected";
}

// A pause of the group, made and ended as people do.
void begin_pause(World& world, const core::Closed& days) {
  world.group.quiet.closed = {days};
  world.configure(world.group);
  world.tell(core::PausesChanged{world.group.id, days});
  world.context.wake_at(world.context.now(), *world.feature);
}
void end_pause(World& world) {
  const core::Closed days = world.group.quiet.closed.front();
  world.group.quiet.closed.clear();
  world.context.set_people(directory_of(world.group));
  world.tell(core::PausesChanged{world.group.id, std::nullopt, {days}});
  world.context.wake_at(world.context.now(), *world.feature);
}

TEST(Sessions, SayOfWhichYearTheFirstAfterAPauseIs) {
  World world;
  const core::Closed days{core::at(day("2026-12-07"), core::Minutes{0}),
                          core::at(day("2027-01-04"), core::Minutes{0})};
  const core::Session next = world.on("2027-01-05");
  const Subject subject{next, world.group, nullptr};
  PauseNews news;
  news.made = {days};
  EXPECT_THAT(core::plain_text(pause_told(news, {}, &subject, world.group, world.context.now())),
              AllOf(HasSubstr("til og med søndag 3. januar 2027"),
                    HasSubstr("Neste samling er tirsdag 5. januar 2027 kl. 13.00")));
}

TEST(Sessions, FollowATimeZoneThatIsCorrectedDuringAPause) {
  const auto midnight = [](const char* date) { return core::at(day(date), core::Minutes{0}); };
  const core::Closed one{midnight("2026-12-07"), midnight("2026-12-10")};
  const core::Closed all{midnight("2026-11-20"), midnight("2027-06-01")};
  for (const core::Closed& days : {one, all}) {
    core::Group abroad = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
    abroad.zone = "UTC";
    World world(abroad);
    begin_pause(world, days);
    ASSERT_EQ(world.on("2026-12-08").state, Session::State::cancelled);
    world.group.zone = "Europe/Oslo";
    world.configure(world.group);
    EXPECT_EQ(on_the_wall(world.on("2026-12-08").starts), "2026-12-08 13:00");
    end_pause(world);
    EXPECT_THAT(world.planned(), Contains("2: 2026-12-08 13:00"));
    EXPECT_THAT(world.planned(), Contains("1: 2026-11-24 13:00"));
  }
}

TEST(Sessions, ComeBackWithTheirRhythmAfterATimeZoneWasCorrected) {
  core::Group abroad = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  abroad.zone = "UTC";
  World world(abroad);
  const auto tuesdays = world.group.cadence;
  world.group.cadence = core::cadence_from_text("annenhver torsdag 13:00-14:30", day("2026-11-26"));
  world.configure(world.group);
  world.group.zone = "Europe/Oslo";
  world.configure(world.group);
  world.group.cadence = tuesdays;
  world.configure(world.group);
  EXPECT_THAT(world.planned(), Contains("1: 2026-11-24 13:00"));
  EXPECT_THAT(world.planned(), Contains("2: 2026-12-08 13:00"));
}

TEST(Sessions, GiveBackATopicThatLosesItsSession) {
  World world;
  const auto returned = [&] {
    std::vector<std::string> topics;
    for (const auto& each : world.context.facts_of<core::TopicReturned>()) topics.push_back(each.topic);
    return topics;
  };
  const core::SessionId id = world.on("2026-11-24").id;
  world.tell(core::TopicChosen{world.group.id, id, "Søvn"});
  world.tell(core::TopicChosen{world.group.id, id, "Søvn"});
  EXPECT_THAT(returned(), IsEmpty());
  world.tell(core::TopicChosen{world.group.id, id, "Smerte"});
  EXPECT_THAT(returned(), ElementsAre("Søvn"));
  world.yes("anne", world.type("anne", "avlys 24.11"));
  EXPECT_THAT(returned(), ElementsAre("Søvn", "Smerte"));
  EXPECT_EQ(world.store.find(id)->topic, "");
}

TEST(Sessions, OpensAFormWhenItIsNotToldEnough) {
  World world;
  for (const char* typed : {"flytt", "flytt 24.11", "flytt 25.11 til 26.11", "flytt i morgen", "flytt hei"}) {
    const core::Reply reply = world.type("anne", typed);
    ASSERT_TRUE(reply.form) << typed;
    EXPECT_EQ(reply.form->name, "sessions/move");
    EXPECT_EQ(reply.form->inputs.front().options.size(), 7U);
  }
  EXPECT_THAT(world.type("anne", "flytt 24.11").form->inputs.front().initial,
              ElementsAre(world.on("2026-11-24").id.text));
}

TEST(Sessions, MovesByTheForm) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  EXPECT_THAT(world.submit("anne", "sessions/move", {{"session", {id}}, {"when", {"i går"}}}).errors,
              Contains(Key("when")));
  EXPECT_THAT(
      world.submit("anne", "sessions/move", {{"session", {"x"}}, {"when", {"2026-11-26T10:00"}}}).errors,
      Contains(Key("session")));
  EXPECT_THAT(
      world.submit("anne", "sessions/move", {{"session", {id}}, {"when", {"2026-10-26T10:00"}}}).errors,
      Contains(Key("when")));
  const core::Reply reply =
      world.submit("anne", "sessions/move", {{"session", {id}}, {"when", {"2026-11-26T10:00"}}});
  EXPECT_THAT(reply.errors, IsEmpty());
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00") << "not before the yes";
  world.yes("anne", reply);
  EXPECT_EQ(world.planned()[0], "1: 2026-11-26 10:00");
}

// Nobody else would have been told, and "the facilitator sees your answer" was of herself.
TEST(Sessions, TellWhoeverFacilitatesAloneThatNobodyLeads) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  const core::Reply told = world.press("anne", "sessions/not_coming", id);
  EXPECT_THAT(whispered(told), AllOf(HasSubstr("ingen fasilitator"), HasSubstr("[Flytt] [Avlys]")));
  EXPECT_THAT(whispered(world.press("berit", "sessions/not_coming", id)), HasSubstr("Fasilitatoren ser"));
  world.group.members[1].role = core::Role::facilitator;
  world.context.set_people(directory_of(world.group));
  world.press("berit", "sessions/coming", id);
  EXPECT_THAT(whispered(world.press("anne", "sessions/not_coming", id)), HasSubstr("Fasilitatoren ser"));
}

TEST(Sessions, LetsOnlyTheFacilitatorSubmitAndConfirm) {
  World world;
  const std::string id = world.on("2026-11-24").id.text;
  EXPECT_THAT(
      whispered(world.submit("berit", "sessions/move", {{"session", {id}}, {"when", {"2026-11-26T10:00"}}})),
      HasSubstr("Bare fasilitatoren"));
  EXPECT_THAT(whispered(world.press("dag", "sessions/cancel_now", id)), HasSubstr("Bare fasilitatoren"));
  EXPECT_EQ(world.planned()[0], "1: 2026-11-24 13:00");
}

// --- cancelling ---

TEST(Sessions, AsksBeforeItCancels) {
  World world;
  world.run_until("2026-11-12 12:00");
  const core::Session session = world.on("2026-11-24");
  const core::Reply asked = world.type("anne", "avlys 24.11");
  EXPECT_THAT(whispered(asked), AllOf(HasSubstr("tirsdag 24. november"), HasSubstr("Ja, avlys")));
  EXPECT_EQ(world.on("2026-11-24").state, Session::State::planned);

  EXPECT_THAT(whispered(world.yes("anne", asked)), HasSubstr("Gruppa får beskjed"));
  EXPECT_EQ(world.on("2026-11-24").state, Session::State::cancelled);
  EXPECT_THAT(world.said("cancelled:"), AllOf(HasSubstr("tirsdag 24. november"),
                                              HasSubstr("tirsdag 8. desember"), HasSubstr("Tema 1")));
  for (const auto& [key, job] : world.context.jobs) EXPECT_NE(job.subject, session.id.text);
  ASSERT_EQ(world.context.facts_of<core::SessionChanged>().size(), 1U);
  EXPECT_EQ(world.context.facts_of<core::SessionChanged>()[0].session.state, Session::State::cancelled);

  EXPECT_THAT(whispered(world.press("anne", "sessions/cancel_now", session.id.text)), HasSubstr("er avlyst"));
  EXPECT_THAT(whispered(world.press("berit", "sessions/coming", session.id.text)), HasSubstr("er avlyst"));
  world.run_until("2026-11-25 12:00");
  const auto posted = world.posted();
  EXPECT_THAT(posted, Not(Contains(HasSubstr("checkin:2026-11-24"))));
  EXPECT_EQ(std::count(posted.begin(), posted.end(), "cancelled:2026-11-24:1"), 1);
}

// Nobody came, or who leads fell ill at the table.
TEST(Sessions, CancelsOneThatGoesOn) {
  World world;
  const core::SessionId first = world.on("2026-11-24").id;
  world.run_until("2026-11-24 13:10");
  EXPECT_THAT(whispered(world.press("anne", "sessions/not_held", first.text)), HasSubstr("Ja, avlys"));
  for (const char* typed : {"avlys samlingen", "avlys i dag", "avlys 24.11"})
    EXPECT_THAT(whispered(world.type("anne", typed)),
                AllOf(HasSubstr("24. november"), HasSubstr("er i gang"), HasSubstr("får gruppa beskjed")))
        << typed;
  EXPECT_THAT(whispered(world.type("anne", "avlys neste")), HasSubstr("8. desember"));
  EXPECT_EQ(world.type("anne", "avlys").form.value().inputs.front().options.front().value, first.text);
  EXPECT_THAT(whispered(world.type("anne", "flytt 24.11 til 26.11")), HasSubstr("er i gang"));
  const core::Reply asked = world.submit("anne", "sessions/cancel", {{"session", {first.text}}});
  EXPECT_THAT(asked.errors, IsEmpty());
  world.yes("anne", asked);
  EXPECT_EQ(world.store.find(first)->state, Session::State::cancelled);
  EXPECT_THAT(world.said("cancelled:"), HasSubstr("24. november"));
  world.run_until("2026-11-26 12:00");
  for (const std::string& key : world.posted())
    EXPECT_THAT(key, AllOf(Not(HasSubstr("checkout")), Not(HasSubstr("followup"))));
}

TEST(Sessions, AsksWhetherOneThatIsOverWasHeldWhereItShallBeCancelled) {
  World world;
  const core::SessionId first = world.on("2026-11-24").id;
  world.run_until("2026-11-24 14:25");
  const core::Reply before = world.type("anne", "avlys samlingen");
  world.run_until("2026-11-25 12:00");
  EXPECT_THAT(whispered(world.yes("anne", before)), HasSubstr("Ble det ikke noe av samlingen"));
  EXPECT_NE(world.store.find(first)->state, Session::State::cancelled) << "that was another question";
  const core::Reply asked = world.type("anne", "avlys 24. november");
  EXPECT_THAT(whispered(asked), HasSubstr("Ble det ikke noe av samlingen tirsdag 24. november"));
  world.yes("anne", asked);
  EXPECT_EQ(world.store.find(first)->state, Session::State::cancelled);
  EXPECT_THAT(whispered(world.type("anne", "avlys 24.11")), HasSubstr("er avlyst"));
}

TEST(Sessions, CancelsSilentlyWhatNobodyWasInvitedTo) {
  World world;
  EXPECT_THAT(whispered(world.yes("anne", world.type("anne", "avlys 8.12"))), HasSubstr("ikke invitert"));
  EXPECT_THAT(world.posted(), IsEmpty());
}

TEST(Sessions, CancelsByTheForm) {
  World world;
  const core::Reply form = world.type("anne", "avlys");
  ASSERT_TRUE(form.form);
  EXPECT_EQ(form.form->name, "sessions/cancel");
  for (const core::Reply& each : {form, world.type("anne", "flytt")}) {
    const auto& options = each.form.value().inputs.front().options;
    EXPECT_THAT(options.at(0).label, HasSubstr("tirsdag 24. november kl. 13.00"));
    EXPECT_THAT(options.at(3).label, HasSubstr("tirsdag 5. januar 2027 kl. 13.00")) << "past New Year";
  }
  EXPECT_THAT(whispered(world.type("anne", "avlys 5.1")), HasSubstr("tirsdag 5. januar 2027 kl. 13.00"));
  const core::Reply asked =
      world.submit("anne", "sessions/cancel", {{"session", {world.on("2026-12-08").id.text}}});
  EXPECT_THAT(whispered(asked), HasSubstr("tirsdag 8. desember"));
  EXPECT_EQ(world.on("2026-12-08").state, Session::State::planned);
}

TEST(Sessions, TellsOfALateCancellationInQuietHoursToo) {
  World urgent(group_meeting("annenhver tirsdag 07:30-08:30", "2026-11-24")), calm;
  urgent.run_until("2026-11-23 22:00");
  EXPECT_THAT(whispered(urgent.yes("anne", urgent.type("anne", "avlys 24.11"))),
              Not(HasSubstr("Jeg er stille")));
  EXPECT_FALSE(urgent.context.posted("cancelled:" + urgent.on("2026-11-24").id.text + ":1")->respect_quiet);
  calm.run_until("2026-11-19 22:00");
  EXPECT_THAT(whispered(calm.yes("anne", calm.type("anne", "avlys 24.11"))),
              HasSubstr("beskjeden kommer fredag 20. november kl. 07.00"));
  EXPECT_TRUE(calm.context.posted("cancelled:" + calm.on("2026-11-24").id.text + ":1")->respect_quiet);
}

TEST(Sessions, TheButtonsOfTheListSayTheGroup) {
  World world;
  const core::Reply list = world.type("anne", "samlinger");
  ASSERT_TRUE(list.whisper);
  std::vector<std::string> said;
  for (const core::Block& block : list.whisper->blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      for (const core::Button& button : actions->buttons) said.push_back(button.value);
  EXPECT_THAT(said, Contains("flytt nord"));
}

TEST(Sessions, SayOfTheOneOfThatDayWhyItStays) {
  World world;
  world.yes("anne", world.type("anne", "avlys 8.12"));
  for (const char* typed : {"flytt 8.12 til 9.12", "avlys 8.12"})
    EXPECT_THAT(whispered(world.type("anne", typed)), HasSubstr("er avlyst")) << typed;
  world.run_until("2026-11-24 13:30");
  for (const char* typed : {"flytt 24.11 til 26.11", "avlys 24.11", "avlys i dag"})
    EXPECT_THAT(whispered(world.type("anne", typed)), HasSubstr("er i gang")) << typed;
  EXPECT_TRUE(world.type("anne", "flytt tirsdag til torsdag 3. desember").whisper) << "not one of a weekday";
}

// --- words ---

// More than one is the group's rhythm, and not this command's: it says where that is, and moves nothing.
TEST(Sessions, MovingAllLeadsToTheGroup) {
  World world;
  for (const char* words :
       {"flytt fra nå av klokka 13.30", "flytt alle samlingene til torsdag", "flytt til kl 13.30 fra nå av.",
        "move it to 1.30 pm from now on!", "flytt til torsdager framover", "flytt til annenhver torsdag",
        "flytt til annakvar torsdag", "plan annenhver torsdag kl 13",
        "flytt alle samlinger en time framover"}) {
    const core::Reply reply = world.type("anne", words);
    EXPECT_FALSE(reply.form) << words;
    EXPECT_THAT(whispered(reply), HasSubstr("én samling om gangen")) << words;
  }
  EXPECT_TRUE(world.type("anne", "avlys 24.11 en uke senere").form);
  EXPECT_THAT(whispered(world.type("anne", "flytt torsdag kl 10")),
              HasSubstr("torsdag 26. november kl. 10.00"))
      << "no session is on a Thursday";
  EXPECT_TRUE(world.type("anne", "flytt torsdag").form) << "which one, or where to?";
  for (const char* words : {"flytt samlingen en time framover", "flytt 24.11 1 time og 30 min fremover",
                            "move it an hour onwards"})
    EXPECT_TRUE(world.type("anne", words).form) << words << ": one session, whichever way";
}

// What "flytt ..." makes of a session on Tuesday 24 November 13:00-14:30, said on Monday the 16th.
std::string moved_to(const char* words, const char* today = "2026-11-16", const char* from = "2026-11-24") {
  const core::Local starts = core::at(day(from), core::Minutes{13 * 60});
  const MoveWords read = read_move(core::parse_command(words), day(today));
  if (!read.understood || (read.from.date && read.from.date != day(from))) return "not understood";
  const auto wanted = wanted_span(read, {starts, starts + core::Minutes{90}}, day(today));
  if (!wanted) return "does not fit";
  const auto text = [](core::Local at) { return core::to_text(core::Instant{at.time_since_epoch()}); };
  const bool same_length = wanted->ends - wanted->starts == core::Minutes{90};
  return text(wanted->starts).substr(0, 16) + (same_length ? "" : "-" + text(wanted->ends).substr(11, 5));
}

// Nothing is moved for each "den" that is thought before one.
TEST(SessionWords, ReadDaysOfAMonthHoweverMany) {
  EXPECT_EQ(moved_to("flytt 24. til 26."), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24. 11. til 26. 11."), "2026-11-26T13:00");
  EXPECT_EQ(moved_to(("flytt " + support::again_and_again("26. ")).c_str()), "not understood");
}

TEST(SessionWords, ReadHowMuchLaterOrEarlier) {
  const std::pair<const char*, const char*> cases[]{
      {"flytt en halv time senere", "2026-11-24T13:30"},
      {"Flytt samlingen 24.11 en halv time seinere!", "2026-11-24T13:30"},
      {"flytt samlinga ein time seinare", "2026-11-24T14:00"},
      {"flytt den 1 time og 30 min senere", "2026-11-24T14:30"},
      {"flytt 24.11 1 time tidligere", "2026-11-24T12:00"},
      {"move the session two days earlier", "2026-11-22T13:00"},
      {"move it an hour later", "2026-11-24T14:00"},
      {"move 24.11 an hour earlier", "2026-11-24T12:00"},
      {"flytt den tilbake til kl to", "2026-11-24T14:00"},
      {"flytt ho attende til kl to", "2026-11-24T14:00"},
      {"move it back to 2 pm", "2026-11-24T14:00"},
      {"flytt neste tilbake til kl to", "2026-11-24T14:00"},
      {"move 24.11 half an hour later", "2026-11-24T13:30"},
      {"move it to the day after", "2026-11-25T13:00"},
      {"flytt neste samling en uke senere", "2026-12-01T13:00"},
      {"flytt neste møte til uka etter", "2026-12-01T13:00"},
      {"flytt 24.11 til dagen før", "2026-11-23T13:00"},
      {"flytt den til kl 13.15", "2026-11-24T13:15"},
      {"flytt tilbake til kl ett", "2026-11-24T13:00"},
      {"flytt ho til i morra kl to", "2026-11-17T14:00"}};
  for (const auto& [said, meant] : cases) EXPECT_EQ(moved_to(said), meant) << said;
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 en time senere"), "does not fit");
  EXPECT_EQ(moved_to("flytt 24.11 kl 14 en time senere"), "does not fit") << "it is at one";
}

TEST(SessionWords, ReadHoursAsTheyAreSaid) {
  const std::pair<const char*, const char*> cases[]{
      {"flytt kl 2", "2026-11-24T14:00"},
      {"flytt til kl 2", "2026-11-24T14:00"},
      {"flytt kl 14", "2026-11-24T14:00"},
      {"flytt kl 14 til 15", "2026-11-24T14:00-15:00"},
      {"flytt 24.11 kl 2 til tre", "2026-11-24T14:00-15:00"},
      {"flytt 24.11 kl 13 til to", "2026-11-24T14:00"},
      {"flytt 24.11 fra ett til tre", "2026-11-24T15:00"},
      {"flytt til 26.11 kl 1 til to", "2026-11-26T13:00-14:00"},
      {"flytt 24.11 kl 7 til åtte", "2026-11-24T07:00-08:00"},
      {"flytt kl 11 til 1", "2026-11-24T11:00-13:00"},
      {"flytt kl 9 til 4", "2026-11-24T09:00-16:00"},
      {"flytt fra 1 til 2", "2026-11-24T14:00"},
      {"flytt 24.11 fra 1 til 2", "2026-11-24T14:00"},
      {"flytt 24.11 1 til 2", "2026-11-24T14:00"},
      {"flytt fra 2 til 4", "2026-11-24T14:00-16:00"},
      {"flytt kl 1 til 2", "2026-11-24T14:00"},
      {"flytt til 3", "2026-11-24T15:00"},
      {"flytt til 26.11 kl.3", "2026-11-26T15:00"},
      {"flytt til 26.11 kl.2-3", "2026-11-26T14:00-15:00"},
      {"flytt den en uke", "2026-12-01T13:00"},
      {"flytt samlingen med en uke", "2026-12-01T13:00"},
      {"move it by two days", "2026-11-26T13:00"},
      {"flytt til første torsdag i desember", "2026-12-03T13:00"}};
  for (const auto& [said, meant] : cases) EXPECT_EQ(moved_to(said), meant) << said;
  EXPECT_EQ(moved_to("flytt tirsdagens samling til torsdag", "2026-11-20"), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 kl 15 til 14"), "does not fit");
  EXPECT_EQ(moved_to("flytt 24.11 til romjula"), "does not fit") << "which day?";
  EXPECT_NE(moved_to("flytt til 14t"), "2026-11-25T03:00") << "fourteen hours on is not meant";
}

TEST(SessionWords, TakeAWeekdayForTheOneNearestToTheSession) {
  EXPECT_EQ(moved_to("flytt 24.11 torsdag"), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 fredag"), "2026-11-27T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 lørdag"), "2026-11-21T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 til mandag kl. 10"), "2026-11-23T10:00");
  EXPECT_EQ(moved_to("flytt 24.11 søndag", "2026-11-22"), "2026-11-22T13:00") << "today is not before today";
  EXPECT_EQ(moved_to("flytt 24.11 lørdag", "2026-11-22"), "2026-11-28T13:00") << "the 21st has been";
  EXPECT_EQ(moved_to("flytt 24.11 til neste fredag"), "2026-11-27T13:00");
}

TEST(SessionWords, ReadDatesAndTimesAsPeopleWriteThem) {
  for (const char* words :
       {"flytt 24.11 til 26.11", "flytt 24. november til 26. november",
        "flytt fra 24.11. til torsdag 26. november",
        "flytt tirsdag 24. november kl. 13.00–14.30 til torsdag 26. november kl. 13.00–14.30",
        "flytt Tuesday 24 November, 13:00–14:30 to Thursday 26 November", "flytt 24/11 26/11",
        "flytt 24.11 26.11 13.00"})
    EXPECT_EQ(moved_to(words), "2026-11-26T13:00") << words;
  EXPECT_EQ(moved_to("flytt 24.11 5.12"), "2026-12-05T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 14:30"), "2026-11-24T14:30");
  EXPECT_EQ(moved_to("flytt 24.11 til kl. 12.10"), "2026-11-24T12:10");
  EXPECT_EQ(moved_to("flytt 24.11 til i morgen 10:00"), "2026-11-17T10:00");
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 kl 13.10"), "2026-11-26T13:10");
  EXPECT_EQ(moved_to("flytt 24.11 kl. 10 til 26.11"), "does not fit") << "it begins at another time";
  EXPECT_EQ(moved_to("flytt 24.11 til fredag 26. november"), "does not fit");
  EXPECT_EQ(moved_to("flytt 24.11 til snart"), "not understood");
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 og 27.11"), "not understood");
}

TEST(SessionWords, ReadAnotherLengthAWeekAndADayOfTheMonth) {
  EXPECT_EQ(moved_to("flytt 24.11 til 14.30-15.30"), "2026-11-24T14:30-15:30");
  EXPECT_EQ(moved_to("flytt 24.11 til 13.00–15.00"), "2026-11-24T13:00-15:00");
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 fra 9 til 10.15"), "2026-11-26T09:00-10:15");
  EXPECT_EQ(moved_to("flytt 24.11 fra 13.00 til 14.30"), "2026-11-24T14:30") << "from one to the other";
  EXPECT_EQ(moved_to("flytt 24.11 til 15.30-14.30"), "does not fit");
  EXPECT_EQ(moved_to("flytt 24.11 til uke 50"), "2026-12-08T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 til uke 50 kl. 10"), "2026-12-08T10:00");
  EXPECT_EQ(moved_to("flytt 24.11 til onsdag i uke 50"), "2026-12-09T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 til neste uke"), "2026-11-24T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 til den 26."), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24. til 26."), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24. til 2. kl 10"), "2026-12-02T10:00");
  EXPECT_EQ(moved_to("flytt 24. til 15."), "2026-12-15T13:00") << "the 15th of November has been";
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 samme tid"), "2026-11-26T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 til halv to"), "2026-11-24T13:30");
  EXPECT_EQ(moved_to("flytt til torsdag"), "2026-11-26T13:00") << "the next one";
  EXPECT_EQ(moved_to("flytt 24.11 til samme dag kl 15"), "2026-11-24T15:00");
}

TEST(SessionWords, KnowTheNextSessionByName) {
  for (const char* words :
       {"flytt neste samling til torsdag", "flytt samlingen til torsdag", "flytt den neste til torsdag",
        "flytt Møtet 24.11 til 26.11", "move the next session to Thursday", "flytt neste til torsdag"})
    EXPECT_EQ(moved_to(words), "2026-11-26T13:00") << words;
  World world;
  EXPECT_THAT(whispered(world.type("anne", "avlys neste samling")), HasSubstr("tirsdag 24. november"));
  EXPECT_THAT(whispered(world.type("anne", "avlys samlingen 8.12")), HasSubstr("tirsdag 8. desember"));
  const auto intro = [&](const char* words) {
    const core::Reply asked = world.type("anne", words);
    return asked.form ? core::plain_text(asked.form->intro) : std::string("(no form)");
  };
  EXPECT_THAT(intro("avlys 25.11"), HasSubstr("ingen samling"));
  EXPECT_THAT(intro("avlys 24.11 sykdom"), HasSubstr("forsto jeg ikke"));
  EXPECT_THAT(intro("avlys"), Not(HasSubstr("forsto")));
}

// Whoever falls ill says so behind it; the group reads nothing of that.
TEST(SessionWords, LeaveOutWhy) {
  World world;
  world.run_until("2026-11-23 12:00");
  for (const char* words :
       {"avlys 24.11 pga. sykdom", "avlys tirsdag fordi jeg er syk", "avlys i morgen på grunn av sykdom",
        "cancel-session the session because I am ill"})
    EXPECT_THAT(whispered(world.type("anne", words)),
                AllOf(HasSubstr("Vil du avlyse"), Not(HasSubstr("syk"))))
        << words;
  EXPECT_TRUE(world.type("anne", "avlys fordi jeg er syk").form);
  EXPECT_EQ(moved_to("flytt til torsdag fordi rommet er opptatt"), "2026-11-26T13:00");
}

TEST(SessionWords, HoldADayOfAMonthToItsWeekdayAndWeek) {
  const auto moved = [](const char* words) { return moved_to(words, "2026-11-24", "2027-01-19"); };
  EXPECT_EQ(moved("flytt 19.1 til den 26."), "2027-01-26T13:00");
  EXPECT_EQ(moved("flytt 19.1 til torsdag 28."), "2027-01-28T13:00") << "28 November is a Saturday";
  EXPECT_EQ(moved("flytt 19.1 til torsdag 26."), "does not fit") << "but 26 November is a Thursday";
  EXPECT_EQ(moved("flytt 19.1 til den 14. uke 2"), "2027-01-14T13:00");
  EXPECT_EQ(moved("flytt 19.1 til den 9. uke 50"), "2026-12-09T13:00");
  EXPECT_EQ(moved("flytt 19.1 til den 9. uke 2"), "does not fit");
}

TEST(SessionWords, TakeWhatStandsBehindTheDateForWhereTo) {
  EXPECT_EQ(moved_to("flytt 24.11 uke 50"), "2026-12-08T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 neste uke", "2026-11-24"), "2026-12-01T13:00");
  EXPECT_EQ(moved_to("flytt 24.11 uke 48 til torsdag"), "2026-11-26T13:00") << "the week is the date's own";
  EXPECT_EQ(moved_to("flytt 24.11 til 12,10"), "2026-11-24T12:10");
  EXPECT_EQ(moved_to("flytt til neste"), "not understood") << "no Sunday";
}

TEST(SessionWords, KnowADashWithSpaces) {
  EXPECT_EQ(moved_to("flytt 24.11 til 14.30 - 15.30"), "2026-11-24T14:30-15:30");
  EXPECT_EQ(moved_to("flytt 24.11 til 26.11 9.00 – 10.15"), "2026-11-26T09:00-10:15");
  EXPECT_EQ(moved_to("flytt 24.11 - 26.11"), "2026-11-26T13:00");
}

TEST(Sessions, FindsTheOneOfAWeekdayAndADayOfAMonth) {
  World world;
  world.yes("anne", world.type("anne", "flytt 22.12 til 28.1"));
  EXPECT_THAT(whispered(world.type("anne", "flytt torsdag 28. til fredag")), HasSubstr("fredag 29. januar"));
  EXPECT_TRUE(world.type("anne", "flytt onsdag 28. til fredag").form);
}

TEST(Sessions, MovesToAnotherLengthAndSaysTheYearOfAnotherYear) {
  World world;
  const core::Reply shorter = world.type("anne", "flytt 24.11 til 14.30-15.30");
  EXPECT_THAT(whispered(shorter), HasSubstr("tirsdag 24. november kl. 14.30–15.30"));
  world.yes("anne", shorter);
  const core::Session moved = world.on("2026-11-24");
  EXPECT_EQ(moved.starts, wall("2026-11-24 14:30"));
  EXPECT_EQ(moved.ends, wall("2026-11-24 15:30"));
  EXPECT_THAT(whispered(world.type("anne", "flytt uke 48 til uke 50")), HasSubstr("tirsdag 8. desember"));
  EXPECT_THAT(whispered(world.type("anne", "flytt 24.11 til 4.1")),
              HasSubstr("mandag 4. januar 2027 kl. 14.30–15.30"));
  EXPECT_THAT(whispered(world.type("anne", "flytt 24.11 til 4.1.2029")), HasSubstr("to år"));
  EXPECT_THAT(whispered(world.type("anne", "plan uke 2 10-11")),
              HasSubstr("12. januar 2027 kl. 10.00–11.00"));
  EXPECT_THAT(whispered(world.type("anne", "plan en ekstra samling uke 2 10-11")),
              HasSubstr("12. januar 2027 kl. 10.00–11.00"));
  const core::Reply leap = world.type("anne", "plan 29.2 10-11");
  EXPECT_THAT(whispered(leap), AllOf(HasSubstr("29. februar 2028"), HasSubstr("15. februar 2028 kl. 10.00")));
  EXPECT_THAT(whispered(world.yes("anne", leap)), HasSubstr("29. februar 2028"));
}

TEST(SessionWords, ReadWhatAFormGives) {
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const core::Instant now = wall("2026-11-01 12:00");
  const TimeSpan session{core::at(day("2026-11-24"), core::Minutes{13 * 60}),
                         core::at(day("2026-11-24"), core::Minutes{14 * 60})};
  const auto starts = [&](const char* value) {
    const auto found = span_from_form(value, session, zone, now);
    return found ? std::optional(zone.to_utc(found->starts)) : std::nullopt;
  };
  for (const char* value : {"2026-11-26T10:00", "2026-11-26 10:00", "2026-11-26T10:00:00", "26.11 10.00",
                            "torsdag 26. november kl. 10", "2026-11-26T09:00:00Z"})
    EXPECT_EQ(starts(value), wall("2026-11-26 10:00")) << value;
  EXPECT_EQ(starts("uke 48 kl 10"), wall("2026-11-24 10:00"));
  for (const char* value : {"", "2026-11-26", "fredag 26. november kl 10", "2026-13-26T10:00", "Z"})
    EXPECT_FALSE(starts(value)) << value;
}

TEST(SessionWords, ABeginningThatTheClockJumpsOverTakesTheEndWithIt) {
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const auto at = [](const char* date, int minutes) { return core::at(day(date), core::Minutes{minutes}); };
  const auto [starts, ends] = instants_of({at("2027-03-28", 150), at("2027-03-28", 240)}, zone);
  EXPECT_EQ(starts, wall("2027-03-28 03:30"));
  EXPECT_EQ(ends - starts, core::Minutes{90});
  const auto over = instants_of({at("2027-03-27", 23 * 60), at("2027-03-28", 6 * 60)}, zone);
  EXPECT_EQ(over.second, wall("2027-03-28 06:00")) << "else as the clock will read";
}

}  // namespace
}  // namespace sessions
