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

}  // namespace
}  // namespace core
