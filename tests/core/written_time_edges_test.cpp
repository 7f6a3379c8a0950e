// Words that could be read in two ways: which of the two, and what is refused.

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/written_time.hpp"

namespace core {
namespace {

using namespace std::chrono_literals;

const Date edge_day = 2026y / 11 / 24;  // a Tuesday, of week 48

TEST(WrittenEdges, ADateWithAPointBehindItIsNoTime) {
  EXPECT_EQ(time_in("fredag 12.10", 2026y / 10 / 5)->time, 12h + 10min);
  EXPECT_FALSE(time_in("fredag 12.10.", 2026y / 10 / 5)) << "the 12th is a Monday";
  EXPECT_EQ(time_in("mandag 12.10.", 2026y / 10 / 5)->date, Date{2026y / 10 / 12});
  EXPECT_EQ(time_in("fredag 14.30.", 2026y / 10 / 5)->time, 14h + 30min) << "there is no such date";
}

TEST(WrittenEdges, ACommaMakesATime) {
  const std::pair<const char*, Minutes> times[]{
      {"12,10", 12h + 10min}, {"9,05", 9h + 5min}, {"13,30", 13h + 30min}};
  for (const auto& [text, time] : times) {
    ASSERT_TRUE(time_in(text, edge_day)) << text;
    EXPECT_EQ(time_in(text, edge_day)->time, time) << text;
    EXPECT_FALSE(time_in(text, edge_day)->date) << text;
  }
  EXPECT_EQ(time_in("24.11 9,05-10,10", edge_day)->ends, 10h + 10min);
}

TEST(WrittenEdges, AWeekWithAnEveningIsNotOfAnotherCentury) {
  const std::pair<const char*, Minutes> evenings[]{{"uke 50 1930", 19h + 30min}, {"uke 50 2000", 20h}};
  for (const auto& [text, time] : evenings) {
    ASSERT_TRUE(time_in(text, edge_day)) << text;
    EXPECT_EQ(time_in(text, edge_day)->week, Date{2026y / 12 / 7}) << text;
    EXPECT_EQ(time_in(text, edge_day)->time, time) << text;
  }
  EXPECT_EQ(time_in("uke 50 2027", edge_day)->week, Date{2027y / 12 / 13});
}

TEST(WrittenEdges, NoWordIsNoSunday) {
  for (const char* text : {"neste", "denne", "this", "førstkommende"}) {
    std::size_t at = 0;
    EXPECT_TRUE(read_time(std::vector<std::string>{text}, at, edge_day).empty()) << text;
    EXPECT_EQ(at, 0U) << text;
  }
  EXPECT_EQ(date_from_text("Sun", edge_day), Date{2026y / 11 / 29});
  EXPECT_EQ(date_from_text("Sun. 29.11", edge_day), Date{2026y / 11 / 29});
}

// As they are said, and as a phone writes what it hears.
TEST(WrittenEdges, DaysHaveNamesAndNumbersHaveWords) {
  const std::pair<const char*, Date> days[]{
      {"nyttårsaften", 2026y / 12 / 31},
      {"Nyttårsaftan", 2026y / 12 / 31},
      {"New Year\u2019s Eve", 2026y / 12 / 31},
      {"julaften", 2026y / 12 / 24},
      {"lille julaften", 2026y / 12 / 23},
      {"første juledag", 2026y / 12 / 25},
      {"2. juledag", 2026y / 12 / 26},
      {"første nyttårsdag", 2027y / 1 / 1},
      {"nyttår", 2027y / 1 / 1},
      {"langfredag", 2027y / 3 / 26},
      {"andre påskedag", 2027y / 3 / 29},
      {"2. pinsedag", 2027y / 5 / 17},
      {"torsdag nyttårsaften", 2026y / 12 / 31},
      {"tredje desember", 2026y / 12 / 3},
      {"den tredje", 2026y / 12 / 3},
      {"tjuefjerde desember", 2026y / 12 / 24},
      {"onsdag 23-12", 2026y / 12 / 23},
  };
  for (const auto& [text, day] : days)
    EXPECT_EQ(time_in(text, edge_day).value_or(WrittenTime{}).date, day) << text;
  EXPECT_EQ(date_from_text("julaften", 2026y / 12 / 28), Date{2026y / 12 / 24}) << "has passed";
  for (const char* text :
       {"fredag nyttårsaften", "tredje juledag", "åttende desember", "torsdag 23-12", "23-12"})
    EXPECT_FALSE(time_in(text, edge_day)) << text;
}

TEST(WrittenEdges, AWordBehindAWeekdayIsNoDayOfAMonth) {
  for (const char* text : {"fredag andre", "fredag André, Kari", "onsdag andre gang", "Friday second"}) {
    std::size_t at = 0;
    const auto words = parse_command(std::string("x ") + text).plain();
    const WrittenTime found = read_time(words, at, edge_day);
    EXPECT_EQ(at, 1U) << text;
    EXPECT_TRUE(found.weekday_alone) << text;
    EXPECT_FALSE(found.contradicts) << text;
  }
  EXPECT_EQ(time_in("onsdag den andre", edge_day).value_or(WrittenTime{}).date, Date{2026y / 12 / 2});
  EXPECT_EQ(time_in("onsdag 2.", edge_day).value_or(WrittenTime{}).date, Date{2026y / 12 / 2});
  EXPECT_EQ(time_in("onsdag andre desember", edge_day).value_or(WrittenTime{}).date, Date{2026y / 12 / 2});
}

TEST(WrittenEdges, ATimeEndsASentenceOrTheDay) {
  const std::pair<const char*, Minutes> times[]{
      {"fredag kl 12.", 12h}, {"Fredag Kl. 12.", 12h}, {"fredag midnatt", 24h},     {"Friday noon", 12h},
      {"noon Friday", 12h},   {"kl 24", 24h},          {"fredag kl ni til ti", 9h}, {"5.12 midday", 12h}};
  for (const auto& [text, time] : times) {
    ASSERT_TRUE(time_in(text, edge_day)) << text;
    EXPECT_EQ(time_in(text, edge_day)->time, time) << text;
  }
  EXPECT_EQ(time_in("4. desember klokken ni til ti", edge_day)->ends, 10h);
  EXPECT_FALSE(time_in("fredag kl 25.", edge_day));
}

// The end says which half of the day it is, or the beginning does.
TEST(WrittenEdges, ABeginningAndAnEndAreOfOneHalfOfTheDay) {
  const std::tuple<const char*, Minutes, Minutes> spans[]{{"Friday 1 to 2.30 pm", 13h, 14h + 30min},
                                                          {"Friday 1-2:30pm", 13h, 14h + 30min},
                                                          {"Friday 1-2 pm", 13h, 14h},
                                                          {"Friday 1 - 2 p.m.", 13h, 14h},
                                                          {"Friday 1pm-2pm", 13h, 14h},
                                                          {"Friday noon-1pm", 12h, 13h},
                                                          {"Friday 11 to 1 pm", 11h, 13h},
                                                          {"Friday 1 am to 2 pm", 1h, 14h},
                                                          {"Friday 9-11am", 9h, 11h},
                                                          {"Friday 10pm-1am", 22h, 25h},
                                                          {"fredag kl seks til åtte", 18h, 20h},
                                                          {"fredag kl fem til sju", 17h, 19h},
                                                          {"fredag kl seks til halv åtte", 18h, 19h + 30min},
                                                          {"fredag kl seks til halv 8", 18h, 19h + 30min},
                                                          {"i kveld kl seks til åtte", 18h, 20h},
                                                          {"fredag kl ni til ti", 9h, 10h},
                                                          {"fredag kl 22 til halv ett", 22h, 24h + 30min},
                                                          {"fredag kl 18 til 8", 18h, 8h}};
  for (const auto& [text, starts, ends] : spans) {
    const WrittenTime found = time_in(text, edge_day).value_or(WrittenTime{});
    EXPECT_EQ(found.time, starts) << text;
    EXPECT_EQ(found.ends, ends) << text;
  }
  for (const char* text : {"Friday 13-14 pm", "Friday 1-2 3pm"})
    EXPECT_FALSE(time_in(text, edge_day)) << text;
}

TEST(WrittenEdges, AWeekBehindADateIsOfItOnlyWhereItLiesInIt) {
  const auto first = [](const char* typed) {
    std::size_t at = 0;
    const auto words = parse_command(std::string("x ") + typed).plain();
    const WrittenTime found = read_time(words, at, edge_day, AfterDate::another_date);
    EXPECT_FALSE(found.contradicts) << typed;
    EXPECT_EQ(found.date, Date{2026y / 12 / 1}) << typed;
    return words.size() - at;
  };
  for (const char* other : {"1.12 uke 50", "1.12 i veke 50", "tirsdag 1.12 week 50"})
    EXPECT_GT(first(other), 1U) << other;
  for (const char* same : {"1.12 uke 49", "1.12 neste uke", "tirsdag 1.12 i uke 49", "tirsdag uke 49"})
    EXPECT_EQ(first(same), 0U) << same;
  EXPECT_FALSE(time_in("1.12 uke 50", edge_day)) << "where no other date follows it contradicts";
}

TEST(WrittenEdges, ADayOfAMonthInAWeekIsOfThatWeek) {
  const auto found = time_in("den 14. uke 2", edge_day);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->date, Date{2027y / 1 / 14});
  EXPECT_FALSE(found->day_alone) << "no other month's";
  EXPECT_FALSE(time_in("den 9. uke 2", edge_day));
}

TEST(WrittenEdges, ADashWithSpacesIsOne) {
  for (const char* typed : {"13.00 - 14.30", "13.00 – 14.30", "13.00 — 14.30", "13.00–14.30"}) {
    std::size_t at = 0;
    const auto words = parse_command(std::string("x 26.11 ") + typed).plain();
    const WrittenTime found = read_time(words, at, edge_day);
    EXPECT_EQ(at, words.size()) << typed;
    EXPECT_EQ(found.time, Minutes{13h}) << typed;
    EXPECT_EQ(found.ends, Minutes{14h + 30min}) << typed;
  }
}

// "kl 1 til to" was thirteen hours, and "kl 1" the middle of the night.
TEST(WrittenEdges, AnHourOfTheFaceIsInTheDay) {
  const std::tuple<const char*, Minutes, std::optional<Minutes>> spans[]{
      {"fredag kl 1 til to", 13h, 14h},
      {"fredag kl 1 til 2", 13h, 14h},
      {"fredag 1-2", 13h, 14h},
      {"fredag kl 1-2.30", 13h, 14h + 30min},
      {"fredag kl ett til 2", 13h, 14h},
      {"fredag halv to til 3", 13h + 30min, 15h},
      {"fredag kl 1 til 14", 13h, 14h},
      {"fredag kl 1 til halv tre", 13h, 14h + 30min},
      {"fredag kl 11 til 1", 11h, 13h},
      {"fredag kl 12 til 2", 12h, 14h},
      {"fredag kl 9 til 3", 9h, 15h},
      {"fredag kl 9.30-1.30", 9h + 30min, 13h + 30min},
      {"Friday at 11 to one", 11h, 13h},
      {"Friday at 1 to two", 13h, 14h},
      {"Friday 10am to 1", 10h, 13h},
      {"Friday 10pm to 1", 22h, 25h},
      {"fredag kl 6 til 14", 6h, 14h},
      {"fredag kl 8 til 16", 8h, 16h},
      {"fredag 01.00-02.00", 1h, 2h},
      {"fredag kl 1.30-2.30", 1h + 30min, 2h + 30min},
      {"fredag kl 01-02", 1h, 2h},
      {"fredag kl 22 til 1", 22h, 25h},
      {"fredag kl 5-6 om morgenen", 5h, 6h},
      {"fredag kl 5 om morgenen", 5h, std::nullopt},
      {"fredag kl 5 på kvelden", 17h, std::nullopt},
      {"fredag kl 1", 13h, std::nullopt},
      {"fredag kl. 3", 15h, std::nullopt},
      {"fredag kl 6", 6h, std::nullopt},
      {"fredag kl 01", 1h, std::nullopt},
      {"fredag 3 am", 3h, std::nullopt}};
  for (const auto& [text, starts, ends] : spans) {
    const WrittenTime found = time_in(text, edge_day).value_or(WrittenTime{});
    EXPECT_EQ(found.time, starts) << text;
    EXPECT_EQ(found.ends, ends) << text;
  }
  EXPECT_FALSE(time_in("11-1", edge_day)) << "may be a day of January";
}

TEST(WrittenEdges, SeveralDaysAreSaidAsOne) {
  const Date monday = 2026y / 12 / 7;
  const std::tuple<const char*, Date, Date> several[]{
      {"i romjula", 2026y / 12 / 27, 2026y / 12 / 31},
      {"romjola", 2026y / 12 / 27, 2026y / 12 / 31},
      {"mellom jul og nyttår", 2026y / 12 / 27, 2026y / 12 / 31},
      {"between Christmas and New Year", 2026y / 12 / 27, 2026y / 12 / 31},
      {"i påskeuka", 2027y / 3 / 22, 2027y / 3 / 28},
      {"Holy Week", 2027y / 3 / 22, 2027y / 3 / 28},
      {"i helga", 2026y / 12 / 12, 2026y / 12 / 13},
      {"denne helgen", 2026y / 12 / 12, 2026y / 12 / 13},
      {"this weekend", 2026y / 12 / 12, 2026y / 12 / 13},
      {"i januar", 2027y / 1 / 1, 2027y / 1 / 31},
      {"hele februar 2028", 2028y / 2 / 1, 2028y / 2 / 29},
      {"in December", 2026y / 12 / 1, 2026y / 12 / 31},
      {"i desember neste år", 2027y / 12 / 1, 2027y / 12 / 31},
      {"neste måned", 2027y / 1 / 1, 2027y / 1 / 31},
      {"denne månaden", 2026y / 12 / 1, 2026y / 12 / 31},
      {"hele måneden", 2026y / 12 / 1, 2026y / 12 / 31},
      {"resten av uka", monday, 2026y / 12 / 13},
      {"ut måneden", monday, 2026y / 12 / 31},
      {"veka ut", monday, 2026y / 12 / 13},
      {"the rest of the week", monday, 2026y / 12 / 13}};
  for (const auto& [text, first, last] : several) {
    const auto found = time_in(text, monday);
    ASSERT_TRUE(found) << text;
    EXPECT_EQ(found->several, (SeveralDays{first, last})) << text;
    EXPECT_FALSE(found->date) << text;
  }
  EXPECT_EQ(time_in("uke 53", monday)->all_days(), (SeveralDays{2026y / 12 / 28, 2027y / 1 / 3}));
  EXPECT_EQ(time_in("hele neste uke", monday)->week, Date{2026y / 12 / 14});
  EXPECT_EQ(time_in("denne uken", monday)->week, monday);
  EXPECT_EQ(time_in("uke 2 neste år", monday)->week, Date{2027y / 1 / 11});
  EXPECT_EQ(date_from_text("5. januar neste år", monday), Date{2027y / 1 / 5});
  EXPECT_EQ(date_from_text("onsdag i romjula", monday), Date{2026y / 12 / 30});
  for (const char* other : {"juleferien", "i jula", "vinterferien", "i påsken", "januar", "fredag i romjula",
                            "torsdag i januar", "neste helg", "Helga", "torsdag Helga"})
    EXPECT_FALSE(time_in(other, monday)) << other << ": which days is not sure";
}

TEST(WrittenEdges, ADateAmongSeveralDaysIsThatDay) {
  EXPECT_EQ(time_in("i november 26.11", edge_day)->date, Date{2026y / 11 / 26});
  EXPECT_FALSE(time_in("i november 26.11", edge_day)->all_days());
  EXPECT_EQ(time_in("i januar den 5.", edge_day)->date, Date{2027y / 1 / 5});
  EXPECT_FALSE(time_in("i romjula 3.1", edge_day)) << "it is over then";
}

TEST(WrittenEdges, ALongDayStaysInTheMorning) {
  const std::tuple<const char*, Minutes, Minutes> spans[]{{"26.11 6-18.30", 6h, 18h + 30min},
                                                          {"26.11 1-12", 1h, 12h},
                                                          {"26.11 1-14.30", 13h, 14h + 30min},
                                                          {"26.11 kl.3-4", 15h, 16h}};
  for (const auto& [text, from, to] : spans) {
    ASSERT_TRUE(time_in(text, edge_day)) << text;
    EXPECT_EQ(time_in(text, edge_day)->time, from) << text;
    EXPECT_EQ(time_in(text, edge_day)->ends, to) << text;
  }
  EXPECT_EQ(time_in("fredag kl.3", edge_day)->time, 15h) << "as with a blank";
}

TEST(WrittenEdges, ADayIsCountedInAMonth) {
  const Date monday = 2026y / 12 / 7;
  const std::pair<const char*, Date> cases[]{
      {"første torsdag i januar", 2027y / 1 / 7},      {"den første torsdagen i januar", 2027y / 1 / 7},
      {"andre tysdag i januar", 2027y / 1 / 12},       {"siste fredag i måneden", 2026y / 12 / 25},
      {"første torsdag i måneden", 2027y / 1 / 7},     {"tredje onsdag i månaden", 2026y / 12 / 16},
      {"1. mandag i neste måned", 2027y / 1 / 4},      {"the first Thursday of the month", 2027y / 1 / 7},
      {"last Friday of January 2028", 2028y / 1 / 28}, {"første onsdag i november", 2026y / 11 / 4},
      {"første onsdag i juni", 2027y / 6 / 2}};
  for (const auto& [text, date] : cases) {
    EXPECT_EQ(date_from_text(text, monday), date) << text;
    EXPECT_EQ(time_in(std::string(text) + " kl 13", monday).value_or(WrittenTime{}).time, Minutes{13h})
        << text;
  }
  for (const char* other : {"første torsdag", "femte torsdag i januar", "første torsdag hver måned",
                            "første torsdager i januar", "første i måneden"})
    EXPECT_FALSE(date_from_text(other, monday)) << other;
}

}  // namespace
}  // namespace core
