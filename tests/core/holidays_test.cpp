#include "bot/core/holidays.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace core {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

// Written out by hand from printed calendars: {year, Maundy Thursday, Easter Day, Ascension, Whit Sunday} as
// MMDD.
struct Year {
  int year;
  unsigned maundy, easter, ascension, whit;
};
constexpr Year years[]{{2024, 328, 331, 509, 519}, {2025, 417, 420, 529, 608}, {2026, 402, 405, 514, 524},
                       {2027, 325, 328, 506, 516}, {2028, 413, 416, 525, 604}, {2029, 329, 401, 510, 520},
                       {2030, 418, 421, 530, 609}};

Date day_of(int year, unsigned mmdd) {
  return std::chrono::year{year} / std::chrono::month{mmdd / 100} / std::chrono::day{mmdd % 100};
}

TEST(Holidays, AreExactlyThoseOfTheTableFrom2024To2030) {
  for (const auto& [year, maundy, easter, ascension, whit] : years) {
    std::map<Date, std::string> expected;
    const auto next = [](Date date) { return Date{sys_days{date} + days{1}}; };
    expected[day_of(year, maundy)] = "maundy_thursday";
    expected[next(day_of(year, maundy))] = "good_friday";
    expected[day_of(year, easter)] = "easter_day";
    expected[next(day_of(year, easter))] = "easter_monday";
    expected[day_of(year, ascension)] = "ascension";
    expected[day_of(year, whit)] = "whit_sunday";
    expected[next(day_of(year, whit))] = "whit_monday";
    // The fixed ones last: on a shared day they give the name.
    expected[day_of(year, 101)] = "new_year";
    expected[day_of(year, 501)] = "labour_day";
    expected[day_of(year, 517)] = "constitution_day";
    expected[day_of(year, 1225)] = "christmas_day";
    expected[day_of(year, 1226)] = "boxing_day";
    std::map<Date, std::string> found;
    for (auto day = sys_days{day_of(year, 101)}; day <= sys_days{day_of(year, 1231)}; day += days{1})
      if (const auto key = norwegian_holiday(day)) found[day] = *key;
    EXPECT_EQ(found, expected) << year;
  }
}

TEST(Holidays, GiveTheFixedNameWhenTwoMeet) {
  EXPECT_EQ(norwegian_holiday(2027y / 5 / 17), "constitution_day");  // and Whit Monday
  EXPECT_EQ(norwegian_holiday(2012y / 5 / 17), "constitution_day");  // and Ascension
  EXPECT_EQ(norwegian_holiday(2008y / 5 / 1), "labour_day");         // and Ascension
}

TEST(Holidays, DoNotIncludeEvesAndPlainSundays) {
  for (const Date date :
       {Date{2026y / 12 / 24}, Date{2026y / 12 / 31}, Date{2026y / 4 / 4}, Date{2026y / 11 / 22}})
    EXPECT_FALSE(norwegian_holiday(date));
}

TEST(Easter, IsASundayBetween22MarchAnd25AprilForThreeCenturies) {
  for (auto year = 1900y; year <= 2199y; ++year) {
    const Date easter = easter_day(year);
    EXPECT_EQ(std::chrono::weekday{sys_days{easter}}, std::chrono::Sunday) << static_cast<int>(year);
    EXPECT_GE(easter, Date{year / 3 / 22});
    EXPECT_LE(easter, Date{year / 4 / 25});
  }
}

// A second, independent road: C. F. Gauss's rule with its two exceptions.
Date easter_by_gauss(std::chrono::year of) {
  const int year = static_cast<int>(of);
  const int m = 24, n = year < 2100 ? 5 : 6;  // the constants for 1900-2199
  const int d = (19 * (year % 19) + m) % 30;
  const int e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;
  int after_22_march = d + e;
  if (d == 29 && e == 6) after_22_march -= 7;
  if (d == 28 && e == 6 && (11 * m + 11) % 30 < 19) after_22_march -= 7;
  return sys_days{of / 3 / 22} + days{after_22_march};
}

TEST(Easter, AgreesWithTheRuleOfGaussForThreeCenturies) {
  for (auto year = 1900y; year <= 2199y; ++year)
    EXPECT_EQ(easter_day(year), easter_by_gauss(year)) << static_cast<int>(year);
}

TEST(Easter, KnowsTheEarliestTheLatestAndTheTwoExceptions) {
  EXPECT_EQ(easter_day(2008y), Date{2008y / 3 / 23});
  EXPECT_EQ(easter_day(2038y), Date{2038y / 4 / 25});
  EXPECT_EQ(easter_day(1954y), Date{1954y / 4 / 18});
  EXPECT_EQ(easter_day(1981y), Date{1981y / 4 / 19});
}

TEST(WorkingDays, AreMondayToFridayWithoutHolidays) {
  EXPECT_TRUE(is_working_day(2026y / 11 / 20));   // Friday
  EXPECT_FALSE(is_working_day(2026y / 11 / 21));  // Saturday
  EXPECT_FALSE(is_working_day(2026y / 11 / 22));  // Sunday
  EXPECT_TRUE(is_working_day(2026y / 12 / 24));   // Thursday, an eve
  EXPECT_FALSE(is_working_day(2026y / 12 / 25));  // Friday, Christmas
}

TEST(WorkingDays, TheNextOneIsStrictlyAfterAndPassesChains) {
  EXPECT_EQ(next_working_day(2026y / 11 / 18), Date{2026y / 11 / 19});
  EXPECT_EQ(next_working_day(2026y / 11 / 20), Date{2026y / 11 / 23});
  EXPECT_EQ(next_working_day(2026y / 4 / 1), Date{2026y / 4 / 7});      // Easter
  EXPECT_EQ(next_working_day(2026y / 12 / 24), Date{2026y / 12 / 28});  // Friday, Boxing Day, Sunday
  EXPECT_EQ(next_working_day(2026y / 12 / 31), Date{2027y / 1 / 4});
  EXPECT_EQ(next_working_day(2027y / 5 / 14), Date{2027y / 5 / 18});  // weekend, 17 May
}

}  // namespace
}  // namespace core
