#include "bot/features/sessions/icalendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/algorithm/string.hpp>
#include <cstdlib>
#include <fstream>

#include "bot/core/icalendar.hpp"
#include "tests/support/store_fixture.hpp"

namespace sessions {
namespace {

using core::calendar_feed;
using core::calendar_file;
using core::calendar_type;
using core::CalendarEntry;
using support::at;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const core::Instant now = at("2026-11-01T11:00:00Z");

CalendarEntry entry(const char* starts = "2026-11-24T12:00:00Z", const char* zone = "Europe/Oslo") {
  CalendarEntry entry;
  entry.uid = "s1@refleks";
  entry.starts = at(starts);
  entry.ends = entry.starts + std::chrono::minutes{90};
  entry.zone = zone;
  entry.summary = "Nord: Tema 1";
  entry.modified = at("2026-10-30T09:00:00Z");
  return entry;
}

// Content lines, unfolded.
std::vector<std::string> lines_of(const std::string& calendar) {
  std::vector<std::string> lines;
  const std::string whole = boost::replace_all_copy(calendar, "\r\n ", "");
  boost::iter_split(lines, whole, boost::first_finder("\r\n"));
  EXPECT_EQ(lines.back(), "") << "the last line ends like all others";
  lines.pop_back();
  return lines;
}
std::vector<std::string> lines_with(const std::string& calendar, const std::string& start) {
  auto lines = lines_of(calendar);
  std::erase_if(lines, [&](const std::string& line) { return !line.starts_with(start); });
  return lines;
}

TEST(ICalendar, IsExactlyThis) {
  CalendarEntry one = entry();
  one.sequence = 2;
  one.description = "Tema: søvn";
  EXPECT_THAT(
      lines_of(calendar_file(one, now)),
      ElementsAre("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Refleks//Reflection groups//NO",
                  "METHOD:PUBLISH", "BEGIN:VTIMEZONE", "TZID:Europe/Oslo", "BEGIN:DAYLIGHT",
                  "DTSTART:19960331T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
                  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "BEGIN:STANDARD",
                  "DTSTART:19961027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
                  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT",
                  "UID:s1@refleks", "SEQUENCE:2", "DTSTAMP:20261101T110000Z",
                  "LAST-MODIFIED:20261030T090000Z", "DTSTART;TZID=Europe/Oslo:20261124T130000",
                  "DTEND;TZID=Europe/Oslo:20261124T143000", "SUMMARY:Nord: Tema 1", "DESCRIPTION:Tema: søvn",
                  "STATUS:CONFIRMED", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR"));
}

TEST(ICalendar, TakesACancelledSessionAway) {
  CalendarEntry gone = entry();
  gone.cancelled = true;
  EXPECT_THAT(calendar_file(gone, now),
              AllOf(HasSubstr("METHOD:CANCEL\r\n"), HasSubstr("STATUS:CANCELLED\r\n")));
  EXPECT_THAT(calendar_type(gone), HasSubstr("method=CANCEL"));
  EXPECT_THAT(calendar_type(entry()), HasSubstr("method=PUBLISH"));
  // In a feed it stays: METHOD speaks of the whole.
  EXPECT_THAT(calendar_feed({gone}, "Refleks", now),
              AllOf(HasSubstr("METHOD:PUBLISH\r\n"), HasSubstr("STATUS:CANCELLED\r\n")));
}

TEST(ICalendar, FoldsAt75OctetsAndNeverInsideACharacter) {
  for (std::size_t lead = 0; lead < 6; ++lead) {
    CalendarEntry long_one = entry();
    long_one.summary.assign(lead, 'x');
    for (int i = 0; i < 60; ++i) long_one.summary += "æ你👩‍⚕️";
    const std::string calendar = calendar_file(long_one, now);
    std::vector<std::string> lines;
    boost::iter_split(lines, calendar, boost::first_finder("\r\n"));
    for (const std::string& line : lines) {
      EXPECT_LE(line.size(), 75U) << line;
      const std::size_t first = line.starts_with(' ') ? 1 : 0;
      if (line.size() > first) {
        EXPECT_NE(static_cast<unsigned char>(line[first]) & 0xC0U, 0x80U) << line;
      }
    }
    EXPECT_THAT(lines_with(calendar, "SUMMARY"), ElementsAre("SUMMARY:" + long_one.summary));
  }
}

TEST(ICalendar, FoldsALineOf75OctetsNotAndOneOf76Once) {
  const auto physical = [](std::size_t octets) {
    CalendarEntry one = entry();
    one.summary.assign(octets - std::string("SUMMARY:").size(), 'a');
    const std::string calendar = calendar_file(one, now);
    return std::count(calendar.begin(), calendar.end(), '\n');
  };
  EXPECT_EQ(physical(76), physical(75) + 1);
  EXPECT_EQ(physical(75), physical(10));
  EXPECT_EQ(physical(75 + 74), physical(76));
  EXPECT_EQ(physical(75 + 75), physical(76) + 1);
}

TEST(ICalendar, EndsWithTextThatIsNoUtf8) {
  CalendarEntry broken = entry();
  broken.summary.assign(300, '\x80');
  EXPECT_EQ(lines_with(calendar_file(broken, now), "SUMMARY").size(), 1U);
}

TEST(ICalendar, TextCannotBecomeAProperty) {
  CalendarEntry hostile = entry();
  hostile.summary = "a\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT";
  hostile.description = std::string("b;c,d\\e\0f\x1b\x7fg", 13);
  const std::string calendar = calendar_file(hostile, now);
  EXPECT_THAT(lines_with(calendar, "SUMMARY"),
              ElementsAre("SUMMARY:a\\nATTENDEE:mailto:x@example.org\\nEND:VEVENT"));
  EXPECT_THAT(lines_with(calendar, "DESCRIPTION"), ElementsAre("DESCRIPTION:b\\;c\\,d\\\\efg"));
  EXPECT_THAT(lines_with(calendar, "END:VEVENT"), SizeIs(1));
  EXPECT_THAT(lines_with(calendar, "ATTENDEE"), SizeIs(0));
}

TEST(ICalendar, KeepsTheClockOnTheWallWhenTheClocksChange) {
  const auto calendar = calendar_feed({entry("2026-10-20T11:00:00Z"), entry("2026-10-27T12:00:00Z"),
                                       entry("2027-03-23T12:00:00Z"), entry("2027-03-30T11:00:00Z")},
                                      "Refleks", now);
  EXPECT_THAT(lines_with(calendar, "DTSTART;TZID=Europe/Oslo:"),
              AllOf(SizeIs(4), Each(HasSubstr("T130000"))));
  EXPECT_THAT(lines_with(calendar, "BEGIN:VTIMEZONE"), SizeIs(1));
}

TEST(ICalendar, SaysTheSecondOfTwoEqualReadingsInUtc) {
  EXPECT_THAT(lines_with(calendar_file(entry("2026-10-25T00:30:00Z"), now), "DTSTART;"),
              ElementsAre("DTSTART;TZID=Europe/Oslo:20261025T023000"));
  EXPECT_THAT(lines_with(calendar_file(entry("2026-10-25T01:30:00Z"), now), "DTSTART:20261025"),
              ElementsAre("DTSTART:20261025T013000Z"));
}

TEST(ICalendar, WritesOtherZonesChangeByChange) {
  EXPECT_THAT(lines_with(calendar_file(entry("2026-11-24T12:00:00Z", "America/New_York"), now), "TZOFFSETTO"),
              ElementsAre("TZOFFSETTO:-0500", "TZOFFSETTO:-0400", "TZOFFSETTO:-0500"));
  const std::string kolkata = calendar_file(entry("2026-11-24T12:00:00Z", "Asia/Kolkata"), now);
  EXPECT_THAT(lines_with(kolkata, "TZOFFSET"), ElementsAre("TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"));
  EXPECT_THAT(lines_with(kolkata, "RRULE"), SizeIs(0));
  // Summer in the south at New Year.
  EXPECT_THAT(lines_with(calendar_file(entry("2026-06-01T12:00:00Z", "Pacific/Auckland"), now), "BEGIN:"),
              ElementsAre("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "BEGIN:STANDARD",
                          "BEGIN:DAYLIGHT", "BEGIN:VEVENT"));
}

TEST(ICalendar, SaysTheOffsetsOurInstantsWereMadeWith) {
  // The library under core::Zone knows no summer time from 2038 on: then neither does the calendar.
  EXPECT_THAT(lines_with(calendar_file(entry("2040-07-03T12:00:00Z"), now), "RRULE"), SizeIs(0));
  EXPECT_THAT(lines_with(calendar_file(entry("2040-07-03T12:00:00Z"), now), "DTSTART;"),
              ElementsAre("DTSTART;TZID=Europe/Oslo:20400703T130000"));
}

TEST(ICalendar, IsACalendarAlsoWithoutSessions) {
  EXPECT_THAT(lines_with(calendar_feed({}, "Refleks", now), "BEGIN:"),
              ElementsAre("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "BEGIN:STANDARD"));
  EXPECT_THAT(lines_with(calendar_feed({}, "Æ, ø", now), "X-WR-CALNAME"), ElementsAre("X-WR-CALNAME:Æ\\, ø"));
}

// The cases that tests/e2e/calendar reads with other people's programs. It says where it wants the files.
TEST(ICalendar, WritesTheCalendarsOfTheCases) {
  const support::TempDirectory temporary;
  const char* wanted = std::getenv("REFLEKS_CALENDARS");
  const std::filesystem::path folder = wanted ? std::filesystem::path(wanted) : temporary.path();
  std::ifstream cases(std::string(REFLEKS_SOURCE_DIR) + "/tests/features/sessions/calendar_cases.tsv");
  std::vector<CalendarEntry> entries;
  for (std::string line; std::getline(cases, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> cells;
    boost::split(cells, line, boost::is_any_of("\t"));
    ASSERT_EQ(cells.size(), 8U) << line;
    entries.push_back({cells[0] + "@refleks", std::stoi(cells[1]), at(cells[2].c_str()), at(cells[3].c_str()),
                       cells[4], cells[5] == "cancelled", cells[6],
                       boost::replace_all_copy(cells[7], "\\n", "\n")});
  }
  ASSERT_GE(entries.size(), 18U);
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    EXPECT_EQ(support::content_of(folder / name), bytes);
  };
  write("feed.ics", calendar_feed(entries, "Refleks", now));
  write("empty.ics", calendar_feed({}, "Refleks", now));
  for (const CalendarEntry& one : entries) {
    const std::string name = one.uid.substr(0, one.uid.find('@'));
    write(name + ".ics", calendar_file(one, now));
    write(name + ".invitation.ics",
          core::calendar_invitation(one, {"Refleks; \"nord\"", "refleks@fjordvik.example"},
                                    {"Bjørg Å. Ødegård-Næss", "bjorg.odegard@fjordvik.example"}, now));
  }
}

}  // namespace
}  // namespace sessions
