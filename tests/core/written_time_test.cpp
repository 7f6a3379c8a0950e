#include "bot/core/written_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/texts.hpp"

namespace core {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using testing::HasSubstr;

std::string refusal_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(nothing thrown)";
}

const Date tuesday = 2026y / 9 / 1;

Cadence weekly(int weeks, std::chrono::weekday day, Minutes start, Minutes length, Date first) {
  return {weeks, day, start, length, first, std::nullopt, false, 1};
}
Cadence monthly(int week, std::chrono::weekday day, Date first) {
  return {2, day, 12h, 2h, first, std::nullopt, true, week};
}

TEST(CadenceText, ReadsTheThreeLanguages) {
  const auto each = weekly(1, std::chrono::Monday, 9h, 90min, 2026y / 9 / 7);
  const auto second = weekly(2, std::chrono::Tuesday, 13h, 90min, tuesday);
  const auto third = weekly(3, std::chrono::Thursday, 8h + 30min, 90min, 2026y / 9 / 3);
  const auto first_of = monthly(1, std::chrono::Wednesday, 2026y / 9 / 2);
  const auto last_of = monthly(5, std::chrono::Friday, 2026y / 9 / 25);
  const std::pair<const char*, Cadence> cases[]{
      {"every week Monday 09:00-10:30", each},
      {"every Monday 09:00-10:30", each},
      {"Mondays 09:00-10:30", each},
      {"mandager 09:00-10:30", each},
      {"måndagar 09:00-10:30", each},
      {"hver uke mandag 09:00-10:30", each},
      {"kvar veke måndag 09:00-10:30", each},
      {"every second Tuesday 13:00-14:30", second},
      {"every other Tuesday 13:00-14:30", second},
      {"every two weeks, Tuesdays 13:00 to 14:30", second},
      {"annenhver tirsdag 13:00-14:30", second},
      {"hver annen tirsdag 13:00-14:30", second},
      {"hver andre uke tirsdag 13:00-14:30", second},
      {"hver to uker tirsdag 13:00-14:30", second},
      {"tirsdager annenhver uke kl. 13:00 til 14:30", second},
      {"annakvar tysdag 13:00-14:30", second},
      {"annankvar tysdag frå kl 13 til 14.30", second},
      {"kvar annan tysdag 13:00-14:30", second},
      {"every 3rd Thursday 08:30-10:00", third},
      {"every third Thursday 8.30-10", third},
      {"hver tredje torsdag 08:30-10:00", third},
      {"hver 3. torsdag 08:30-10:00", third},
      {"tredjehver torsdag 08:30-10:00", third},
      {"kvar tredje torsdag 08:30-10:00", third},
      {"first Wednesday of the month 12:00-14:00", first_of},
      {"the first Wednesday of every month 12:00-14:00", first_of},
      {"første onsdag i måneden 12:00-14:00", first_of},
      {"første onsdag hver måned 12:00-14:00", first_of},
      {"første onsdag i månaden 12:00-14:00", first_of},
      {"fyrste onsdag kvar månad 12:00-14:00", first_of},
      {"last Friday of the month 12:00-14:00", last_of},
      {"siste fredag i måneden 12:00-14:00", last_of},
      {"third Tuesday of the month 12:00-14:00", monthly(3, std::chrono::Tuesday, 2026y / 9 / 15)},
      {"hver lørdag 10-11", weekly(1, std::chrono::Saturday, 10h, 1h, 2026y / 9 / 5)},
      {"kvar laurdag 10-11", weekly(1, std::chrono::Saturday, 10h, 1h, 2026y / 9 / 5)},
      {"hver søndag 10-11", weekly(1, std::chrono::Sunday, 10h, 1h, 2026y / 9 / 6)},
  };
  for (const auto& [text, cadence] : cases) {
    EXPECT_NO_THROW(EXPECT_EQ(cadence_from_text(text, tuesday), cadence) << text) << text;
  }
}

TEST(CadenceText, ReadsWhatKeyboardsMakeOfIt) {
  const auto expected = weekly(1, std::chrono::Monday, 9h, 90min, 2026y / 9 / 7);
  for (const auto* text :
       {"KVAR VEKE MÅNDAG 09:00-10:30", "kvar veke maandag 09:00-10:30", "kvar veke mandag 09:00-10:30",
        "kvar veke ma\u030andag 09:00-10:30", "kvar\u00a0veke  måndag\t09:00\u201310:30 ",
        "kvar veke måndag 09:00 \u2013 10:30", "kvar veke måndag 09:00   -   10:30"})
    EXPECT_NO_THROW(EXPECT_EQ(cadence_from_text(text, tuesday), expected) << text) << text;
  for (const auto* text :
       {"FØRSTE ONSDAG I MÅNEDEN 12-14", "foerste onsdag i maaneden 12-14", "forste onsdag i maneden 12-14"})
    EXPECT_NO_THROW(
        EXPECT_EQ(cadence_from_text(text, tuesday), monthly(1, std::chrono::Wednesday, 2026y / 9 / 2)))
        << text;
}

TEST(CadenceText, IsRefusedWithTheReasonAndAnExample) {
  const std::pair<const char*, const char*> cases[]{
      {"every blue Tuesday 13:00-14:30", "\"blue\""},
      {"every second Tuesday", "time from-to"},
      {"every second 13:00-14:30", "weekday"},
      {"", "weekday"},
      {"Tuesday 13:00-14:30", "how often"},
      {"second Tuesday 13:00-14:30", "how often"},
      {"last Tuesday 13:00-14:30", "how often"},
      {"every last Tuesday 13:00-14:30", "how often"},
      {"every first Tuesday 13:00-14:30", "of the month"},
      {"every 0th Tuesday 13:00-14:30", "every second"},
      {"every 60th Tuesday 13:00-14:30", "every second"},
      {"every second Tuesday 14:30-13:00", "after the start"},
      {"every second Tuesday 13:00-13:00", "after the start"},
      {"every second Tuesday 13:00-24:30", "\"13:00-24:30\""},
      {"every second Tuesday 13:00", "\"13:00\""},
      {"every second Tuesday Thursday 13:00-14:30", "\"thursday\""},
      {"every second third Tuesday 13:00-14:30", "\"third\""},
      {"every second Tuesday 13:00-14:30 15:00-16:00", "\"15:00-16:00\""},
      {"Tuesday of the month 13:00-14:30", "which week"},
      {"first or last Tuesday of the month 13:00-14:30", "\"or\""},
      {"first last Tuesday of the month 13:00-14:30", "which week"},
      {"first week Tuesday of the month 13:00-14:30", "which week"},
      {"fifth Tuesday of the month 13:00-14:30", "a last"},
  };
  for (const auto& [text, reason] : cases) {
    const auto message = refusal_of([&, text = text] { cadence_from_text(text, tuesday); });
    EXPECT_THAT(message, HasSubstr(reason)) << text;
    EXPECT_THAT(message, HasSubstr("\"every second Tuesday 13:00-14:30\"")) << text;
    EXPECT_THAT(message, testing::StartsWith("cadence \"" + std::string(text) + "\"")) << text;
  }
  EXPECT_THAT(refusal_of([] { cadence_from_text("every Monday 09-10", Date{}); }), HasSubstr("first date"));
}

TEST(DateText, ReadsTheFormsPeopleWrite) {
  const Date reference = 2026y / 11 / 24;  // a Tuesday
  const std::pair<const char*, std::optional<Date>> cases[]{
      {"2026-12-01", 2026y / 12 / 1},
      {" 2026\u201112\u201101 ", 2026y / 12 / 1},
      {"1.12.2026", 2026y / 12 / 1},
      {"01.12.2026", 2026y / 12 / 1},
      {"1. 12. 2026", 2026y / 12 / 1},
      {"1.12.26", 2026y / 12 / 1},
      {"01.12.", 2026y / 12 / 1},
      {"1.12", 2026y / 12 / 1},
      {"24.11", 2026y / 11 / 24},
      {"23.11.", 2026y / 11 / 23},
      {"29.02.", 2028y / 2 / 29},
      {"29.2.2028", 2028y / 2 / 29},
      {"tirsdag", 2026y / 12 / 1},
      {"TYSDAG", 2026y / 12 / 1},
      {"Tuesday", 2026y / 12 / 1},
      {"onsdag", 2026y / 11 / 25},
      {"måndag", 2026y / 11 / 30},
      {"lørdag", 2026y / 11 / 28},
      {"laurdag", 2026y / 11 / 28},
      {"loerdag", 2026y / 11 / 28},
      {"søndag", 2026y / 11 / 29},
      {"29.2.2027", std::nullopt},
      {"31.11.", std::nullopt},
      {"2026-13-01", std::nullopt},
      {"2026-1-1", std::nullopt},
      {"0026-01-01", std::nullopt},
      {"1.12.2200", std::nullopt},
      {"1.12.226", std::nullopt},
      {"1.12.0026", std::nullopt},
      {"2026-12-01x", std::nullopt},
      {"1.12.2026.", std::nullopt},
      {"-1.12.2026", std::nullopt},
      {"tirsdager", std::nullopt},
      {"12", std::nullopt},
      {"..", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& [text, date] : cases) EXPECT_EQ(date_from_text(text, reference), date) << text;
  EXPECT_EQ(date_from_text("29.2.", 2096y / 5 / 1), Date{2104y / 2 / 29});  // 2100 is no leap year
}

TEST(TimeText, ReadsTheFormsPeopleWrite) {
  const std::pair<const char*, std::optional<Minutes>> cases[]{
      {"13:00", 13h},
      {"13.00", 13h},
      {"1300", 13h},
      {"13", 13h},
      {"kl. 13", 13h},
      {"kl 9.30", 9h + 30min},
      {"KL.9:30", 9h + 30min},
      {"klokka 9", 9h},
      {"klokken\u00a009:05", 9h + 5min},
      {" 0:00 ", 0min},
      {"23:59", 23h + 59min},
      {"24:00", std::nullopt},
      {"12:60", std::nullopt},
      {"9:5", std::nullopt},
      {"9:300", std::nullopt},
      {"930", std::nullopt},
      {"2460", std::nullopt},
      {"13:00:00", std::nullopt},
      {"-1", std::nullopt},
      {"+9", std::nullopt},
      {"13:", std::nullopt},
      {":30", std::nullopt},
      {"kl", std::nullopt},
      {"ett", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& [text, time] : cases) EXPECT_EQ(time_from_text(text), time) << text;
}

TEST(CadenceText, ReadsEvenAndOddWeeks) {
  const Date first = 2026y / 11 / 2;  // a Monday, week 45
  for (const char* even : {"tirsdager i partallsuker 13:00-14:30", "partallsuker tirsdag kl. 13-14.30",
                           "tysdagar i partalsveker 13:00-14:30", "hver partallsuke, tirsdag 13.00–14.30",
                           "Tuesdays in even weeks 13:00-14:30", "tirsdag i like uker 13:00-14:30"}) {
    const Cadence cadence = cadence_from_text(even, first);
    EXPECT_EQ(cadence.parity, WeekParity::even) << even;
    EXPECT_EQ(cadence.first, Date{2026y / 11 / 10}) << even;
  }
  for (const char* odd : {"tirsdager i oddetallsuker 13:00-14:30", "oddetalsveker tysdag 13:00-14:30",
                          "every odd week Tuesday 13:00-14:30"}) {
    const Cadence cadence = cadence_from_text(odd, first);
    EXPECT_EQ(cadence.parity, WeekParity::odd) << odd;
    EXPECT_EQ(cadence.first, Date{2026y / 11 / 3}) << odd;
  }
  EXPECT_THAT(refusal_of([&] { cadence_from_text("annenhver tirsdag i partallsuker 13-14", first); }),
              HasSubstr("every second week"));
  EXPECT_THAT(refusal_of([&] { cadence_from_text("tirsdag i partallsuker og oddetallsuker 13-14", first); }),
              HasSubstr("\"og\""));
}

// 2026 has 53 weeks: two odd ones meet at the new year.
TEST(CadenceText, FollowsTheNumbersOfTheWeeksOverANewYear) {
  const Zone zone = Zone::named("Europe/Oslo");
  const auto dates = [&](const char* text) {
    std::vector<Date> found;
    for (const Occurrence& each :
         occurrences(cadence_from_text(text, 2026y / 12 / 14), zone, 2026y / 12 / 14, 2027y / 1 / 24))
      found.push_back(each.date);
    return found;
  };
  EXPECT_EQ(dates("torsdager i oddetallsuker 13-14"),
            (std::vector<Date>{2026y / 12 / 17, 2026y / 12 / 31, 2027y / 1 / 7, 2027y / 1 / 21}));
  EXPECT_EQ(dates("torsdager i partallsuker 13-14"), (std::vector<Date>{2026y / 12 / 24, 2027y / 1 / 14}));
  EXPECT_EQ(dates("søndager i partallsuker 13-14"), (std::vector<Date>{2026y / 12 / 27, 2027y / 1 / 17}));
}

TEST(DateText, ReadsWhatNorwegiansWrite) {
  const Date reference = 2026y / 11 / 24;  // a Tuesday
  const std::pair<const char*, Date> cases[]{
      {"i dag", 2026y / 11 / 24},
      {"idag", 2026y / 11 / 24},
      {"today", 2026y / 11 / 24},
      {"I morgen", 2026y / 11 / 25},
      {"i morgon", 2026y / 11 / 25},
      {"tomorrow", 2026y / 11 / 25},
      {"i overmorgen", 2026y / 11 / 26},
      {"om 3 dager", 2026y / 11 / 27},
      {"om ei veke", 2026y / 12 / 1},
      {"in two weeks", 2026y / 12 / 8},
      {"5. desember", 2026y / 12 / 5},
      {"5 desember", 2026y / 12 / 5},
      {"5.desember", 2026y / 12 / 5},
      {"5. des.", 2026y / 12 / 5},
      {"5.des", 2026y / 12 / 5},
      {"den 5. desember", 2026y / 12 / 5},
      {"lørdag 5. desember", 2026y / 12 / 5},
      {"laurdag 5. desember", 2026y / 12 / 5},
      {"lør. 5. des.", 2026y / 12 / 5},
      {"Saturday 5 December", 2026y / 12 / 5},
      {"Saturday, December 5", 2026y / 12 / 5},
      {"5th of December", 2026y / 12 / 5},
      {"December 5th, 2027", 2027y / 12 / 5},
      {"5. desember 2027", 2027y / 12 / 5},
      {"20. november", 2026y / 11 / 20},
      {"5/12", 2026y / 12 / 5},
      {"5/12-26", 2026y / 12 / 5},
      {"5/12/2026", 2026y / 12 / 5},
      {"5-12-2026", 2026y / 12 / 5},
      {"lørdag 5.12", 2026y / 12 / 5},
      {"neste tirsdag", 2026y / 12 / 1},
      {"neste mandag", 2026y / 11 / 30},
      {"neste onsdag", 2026y / 12 / 2},
      {"next Friday", 2026y / 12 / 4},
      {"onsdag neste uke", 2026y / 12 / 2},
      {"onsdag neste veke", 2026y / 12 / 2},
      {"førstkommende onsdag", 2026y / 11 / 25},
      {"på fredag", 2026y / 11 / 27},
      {"tor.", 2026y / 11 / 26},
  };
  for (const auto& [text, date] : cases) EXPECT_EQ(date_from_text(text, reference), date) << text;
  for (const char* text : {"lørdag 6. desember", "31. november", "5. desembre", "neste", "i", "i går", "om 3",
                           "5. desember 12", "fredag 13.12", "5/13", "5.12 24.12", "hei", "tirsdag tirsdag"})
    EXPECT_EQ(date_from_text(text, reference), std::nullopt) << text;
  EXPECT_EQ(date_from_text("5. desember", Date{}), std::nullopt) << "a configuration says the year";
  EXPECT_EQ(date_from_text("tirsdag", Date{}), std::nullopt);
  EXPECT_EQ(date_from_text("5.12.2026", Date{}), Date{2026y / 12 / 5});
}

TEST(TimesInText, AreADateOrATimeByTheirFormAlone) {
  const Date today = 2026y / 11 / 24;  // a Tuesday
  struct Reading {
    const char* text;
    std::optional<Date> date;
    std::optional<Minutes> time;
    std::optional<Minutes> ends = std::nullopt;
  };
  const Date christmas = 2026y / 12 / 24, fifth = 2026y / 12 / 5;
  const Reading cases[]{
      {"5.12", fifth, {}},
      {"24.12", christmas, {}},
      {"05:12", {}, 5h + 12min},
      {"kl. 5.12", {}, 5h + 12min},
      {"13.30", {}, 13h + 30min},
      {"10.00", {}, 10h},
      {"1330", {}, 13h + 30min},
      {"kl 13", {}, 13h},
      {"kl.13", {}, 13h},
      {"5.12 5.12", fifth, 5h + 12min},
      {"fredag 12.10", 2026y / 11 / 27, 12h + 10min},
      {"fredag kl. 12.10", 2026y / 11 / 27, 12h + 10min},
      {"fredag kl. 13.12", 2026y / 11 / 27, 13h + 12min},
      {"i morgen 12:00", 2026y / 11 / 25, 12h},
      {"i morgon kl. 8", 2026y / 11 / 25, 8h},
      {"i morra kl to", 2026y / 11 / 25, 14h},
      {"imorra 12:00", 2026y / 11 / 25, 12h},
      {"i mårra kl. 8", 2026y / 11 / 25, 8h},
      {"neste tirsdag kl 13", 2026y / 12 / 1, 13h},
      {"lørdag 5. desember kl. 12.00", fifth, 12h},
      {"Saturday 5 December at 12:00", fifth, 12h},
      {"tirsdag 24. november kl. 13.00–14.30", today, 13h, 14h + 30min},
      {"Tuesday 24 November, 13:00–14:30", today, 13h, 14h + 30min},
      {"24.11 13:00 – 14:30", today, 13h, 14h + 30min},
      {"5. desember 2026 kl. 9", fifth, 9h},
      {"5. desember 1430", fifth, 14h + 30min},
  };
  for (const auto& each : cases) {
    const auto found = time_in(each.text, today);
    ASSERT_TRUE(found) << each.text;
    EXPECT_EQ(found->date, each.date) << each.text;
    EXPECT_EQ(found->time, each.time) << each.text;
    EXPECT_EQ(found->ends, each.ends) << each.text;
  }
  std::size_t at = 0;
  const std::vector<std::string> words{"24.11", "5.12", "resten"};
  EXPECT_EQ(read_time(words, at, today, AfterDate::another_date).time, std::nullopt);
  EXPECT_EQ(at, 1U);
  EXPECT_EQ(read_time(words, at, today, AfterDate::another_date).date, fifth);
  EXPECT_EQ(at, 2U);
  EXPECT_TRUE(read_time(words, at, today).empty());
  EXPECT_EQ(at, 2U) << "what is no time stays";
}

TEST(TimesInText, ADayThatHasJustPassedIsNotNextYears) {
  const Date today = 2026y / 11 / 16;  // a Monday
  EXPECT_EQ(date_from_text("15.11", today), Date{2026y / 11 / 15});
  EXPECT_EQ(date_from_text("17. september", today), Date{2026y / 9 / 17}) << "sixty days";
  EXPECT_EQ(date_from_text("16.9", today), Date{2027y / 9 / 16});
  EXPECT_EQ(date_from_text("28.12", 2027y / 1 / 5), Date{2026y / 12 / 28});
  EXPECT_EQ(date_from_text("5.1", 2026y / 12 / 28), Date{2027y / 1 / 5});
  EXPECT_EQ(date_from_text("søndag 15. november", today), Date{2026y / 11 / 15});
  EXPECT_EQ(date_from_text("mandag 15. november", today), Date{2027y / 11 / 15})
      << "the day of the week says so";
  EXPECT_EQ(date_from_text("tirsdag 15. november", today), std::nullopt);
  EXPECT_EQ(date_from_text("29.2", 2028y / 3 / 1), Date{2028y / 2 / 29});
}

TEST(TimesInText, EndAsSentencesDoAndDaysDoAndGoTwiceRoundTheClock) {
  const Date today = 2026y / 11 / 24;
  for (const char* text : {"fredag!", "fredag.", "fre.", "Friday?"})
    EXPECT_EQ(date_from_text(text, today), Date{2026y / 11 / 27}) << text;
  EXPECT_EQ(date_from_text("5. desember.", today), Date{2026y / 12 / 5});
  const std::pair<const char*, std::optional<Minutes>> times[]{
      {"fredag 24:00", 24h},  {"fredag kl. 24", 24h},
      {"Friday 3pm", 15h},    {"Friday 3:30 p.m.", 15h + 30min},
      {"Friday 12 am", 0min}, {"Friday 12pm", 12h},
      {"Friday 11 AM", 11h},  {"fredag kl. 14", 14h},
      {"Friday 13pm", {}},    {"Friday 0am", {}},
      {"fredag 24:01", {}},   {"24:00", {}}};
  for (const auto& [text, time] : times) {
    const auto found = time_in(text, today);
    EXPECT_EQ(found ? found->time : std::nullopt, time) << text;
  }
}

TEST(TimesInText, AreReadAsAFacilitatorTypesThem) {
  const Date today = 2026y / 11 / 24;  // a Tuesday, of week 48
  struct Reading {
    const char* text;
    std::optional<Date> date;
    std::optional<Minutes> time = std::nullopt;
    std::optional<Minutes> ends = std::nullopt;
  };
  const Date ninth = 2026y / 12 / 9, second = 2026y / 12 / 2;
  const auto half_one = 13h + 30min, half_two = 14h + 30min;
  const Reading cases[]{
      {"24.11 13,30", today, half_one},
      {"24.11, 13.30", today, half_one},
      {"2.12 13,30-14,30", second, half_one, half_two},
      {"2.12 13.30- 14.30", second, half_one, half_two},
      {"2.12 13.30 -14.30", second, half_one, half_two},
      {"2.12 fra 13.30 til 14.30", second, half_one, half_two},
      {"2.12 kl. 13.30 til kl. 14.30", second, half_one, half_two},
      {"2 December 13:30 to 14:30", second, half_one, half_two},
      {"2.12 14.30.", second, half_two},
      {"2.12 halv to", second, half_one},
      {"2.12 halv to til halv tre", second, half_one, half_two},
      {"2.12 halv to - halv tre", second, half_one, half_two},
      {"2.12 kl. halv 3", second, half_two},
      {"2.12 halv åtte", second, 7h + 30min},
      {"2.12 halv sju", second, 18h + 30min},
      {"2.12 kvart over ett", second, 13h + 15min},
      {"2.12 kvart på ti", second, 9h + 45min},
      {"2.12 half past one", second, half_one},
      {"2.12 quarter to three", second, 14h + 45min},
      {"2.12 samme tid", second},
      {"den 2.", second},
      {"den 2. kl 13.30", second, half_one},
      {"onsdag den 2.", second},
      {"onsdag 2. 13.30", second, half_one},
      {"the 2nd 13:30", second, half_one},
      {"onsdagen 2.12", second},
      {"onsdag uke 50", ninth},
      {"onsdag i uke 50 kl 13.30", ninth, half_one},
      {"uke 50 onsdag", ninth},
      {"onsdag om to uker", ninth},
      {"9.12 uke 50", ninth},
      {"neste uke onsdag", second},
      {"onsdag veke 2", 2027y / 1 / 13},
      {"Wednesday week 50", ninth},
      {"onsd. 2.12", second},
      {"om fjorten dager", 2026y / 12 / 8},
      {"om fem uker kl 9", 2026y / 12 / 29, 9h},
      {"om en måned", 2026y / 12 / 24},
      {"in two months", 2027y / 1 / 24},
      {"2.12 ti over to", second, 14h + 10min},
      {"2.12 ti på tre", second, 14h + 50min},
      {"2.12 fem på halv tre", second, 14h + 25min},
      {"2.12 fem over halv tre - kvart på fire", second, 14h + 35min, 15h + 45min},
      {"2.12 kl tre", second, 15h},
      {"2.12 klokka tolv", second, 12h},
      {"2.12 kl to til kl tre", second, 14h, 15h},
      {"2.12 ettermiddag kl 3", second, 15h},
      {"2.12 kl 3-4 om ettermiddagen", second, 15h, 16h},
      {"2.12 at 2 in the afternoon", second, 14h},
      {"onsdag formiddag kl 10 uke 49", second, 10h},
      {"i morgen tidlig kl 8", 2026y / 11 / 25, 8h},
      {"i kveld kl 20", today, 20h},
      {"kl 8 i kveld", today, 20h},
      {"2.12 kl 13.30 🙂", second, half_one},
      {"onsdag 2.12 👍🏽", second},
  };
  for (const auto& each : cases) {
    const auto found = time_in(each.text, today);
    ASSERT_TRUE(found) << each.text;
    EXPECT_EQ(found->date, each.date) << each.text;
    EXPECT_EQ(found->time, each.time) << each.text;
    EXPECT_EQ(found->ends, each.ends) << each.text;
    EXPECT_FALSE(found->week) << each.text;
  }
  for (const char* text :
       {"9.12 uke 49", "onsdag uke 54", "uke", "uke hei", "halv", "halv tretten", "den 32.", "samme tid",
        "13,301", "torsdag 2.12", "i kveld", "i morgen tidlig", "2.12 formiddag", "2.12 formiddag kl 15",
        "2.12 kveld kl 13", "🙂", "tre", "samme dag"})
    EXPECT_FALSE(time_in(text, today)) << text;
}

TEST(TimesInText, AreNotLookedForInMoreWordsThanTheyTake) {
  std::vector<std::string> words(longest_time - 2, "den");
  words.insert(words.end(), {"i", "dag"});
  std::size_t at = 0;
  EXPECT_EQ(read_time(words, at, 2026y / 11 / 24).date, Date(2026y / 11 / 24));
  EXPECT_EQ(at, longest_time);
  words.insert(words.begin(), "den");
  at = 0;
  EXPECT_TRUE(read_time(words, at, 2026y / 11 / 24).empty());
  EXPECT_EQ(at, 0U);
}

TEST(TimesInText, AWeekAloneIsNoDay) {
  const Date today = 2026y / 11 / 24;
  const std::pair<const char*, Date> cases[]{
      {"uke 50", 2026y / 12 / 7},     {"i uke 50", 2026y / 12 / 7},  {"veke 50", 2026y / 12 / 7},
      {"uke50", 2026y / 12 / 7},      {"week 50", 2026y / 12 / 7},   {"uke 53", 2026y / 12 / 28},
      {"uke 1", 2027y / 1 / 4},       {"uke 47", 2026y / 11 / 16},   {"uke 50 2027", 2027y / 12 / 13},
      {"neste uke", 2026y / 11 / 30}, {"denne uka", 2026y / 11 / 23}};
  for (const auto& [text, monday] : cases) {
    const auto found = time_in(text, today);
    ASSERT_TRUE(found) << text;
    EXPECT_EQ(found->week, monday) << text;
    EXPECT_FALSE(found->date) << text;
    EXPECT_EQ(date_from_text(text, today), std::nullopt) << text;
  }
  EXPECT_EQ(time_in("uke 50 kl 13", today)->time, 13h);
  EXPECT_FALSE(time_in("uke 50", Date{})) << "a configuration says the day";
  EXPECT_EQ(date_from_text("den 2.", today), std::nullopt) << "a table says the month";
}

// Everything the bot writes of a time can be typed back: every day of three years, with the times of a day
// that look most like dates, said from days all through the year before.
TEST(TimesInText, ReadBackWhatTheBotWrites) {
  constexpr Minutes times[]{0min, 5h + 12min, 10h + 10min, 12h + 12min, 13h + 30min, 23h + 59min};
  int n = 0;
  for (sys_days day = sys_days{2026y / 1 / 1}; day < sys_days{2029y / 1 / 1}; day += days{1}, ++n)
    for (const Language language : all_languages) {
      const Date date{day}, said_on{day - days{n * 37 % 365}};
      const Local reading = at(date, times[n % 6]), end = reading + 90min;
      const std::string moment = say_moment(language, reading);
      const auto found = time_in(moment, said_on);
      ASSERT_TRUE(found) << moment;
      EXPECT_EQ(found->date, date) << moment << " said " << n * 37 % 365 << " days before";
      EXPECT_EQ(found->time, times[n % 6]) << moment;
      if (static_cast<int>(language) != n % 3) continue;
      EXPECT_EQ(date_from_text(say_date(language, date), said_on), date) << say_date(language, date);
      const std::string span =
          text(language, "sessions.when",
               {{"date", say_date(language, date)}, {"span", say_span(language, reading, end)}});
      const auto session = time_in(span, said_on);
      ASSERT_TRUE(session) << span;
      EXPECT_EQ(session->date, date) << span;
      EXPECT_EQ(session->time, times[n % 6]) << span;
      EXPECT_EQ(session->ends, times[n % 6] + 90min) << span << ", on the next day where it is past midnight";
    }
}

TEST(Lastings, AreReadAndCountedInDaysOfTheCalendar) {
  const auto read = [](const std::string& text) {
    std::size_t at = 0;
    const auto words = parse_command("x " + text).plain();
    const auto found = read_lasting(words, at);
    EXPECT_EQ(at, found ? words.size() : 0) << text;
    return found;
  };
  for (const char* week : {"1 uke", "en uke", "én uke", "ei veke", "1 week", "7 dager", "7d", "7 dagar"})
    EXPECT_EQ(read(week), (Lasting{7, {}})) << week;
  for (const char* ten : {"10 min", "10min", "10 minutter", "10 minuttar", "10 minutes"})
    EXPECT_EQ(read(ten), (Lasting{0, 10min})) << ten;
  EXPECT_EQ(read("to timer"), (Lasting{0, 2h}));
  EXPECT_EQ(read("2 t"), (Lasting{0, 2h}));
  EXPECT_EQ(read("fjorten dager"), (Lasting{14, {}}));
  for (const char* half :
       {"en halv time", "en halvtime", "half an hour", "half hour", "0,5 time", "tretti min"})
    EXPECT_EQ(read(half), (Lasting{0, 30min})) << half;
  for (const char* more : {"halvannen time", "1,5 time", "1.5 hours", "en time og tretti minutter"})
    EXPECT_EQ(read(more), (Lasting{0, 90min})) << more;
  for (const char* hour : {"an hour", "a hour", "one hour", "ein time"})
    EXPECT_EQ(read(hour), (Lasting{0, 60min})) << hour;
  EXPECT_EQ(read("et kvarter"), (Lasting{0, 15min}));
  EXPECT_EQ(read("tre kvarter"), (Lasting{0, 45min}));
  for (const char* none : {"10", "uke", "ti epler", "1000 dager", "10 mil"})
    EXPECT_EQ(read(none), std::nullopt) << none;

  const Zone oslo = Zone::named("Europe/Oslo");
  const auto wall = [&](Date date, Minutes time) { return oslo.to_utc(at(date, time)); };
  EXPECT_EQ(after(wall(2026y / 10 / 24, 12h), {1, {}}, oslo), wall(2026y / 10 / 25, 12h)) << "25 hours";
  EXPECT_EQ(after(wall(2026y / 3 / 28, 12h), {7, {}}, oslo), wall(2026y / 4 / 4, 12h)) << "167 hours";
  EXPECT_EQ(after(wall(2026y / 10 / 25, 0min), {0, 4h}, oslo), wall(2026y / 10 / 25, 3h));
  for (const Lasting each : {Lasting{7, {}}, Lasting{0, 90min}}) EXPECT_EQ(lasting_from(code(each)), each);
  for (const char* forged : {"", "7", "d", "0m", "-1d", "9999d", "600"})
    EXPECT_EQ(lasting_from(forged), std::nullopt) << forged;
}

}  // namespace
}  // namespace core
