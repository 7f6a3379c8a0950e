#include "bot/core/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace core {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::sys_days;
using testing::HasSubstr;

Zone oslo() {
  return Zone::named("Europe/Oslo");
}

// An instant from a reading of the wall in Oslo.
Instant wall(Date date, Minutes time) {
  return oslo().to_utc(at(date, time));
}

std::string utc(Date date, Minutes time) {
  return to_text(wall(date, time));
}

// What people in Oslo read: "2026-05-18 07:00", so that a failure is legible.
std::string in_oslo(Instant instant) {
  std::string text = to_text(Instant{oslo().to_local(instant).time_since_epoch()});
  text.replace(text.size() - 4, 4, "");
  text[10] = ' ';
  return text;
}

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(nothing thrown)";
}

// --- zones ---

TEST(Zone, KeepsItsNameAndRefusesAnUnknownOneByName) {
  EXPECT_EQ(oslo().name(), "Europe/Oslo");
  EXPECT_EQ(oslo(), oslo());
  for (const auto* name :
       {"Europe/Olso", "", "../../etc/passwd", "tzdata.zi", "leapseconds", "zone.tab", "Europe"})
    EXPECT_THAT(message_of([&] { Zone::named(name); }), HasSubstr("\"" + std::string(name) + "\"")) << name;
}

struct Changes {
  Date spring, autumn;
};
constexpr std::array changes{Changes{2026y / 3 / 29, 2026y / 10 / 25},
                             Changes{2027y / 3 / 28, 2027y / 10 / 31}};

TEST(Zone, TurnsForwardAtOneUtcInSpringToTheMinute) {
  for (const auto& [spring, autumn] : changes) {
    const Instant change = sys_days{spring} + 1h;
    EXPECT_EQ(oslo().to_local(change - 1min), at(spring, 1h + 59min));
    EXPECT_EQ(oslo().to_local(change), at(spring, 3h));
    EXPECT_EQ(oslo().to_utc(at(spring, 1h + 59min)), change - 1min);
    EXPECT_EQ(oslo().to_utc(at(spring, 3h)), change);
    EXPECT_EQ(oslo().stretch(change).begin, change);
    EXPECT_EQ(oslo().stretch(change - 1s).end, change);
    EXPECT_EQ(oslo().stretch(change).end, sys_days{autumn} + 1h);
  }
}

TEST(Zone, MovesAReadingInTheSpringGapForwardByTheGap) {
  for (const auto& [spring, autumn] : changes)
    for (auto time = 2h + 0min; time < 3h; ++time)
      EXPECT_EQ(oslo().to_local(oslo().to_utc(at(spring, time))), at(spring, time + 1h));
}

TEST(Zone, TakesTheFirstOfAReadingThatExistsTwice) {
  for (const auto& [spring, autumn] : changes) {
    const Instant change = sys_days{autumn} + 1h;  // 03:00 summer time becomes 02:00
    EXPECT_EQ(oslo().to_local(change - 1min), at(autumn, 2h + 59min));
    EXPECT_EQ(oslo().to_local(change), at(autumn, 2h));
    EXPECT_EQ(oslo().to_utc(at(autumn, 1h + 59min)), change - 61min);
    for (auto time = 2h + 0min; time < 3h; ++time)
      EXPECT_EQ(oslo().to_utc(at(autumn, time)), change - 3h + time);
    EXPECT_EQ(oslo().to_utc(at(autumn, 3h)), change + 1h);
  }
}

TEST(Zone, RoundTripsEveryQuarterOfTwoYearsButTheSecondOfTheDoubled) {
  const Zone zone = oslo();
  for (Instant instant = sys_days{2026y / 1 / 1}; instant < sys_days{2028y / 1 / 1}; instant += 15min) {
    bool doubled = false;
    for (const auto& [spring, autumn] : changes)
      doubled = doubled || (instant >= sys_days{autumn} + 1h && instant < sys_days{autumn} + 2h);
    ASSERT_EQ(zone.to_utc(zone.to_local(instant)), doubled ? instant - 1h : instant) << to_text(instant);
  }
}

TEST(Zone, KnowsOsloUntil2037AndNoSummerTimeAfterwards) {
  EXPECT_EQ(oslo().stretch(sys_days{2037y / 7 / 1}).offset, 2h);
  EXPECT_EQ(oslo().stretch(sys_days{2037y / 12 / 1}).offset, 1h);
  EXPECT_EQ(oslo().stretch(sys_days{2038y / 7 / 1}).offset, 1h);  // the library's limit, as calendar.hpp says
}

TEST(Zone, IsNotOnlyOslo) {
  EXPECT_EQ(to_text(Zone::named("UTC").to_utc(at(2026y / 7 / 1, 12h))), "2026-07-01T12:00:00Z");
  EXPECT_EQ(to_text(Zone::named("America/New_York").to_utc(at(2026y / 7 / 1, 12h))), "2026-07-01T16:00:00Z");
  EXPECT_EQ(to_text(Zone::named("Arctic/Longyearbyen").to_utc(at(2026y / 7 / 1, 12h))),
            "2026-07-01T10:00:00Z");
}

TEST(Readings, SplitIntoADateAndATimeOfDay) {
  const Local reading = local_days{2026y / 12 / 1} + 13h + 5min + 59s;
  EXPECT_EQ(date_of(reading), Date{2026y / 12 / 1});
  EXPECT_EQ(time_of_day(reading), 13h + 5min);
  EXPECT_EQ(at(2026y / 12 / 31, 24h), at(2027y / 1 / 1, 0h));
}

TEST(NextTime, IsTheNextReadingOfTheClockAcrossBothChanges) {
  const auto next = [](const char* now) {
    return to_text(next_time(oslo(), 2h + 30min, instant_from_text(now)));
  };
  EXPECT_EQ(next("2026-11-09T01:29:59Z"), "2026-11-09T01:30:00Z");
  EXPECT_EQ(next("2026-11-09T01:30:00Z"), "2026-11-10T01:30:00Z") << "after now, not at it";
  EXPECT_EQ(next("2026-03-28T12:00:00Z"), "2026-03-29T01:30:00Z") << "02:30 does not exist and is 03:30";
  EXPECT_EQ(next("2026-03-29T01:30:00Z"), "2026-03-30T00:30:00Z");
  EXPECT_EQ(next("2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z") << "the first of two";
  EXPECT_EQ(next("2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z") << "once that night";
}

// --- quiet hours ---

const QuietHours evenings{};  // 20-07, weekends, holidays

struct QuietCase {
  const char* what;
  Date date;
  Minutes time;
  const char *after, *before;
};

TEST(QuietHours, OfTheDayBeginAndEndOnTheMinute) {
  core::QuietHours lunch;
  lunch.from = 11h;
  lunch.to = 12h;
  const Date day = 2026y / 11 / 18;
  EXPECT_FALSE(is_quiet(wall(day, 10h + 59min), oslo(), lunch));
  EXPECT_TRUE(is_quiet(wall(day, 11h), oslo(), lunch));
  EXPECT_TRUE(is_quiet(wall(day, 11h + 59min), oslo(), lunch));
  EXPECT_FALSE(is_quiet(wall(day, 12h), oslo(), lunch));
}

TEST(QuietHours, EndAndBeginWhereThePlanSays) {
  const QuietCase cases[]{
      {"an ordinary day", 2026y / 11 / 18, 12h, "2026-11-18 12:00", "2026-11-18 12:00"},
      {"the last minute", 2026y / 11 / 18, 19h + 59min, "2026-11-18 19:59", "2026-11-18 19:59"},
      {"the evening", 2026y / 11 / 18, 20h, "2026-11-19 07:00", "2026-11-18 19:59"},
      {"the night", 2026y / 11 / 18, 3h, "2026-11-18 07:00", "2026-11-17 19:59"},
      {"the morning", 2026y / 11 / 18, 7h, "2026-11-18 07:00", "2026-11-18 07:00"},
      {"Friday evening", 2026y / 11 / 20, 21h, "2026-11-23 07:00", "2026-11-20 19:59"},
      {"Saturday", 2026y / 11 / 21, 10h, "2026-11-23 07:00", "2026-11-20 19:59"},
      {"Monday early", 2026y / 11 / 23, 6h, "2026-11-23 07:00", "2026-11-20 19:59"},
      {"the eve of 17 May (a weekend in 2026)", 2026y / 5 / 16, 12h, "2026-05-18 07:00", "2026-05-15 19:59"},
      {"17 May on a Tuesday", 2022y / 5 / 16, 20h, "2022-05-18 07:00", "2022-05-16 19:59"},
      {"Easter from Wednesday 20:00", 2026y / 4 / 1, 20h, "2026-04-07 07:00", "2026-04-01 19:59"},
      {"Easter Monday", 2026y / 4 / 6, 15h, "2026-04-07 07:00", "2026-04-01 19:59"},
      {"Easter 2027, clocks change on Easter Day", 2027y / 3 / 25, 9h, "2027-03-30 07:00",
       "2027-03-24 19:59"},
      {"Christmas Eve is a working day", 2026y / 12 / 24, 12h, "2026-12-24 12:00", "2026-12-24 12:00"},
      {"Christmas", 2026y / 12 / 25, 12h, "2026-12-28 07:00", "2026-12-24 19:59"},
      {"New Year", 2026y / 12 / 31, 23h, "2027-01-04 07:00", "2026-12-31 19:59"},
      {"the weekend of the spring change", 2026y / 3 / 29, 2h + 30min, "2026-03-30 07:00",
       "2026-03-27 19:59"},
      {"the weekend of the autumn change", 2026y / 10 / 25, 2h + 30min, "2026-10-26 07:00",
       "2026-10-23 19:59"},
  };
  for (const auto& [what, date, time, after, before] : cases) {
    EXPECT_EQ(in_oslo(after_quiet(wall(date, time), oslo(), evenings)), after) << what;
    EXPECT_EQ(in_oslo(before_quiet(wall(date, time), oslo(), evenings)), before) << what;
  }
}

TEST(QuietHours, CountSecondsOnTheRightSide) {
  const Instant seven = wall(2026y / 11 / 18, 7h), eight_pm = wall(2026y / 11 / 18, 20h);
  EXPECT_TRUE(is_quiet(seven - 1s, oslo(), evenings));
  EXPECT_FALSE(is_quiet(seven, oslo(), evenings));
  EXPECT_FALSE(is_quiet(eight_pm - 1s, oslo(), evenings));
  EXPECT_TRUE(is_quiet(eight_pm, oslo(), evenings));
  EXPECT_EQ(after_quiet(seven - 1s, oslo(), evenings), seven);
  EXPECT_EQ(before_quiet(eight_pm + 59s, oslo(), evenings), eight_pm - 1min);
}

TEST(QuietHours, OfEqualEndsAreNone) {
  const QuietHours none{9h, 9h, false, false}, only_free_days{9h, 9h, true, true};
  const Instant night = wall(2026y / 11 / 18, 3h), saturday = wall(2026y / 11 / 21, 9h);
  EXPECT_FALSE(is_quiet(night, oslo(), none));
  EXPECT_FALSE(is_quiet(saturday, oslo(), none));
  EXPECT_FALSE(is_quiet(night, oslo(), only_free_days));
  EXPECT_EQ(in_oslo(after_quiet(saturday, oslo(), only_free_days)), "2026-11-23 00:00");
  EXPECT_EQ(in_oslo(before_quiet(saturday, oslo(), only_free_days)), "2026-11-20 23:59");
}

TEST(QuietHours, WithinOneDayLeaveTheNightAlone) {
  const QuietHours handover{14h, 16h, false, false};
  EXPECT_FALSE(is_quiet(wall(2026y / 11 / 18, 13h + 59min), oslo(), handover));
  EXPECT_EQ(in_oslo(after_quiet(wall(2026y / 11 / 18, 15h), oslo(), handover)), "2026-11-18 16:00");
  EXPECT_EQ(in_oslo(before_quiet(wall(2026y / 11 / 18, 15h), oslo(), handover)), "2026-11-18 13:59");
  EXPECT_FALSE(is_quiet(wall(2026y / 11 / 18, 23h), oslo(), handover));
}

TEST(QuietHours, HeedWeekendsAndHolidaysOnlyWhenAsked) {
  QuietHours quiet;
  quiet.weekends = false;
  EXPECT_FALSE(is_quiet(wall(2026y / 11 / 21, 12h), oslo(), quiet));
  EXPECT_TRUE(is_quiet(wall(2026y / 4 / 3, 12h), oslo(), quiet));
  EXPECT_TRUE(is_quiet(wall(2026y / 4 / 5, 12h), oslo(), quiet));  // Easter Day is a Sunday and a holiday
  quiet.holidays = false;
  EXPECT_FALSE(is_quiet(wall(2026y / 4 / 3, 12h), oslo(), quiet));
  quiet.weekends = true;
  EXPECT_TRUE(is_quiet(wall(2026y / 4 / 5, 12h), oslo(), quiet));
}

// A pause from Monday 29 June to the end of Saturday 15 August, and an eve from noon.
TEST(QuietHours, AreAllOfWhatIsClosed) {
  core::QuietHours quiet;
  const auto local = [](const char* text) {
    return core::Local{core::instant_from_text(text).time_since_epoch()};
  };
  quiet.closed = {{local("2026-06-29T00:00:00Z"), local("2026-08-16T00:00:00Z")},
                  {local("2026-12-24T12:00:00Z"), local("2026-12-25T00:00:00Z")}};
  const core::Zone oslo = core::Zone::named("Europe/Oslo");
  const auto at = [](const char* text) { return core::instant_from_text(text); };
  EXPECT_FALSE(core::is_quiet(at("2026-06-26T10:00:00Z"), oslo, quiet));
  EXPECT_TRUE(core::is_quiet(at("2026-06-29T10:00:00Z"), oslo, quiet));
  EXPECT_EQ(core::after_quiet(at("2026-07-01T10:00:00Z"), oslo, quiet), at("2026-08-17T05:00:00Z"));
  EXPECT_EQ(core::before_quiet(at("2026-07-01T10:00:00Z"), oslo, quiet), at("2026-06-26T17:59:00Z"));
  EXPECT_FALSE(core::is_quiet(at("2026-12-24T10:59:59Z"), oslo, quiet));
  EXPECT_TRUE(core::is_quiet(at("2026-12-24T11:00:00Z"), oslo, quiet));
  EXPECT_EQ(core::before_quiet(at("2026-12-24T11:30:00Z"), oslo, quiet), at("2026-12-24T10:59:00Z"));
  EXPECT_FALSE(core::closed_at(quiet.closed, local("2026-12-24T10:00:00Z"), local("2026-12-24T12:00:00Z")));
  EXPECT_TRUE(core::closed_at(quiet.closed, local("2026-12-24T11:30:00Z"), local("2026-12-24T13:00:00Z")));
}

TEST(QuietHours, FollowTheWallThroughTheDoubledHour) {
  const QuietHours quiet{1h, 2h + 30min, false, false};
  const Instant first = sys_days{2026y / 10 / 25} + 30min;  // the first 02:30; the second is an hour later
  EXPECT_EQ(after_quiet(first - 10min, oslo(), quiet), first);
  EXPECT_FALSE(is_quiet(first + 29min, oslo(), quiet));
  EXPECT_TRUE(is_quiet(first + 30min, oslo(), quiet));  // 02:00 again
  EXPECT_EQ(after_quiet(first + 40min, oslo(), quiet), first + 1h);
  EXPECT_EQ(before_quiet(first + 40min, oslo(), quiet), first + 29min);
}

TEST(QuietHours, FollowTheWallOverTheSpringGap) {
  const QuietHours ends_in_gap{22h, 2h + 30min, false, false}, starts_in_gap{2h + 30min, 5h, false, false};
  const Instant change = sys_days{2026y / 3 / 29} + 1h;  // 02:00 becomes 03:00
  EXPECT_EQ(after_quiet(change - 30min, oslo(), ends_in_gap), change);
  EXPECT_EQ(before_quiet(change + 30min, oslo(), starts_in_gap), change - 1min);
}

TEST(QuietHours, RefuseEndsThatAreNoTimeOfDay) {
  const Instant now = wall(2026y / 11 / 18, 12h);
  for (const QuietHours& wrong : {QuietHours{0h, 24h}, QuietHours{-1min, 7h}, QuietHours{24h, 7h}}) {
    EXPECT_THROW(is_quiet(now, oslo(), wrong), std::invalid_argument);
    EXPECT_THROW(after_quiet(now, oslo(), wrong), std::invalid_argument);
    EXPECT_THROW(before_quiet(now, oslo(), wrong), std::invalid_argument);
  }
}

// Every hour of two years against the definition, over a map of all quarters, where quiet ends and begins on
// quarters; and of a spring with Easter, the summer's clock and both days of May over a map of all minutes.
TEST(QuietHours, GiveTheNearestLoudMinuteForEveryHourOfTwoYears) {
  const Zone zone = oslo();
  struct Span {
    QuietHours quiet;
    Minutes step;
    Instant begin, end;
  };
  const Instant first = sys_days{2026y / 1 / 1}, last = sys_days{2028y / 1 / 15};
  for (const auto& [quiet, step, begin, end] :
       {Span{QuietHours{}, 15min, first, last},
        Span{QuietHours{2h + 15min, 2h + 45min, false, true}, 15min, first, last},
        Span{QuietHours{1min, 0h, true, true}, 1min, sys_days{2027y / 3 / 15}, sys_days{2027y / 6 / 1}}}) {
    std::vector<bool> loud;
    for (Instant instant = begin; instant < end; instant += step)
      loud.push_back(!is_quiet(instant, zone, quiet));
    const auto first_loud = std::find(loud.begin(), loud.end(), true) - loud.begin();
    std::ptrdiff_t before = -1;
    for (std::ptrdiff_t i = 0; begin + i * step < end - 14 * 24h; ++i) {
      if (loud[static_cast<std::size_t>(i)]) before = i;
      if (i < first_loud || i * step % 1h != 0min) continue;
      const Instant instant = begin + i * step;
      ASSERT_EQ(before_quiet(instant, zone, quiet),
                begin + before * step + (before == i ? 0min : step - 1min))
          << to_text(instant);
      const Instant after = after_quiet(instant, zone, quiet);
      const auto expected = std::find(loud.begin() + i, loud.end(), true) - loud.begin();
      ASSERT_EQ(after, begin + expected * step) << to_text(instant);
      ASSERT_GE(after, instant);
      ASSERT_FALSE(is_quiet(after, zone, quiet)) << to_text(instant);
      ASSERT_EQ(after_quiet(after, zone, quiet), after) << to_text(instant);
    }
  }
}

// --- cadences ---

Cadence every_second_tuesday() {
  Cadence cadence;
  cadence.weekday = std::chrono::Tuesday;
  cadence.start = 13h;
  cadence.length = 90min;
  cadence.first = 2026y / 9 / 1;
  return cadence;
}

std::vector<Date> dates(const Cadence& cadence, Date from, Date to) {
  std::vector<Date> found;
  for (const auto& occurrence : occurrences(cadence, oslo(), from, to)) found.push_back(occurrence.date);
  return found;
}

TEST(Cadence, StaysAtThirteenOnTheWallWhenTheClocksChange) {
  auto cadence = every_second_tuesday();
  cadence.every_weeks = 1;
  cadence.first = 2026y / 1 / 6;
  std::size_t summer = 0, winter = 0;
  for (const auto& session : occurrences(cadence, oslo(), 2026y / 1 / 1, 2027y / 12 / 31)) {
    ASSERT_EQ(oslo().to_local(session.starts), at(session.date, 13h));
    ASSERT_EQ(oslo().to_local(session.ends), at(session.date, 14h + 30min));
    ++(session.starts == sys_days{session.date} + 11h ? summer : winter);
  }
  EXPECT_EQ(summer, 30u + 31u);
  EXPECT_EQ(winter, 22u + 21u);
  EXPECT_EQ(utc(2026y / 10 / 20, 13h), "2026-10-20T11:00:00Z");
  EXPECT_EQ(utc(2026y / 10 / 27, 13h), "2026-10-27T12:00:00Z");
}

TEST(Cadence, KeepsEverySecondWeekThroughTheYearOf53Weeks) {
  EXPECT_THAT(dates(every_second_tuesday(), 2026y / 12 / 1, 2027y / 2 / 1),
              testing::ElementsAre(Date{2026y / 12 / 8}, Date{2026y / 12 / 22}, Date{2027y / 1 / 5},
                                   Date{2027y / 1 / 19}));
  const auto all = dates(every_second_tuesday(), 2026y / 1 / 1, 2032y / 12 / 31);
  ASSERT_EQ(all.front(), Date{2026y / 9 / 1});
  for (std::size_t i = 1; i < all.size(); ++i) ASSERT_EQ(sys_days{all[i]} - sys_days{all[i - 1]}, days{14});
}

TEST(Cadence, MarksAHolidayAndKeepsTheRhythm) {
  auto cadence = every_second_tuesday();
  cadence.weekday = std::chrono::Friday;
  cadence.first = 2026y / 12 / 11;
  const auto sessions = occurrences(cadence, oslo(), 2026y / 12 / 1, 2027y / 1 / 10);
  ASSERT_EQ(sessions.size(), 3u);
  EXPECT_FALSE(sessions[0].holiday);
  EXPECT_EQ(sessions[1].date, Date{2026y / 12 / 25});
  EXPECT_EQ(sessions[1].holiday, "christmas_day");
  EXPECT_EQ(sessions[2].date, Date{2027y / 1 / 8});
  EXPECT_FALSE(sessions[2].holiday);
}

TEST(Cadence, SkipsTheSeventeenthOfMay) {
  auto cadence = every_second_tuesday();
  cadence.every_weeks = 1;
  cadence.weekday = std::chrono::Monday;
  cadence.first = 2027y / 5 / 10;
  const auto sessions = occurrences(cadence, oslo(), 2027y / 5 / 10, 2027y / 5 / 24);
  ASSERT_EQ(sessions.size(), 3u);
  EXPECT_EQ(sessions[1].holiday, "constitution_day");
}

TEST(Cadence, IncludesBothEndsOfTheWindowAndHeedsFirstAndLast) {
  auto cadence = every_second_tuesday();
  EXPECT_THAT(dates(cadence, 2026y / 9 / 15, 2026y / 9 / 29),
              testing::ElementsAre(Date{2026y / 9 / 15}, Date{2026y / 9 / 29}));
  EXPECT_THAT(dates(cadence, 2026y / 9 / 16, 2026y / 9 / 28), testing::IsEmpty());
  EXPECT_THAT(dates(cadence, 2026y / 1 / 1, 2026y / 9 / 1), testing::ElementsAre(Date{2026y / 9 / 1}));
  cadence.last = 2026y / 9 / 15;
  EXPECT_THAT(dates(cadence, 2026y / 9 / 1, 2027y / 9 / 1),
              testing::ElementsAre(Date{2026y / 9 / 1}, Date{2026y / 9 / 15}));
  EXPECT_THAT(dates(cadence, 2026y / 9 / 15, 2026y / 9 / 1), testing::IsEmpty());
}

TEST(Cadence, BeginsOnTheFirstFittingDayWhenTheFirstDateIsAnother) {
  auto cadence = every_second_tuesday();
  cadence.first = 2026y / 8 / 27;  // Thursday
  EXPECT_EQ(dates(cadence, 2026y / 8 / 1, 2026y / 9 / 10), std::vector{Date{2026y / 9 / 1}});
}

TEST(Cadence, FindsTheWeekOfTheMonth) {
  auto cadence = every_second_tuesday();
  cadence.monthly = true;
  cadence.week_of_month = 1;
  cadence.first = 2026y / 9 / 2;  // the day after the first Tuesday of September
  EXPECT_THAT(dates(cadence, 2026y / 9 / 1, 2027y / 1 / 31),
              testing::ElementsAre(Date{2026y / 10 / 6}, Date{2026y / 11 / 3}, Date{2026y / 12 / 1},
                                   Date{2027y / 1 / 5}));
  cadence.week_of_month = 4;
  EXPECT_EQ(dates(cadence, 2026y / 9 / 1, 2026y / 9 / 30), std::vector{Date{2026y / 9 / 22}});
  EXPECT_EQ(dates(cadence, 2026y / 9 / 22, 2026y / 9 / 22), std::vector{Date{2026y / 9 / 22}});
  EXPECT_THAT(dates(cadence, 2026y / 9 / 23, 2026y / 10 / 26), testing::IsEmpty());
  cadence.week_of_month = 5;  // the last, be it the fourth or the fifth
  EXPECT_THAT(dates(cadence, 2026y / 9 / 1, 2026y / 11 / 30),
              testing::ElementsAre(Date{2026y / 9 / 29}, Date{2026y / 10 / 27}, Date{2026y / 11 / 24}));
}

TEST(Cadence, HasAnEndLaterThanItsStartInTheNightOfTheChange) {
  auto cadence = every_second_tuesday();
  cadence.weekday = std::chrono::Sunday;
  cadence.every_weeks = 1;
  cadence.start = 1h + 30min;
  cadence.first = 2026y / 3 / 29;
  const auto sessions = occurrences(cadence, oslo(), 2026y / 3 / 29, 2026y / 3 / 29);
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions[0].ends - sessions[0].starts, 90min);
  EXPECT_EQ(in_oslo(sessions[0].ends), "2026-03-29 04:00");
}

TEST(Cadence, IsRefusedWhenItCannotBe) {
  const auto refused = [](auto change) {
    auto cadence = every_second_tuesday();
    change(cadence);
    return message_of([&] { occurrences(cadence, oslo(), 2026y / 9 / 1, 2026y / 9 / 30); });
  };
  EXPECT_THAT(refused([](Cadence& c) { c.first = Date{}; }), HasSubstr("first date"));
  EXPECT_THAT(refused([](Cadence& c) { c.last = 2026y / 2 / 30; }), HasSubstr("last date"));
  EXPECT_THAT(refused([](Cadence& c) { c.every_weeks = 0; }), HasSubstr("one week apart"));
  EXPECT_THAT(refused([](Cadence& c) { c.start = 24h; }), HasSubstr("start"));
  EXPECT_THAT(refused([](Cadence& c) { c.length = 0min; }), HasSubstr("must last"));
  EXPECT_THAT(refused([](Cadence& c) { c.monthly = true, c.week_of_month = 6; }), HasSubstr("1-5"));
}

}  // namespace
}  // namespace core
