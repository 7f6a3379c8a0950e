// The calendar of a person: its address, what is in it, and the numbers that make calendars believe a change.
#include "bot/features/sessions/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using core::Session;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct CalendarWorld : World {
  using World::World;
  std::string serial(const std::string& id) { return store.calendar_serial(core::PersonId{id}); }
  std::string feed(const std::string& id) {
    const core::Reply reply = press(id, "sessions/calendar", serial(id));
    return reply.file ? reply.file->bytes : std::string("(no file)");
  }
  // The lines of a session's entry, from UID on.
  std::string entry(const std::string& id, const core::SessionId& session) {
    const std::string calendar = feed(id);
    const auto from = calendar.find("UID:" + session.text + "@refleks\r\n");
    if (from == std::string::npos) return "(no entry)";
    return calendar.substr(from, calendar.find("END:VEVENT", from) - from);
  }
};

bool empty(const core::Reply& reply) {
  return !reply.whisper && !reply.form && reply.errors.empty() && !reply.file;
}

TEST(Calendar, GivesAnAddressThatStaysTheSame) {
  CalendarWorld world;
  const std::string said = whispered(world.type("berit", "kalender"));
  const std::string serial = world.serial("berit");
  EXPECT_EQ(serial.size(), 32U);
  EXPECT_THAT(said, AllOf(HasSubstr("https://refleks.example.org/berit/" + serial), HasSubstr("Slå av"),
                          HasSubstr("Lag ny adresse")));
  EXPECT_EQ(whispered(world.type("berit", "calendar")), said);
  EXPECT_EQ(world.serial("carl"), "") << "only for the one who asks";
}

TEST(Calendar, SaysWhoCanHelpWhereNoPagesAreServed) {
  CalendarWorld world;
  world.pages.clear();
  EXPECT_THAT(whispered(world.type("berit", "kalender")),
              AllOf(HasSubstr("Den som drifter meg"), Not(HasSubstr("https:"))));
  EXPECT_THAT(whispered(world.press("berit", "sessions/calendar_new", "")), HasSubstr("Den som drifter meg"));
  EXPECT_EQ(world.serial("berit"), "");
}

TEST(Calendar, ANewAddressEndsTheOldOne) {
  CalendarWorld world;
  world.type("berit", "kalender");
  const std::string old = world.serial("berit");
  EXPECT_TRUE(world.press("berit", "sessions/calendar", old).file);
  const std::string said = whispered(world.press("berit", "sessions/calendar_new", ""));
  EXPECT_THAT(said, HasSubstr(world.serial("berit")));
  EXPECT_NE(world.serial("berit"), old);
  EXPECT_TRUE(empty(world.press("berit", "sessions/calendar", old)));
  EXPECT_TRUE(world.press("berit", "sessions/calendar", world.serial("berit")).file);
}

TEST(Calendar, PressedTwiceMakesOneNewAddress) {
  CalendarWorld world;
  const core::Reply shown = world.type("berit", "kalender");
  const std::string old = world.serial("berit");
  world.yes("berit", shown);
  const std::string renewed = world.serial("berit");
  EXPECT_NE(renewed, old);
  EXPECT_THAT(whispered(world.yes("berit", shown)), HasSubstr(renewed)) << "the same press again";
  EXPECT_EQ(world.serial("berit"), renewed);
}

TEST(Calendar, IsGoneWhenTurnedOff) {
  CalendarWorld world;
  world.type("berit", "kalender");
  const std::string old = world.serial("berit");
  EXPECT_THAT(whispered(world.press("berit", "sessions/calendar_off", "")), HasSubstr("slått av"));
  EXPECT_TRUE(empty(world.press("berit", "sessions/calendar", old)));
  EXPECT_TRUE(empty(world.press("berit", "sessions/calendar", ""))) << "no serial is no serial";
}

TEST(Calendar, IsThePersonsAlone) {
  CalendarWorld world;
  world.type("berit", "kalender");
  world.type("carl", "kalender");
  EXPECT_TRUE(empty(world.press("carl", "sessions/calendar", world.serial("berit"))));
  EXPECT_TRUE(empty(world.press("eva", "sessions/calendar", world.serial("berit"))));
}

TEST(Calendar, HoldsThePlannedAndTheRecentSessionsOfOnesGroups) {
  CalendarWorld world;
  const core::SessionId first = world.on("2026-11-24").id, second = world.on("2026-12-08").id;
  world.type("berit", "kalender");
  const core::Reply reply = world.press("berit", "sessions/calendar", world.serial("berit"));
  EXPECT_EQ(reply.file->name, "refleks.ics");
  EXPECT_EQ(reply.file->type, "text/calendar; charset=utf-8; method=PUBLISH");
  EXPECT_THAT(world.entry("berit", first),
              AllOf(HasSubstr("SUMMARY:Nord: Tema 1"), HasSubstr("DTSTART;TZID=Europe/Oslo:20261124T130000"),
                    HasSubstr("45 min"), HasSubstr("SEQUENCE:0")));
  world.run_until("2026-12-20 12:00");
  EXPECT_NE(world.entry("berit", first), "(no entry)") << "four weeks ago";
  world.run_until("2026-12-25 12:00");
  EXPECT_EQ(world.entry("berit", first), "(no entry)");
  EXPECT_NE(world.entry("berit", second), "(no entry)");
  // Who is in no group has an empty calendar.
  world.type("eva", "kalender");
  EXPECT_THAT(world.feed("eva"), AllOf(HasSubstr("BEGIN:VTIMEZONE"), Not(HasSubstr("VEVENT"))));
}

TEST(Calendar, SpeaksTheLanguageOfTheReaderAndNamesNobody) {
  CalendarWorld world;
  world.press("berit", "sessions/coming", world.on("2026-11-24").id.text);
  world.tell(core::TopicChosen{world.group.id, world.on("2026-11-24").id, "Søvn, og vakt"});
  world.type("berit", "kalender");
  EXPECT_THAT(world.entry("berit", world.on("2026-11-24").id), HasSubstr("Tema: Søvn\\, og vakt"));
  for (const char* name : {"Anne", "Berit", "Carl", "Dag", "ATTENDEE", "ORGANIZER"})
    EXPECT_THAT(world.feed("berit"), Not(HasSubstr(name)));
}

TEST(Calendar, NumbersEveryMoveAndTheCancellation) {
  CalendarWorld world;
  world.type("berit", "kalender");
  const core::SessionId id = world.on("2026-11-24").id;
  world.yes("anne", world.type("anne", "flytt 24.11 26.11 14:00"));
  EXPECT_THAT(world.entry("berit", id), AllOf(HasSubstr("SEQUENCE:1"), HasSubstr("20261126T140000")));
  world.yes("anne", world.type("anne", "flytt 26.11 27.11"));
  EXPECT_THAT(world.entry("berit", id), HasSubstr("SEQUENCE:2"));
  world.yes("anne", world.type("anne", "avlys 27.11"));
  EXPECT_THAT(world.entry("berit", id), AllOf(HasSubstr("SEQUENCE:3"), HasSubstr("STATUS:CANCELLED"),
                                              HasSubstr("SUMMARY:Avlyst: Nord: ")));
  EXPECT_EQ(world.store.find(id)->revision, 3);
}

TEST(Calendar, NumbersChangedWordsAndSaysWhen) {
  CalendarWorld world;
  world.type("berit", "kalender");
  const core::SessionId id = world.on("2026-11-24").id;
  EXPECT_THAT(world.entry("berit", id),
              AllOf(HasSubstr("SEQUENCE:0"), HasSubstr("LAST-MODIFIED:20261101T110000Z")));
  world.run_until("2026-11-02 12:00");
  EXPECT_THAT(world.entry("berit", id),
              AllOf(HasSubstr("SEQUENCE:0"), HasSubstr("LAST-MODIFIED:20261101T110000Z")))
      << "nothing changed";
  world.tell(core::TopicChosen{world.group.id, id, "Søvn"});
  const std::string chosen = world.entry("berit", id);
  EXPECT_THAT(chosen, AllOf(HasSubstr("SEQUENCE:1"), HasSubstr("LAST-MODIFIED:20261102T110000Z")));
  EXPECT_EQ(world.entry("carl", id), "(no entry)");
  EXPECT_EQ(world.entry("berit", id), chosen);
  core::Group renamed = world.group;
  renamed.name = "Nordre";
  world.configure(renamed);
  EXPECT_THAT(world.entry("berit", id), AllOf(HasSubstr("SEQUENCE:2"), HasSubstr("SUMMARY:Nordre")));
  world.yes("anne", world.type("anne", "flytt 24.11 27.11"));
  EXPECT_THAT(world.entry("berit", id), HasSubstr("SEQUENCE:3"));
  world.yes("anne", world.type("anne", "avlys 27.11"));
  EXPECT_THAT(world.entry("berit", id), AllOf(HasSubstr("SEQUENCE:4"), HasSubstr("STATUS:CANCELLED")));
}

TEST(Calendar, ForgetsWhatPlanningTookAwayAndNumbersItsReturn) {
  CalendarWorld world;
  world.type("berit", "kalender");
  const core::SessionId id = world.on("2026-12-08").id;
  core::Group changed = world.group, before = world.group;
  changed.cadence = core::cadence_from_text("annenhver torsdag 13:00-14:30", day("2026-11-26"));
  world.configure(changed);
  EXPECT_EQ(world.entry("berit", id), "(no entry)") << "nobody was told of it";
  world.configure(before);
  EXPECT_THAT(world.entry("berit", id), AllOf(HasSubstr("SEQUENCE:2"), HasSubstr("STATUS:CONFIRMED")));
}

TEST(Calendar, GivesTheFileOfOneSessionToMembers) {
  CalendarWorld world;
  const std::string id = world.on("2026-11-24").id.text;
  for (const char* member : {"anne", "berit", "dag"}) {
    const core::Reply reply = world.press(member, "sessions/file", id);
    ASSERT_TRUE(reply.file) << member;
    EXPECT_THAT(reply.file->bytes, AllOf(HasSubstr("METHOD:PUBLISH"), HasSubstr("UID:" + id)));
  }
  EXPECT_FALSE(world.press("eva", "sessions/file", id).file);
  EXPECT_FALSE(world.press("berit", "sessions/file", "none").file);
  world.yes("anne", world.type("anne", "avlys 24.11"));
  const core::Reply gone = world.press("berit", "sessions/file", id);
  EXPECT_EQ(gone.file->type, "text/calendar; charset=utf-8; method=CANCEL");
  EXPECT_THAT(gone.file->bytes, HasSubstr("METHOD:CANCEL"));
}

}  // namespace
}  // namespace sessions
