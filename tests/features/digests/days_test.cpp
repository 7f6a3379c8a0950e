#include "bot/features/digests/days.hpp"

#include <gtest/gtest.h>

#include "tests/support/store_fixture.hpp"

namespace digests {
namespace {

core::Date day(int year, unsigned month, unsigned day) {
  return core::Date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

TEST(Days, AreReadAsTheyStandInAnAddress) {
  const Days half{day(2026, 7, 1), day(2026, 12, 31)};
  EXPECT_EQ(code(half), "20260701-20261231");
  EXPECT_EQ(days_in(code(half)), half);
  EXPECT_EQ(days_in("narrow-dark-20260701-20261231"), half);
  for (const char* look : {"", "narrow", "20260701", "20261231-20260701", "20260731-20260732",
                           "00000000-99999999", "20000101-20261231", "20260701-20261231-20270101", "-", "--"})
    EXPECT_EQ(days_in(look), std::nullopt) << look;
}

TEST(Days, AreReadAsPeopleTypeThem) {
  const Days half{day(2026, 7, 1), day(2026, 12, 31)};
  const core::Date today = day(2026, 11, 16);
  for (const char* text : {"1.7.2026-31.12.2026", "1.7.2026 – 31.12.2026", "1.7.2026 til 31.12.2026",
                           "2026-07-01 2026-12-31", "1. juli 2026 til 31. desember 2026"})
    EXPECT_EQ(days_from_text(text, today), half) << text;
  for (const char* text : {"", "x", "1.7.2026", "31.12.2026-1.7.2026", "1.7.2026 til"})
    EXPECT_EQ(days_from_text(text, today), std::nullopt) << text;
}

TEST(Days, AMonthAWeekOrAYearIsTheLastThatHasBegun) {
  const core::Date today = day(2026, 12, 7);
  for (const char* text :
       {"november", "i november", "November 2026", "forrige måned", "førre månad", "last month"})
    EXPECT_EQ(days_from_text(text, today), (Days{day(2026, 11, 1), day(2026, 11, 30)})) << text;
  EXPECT_EQ(days_from_text("desember", today), (Days{day(2026, 12, 1), day(2026, 12, 31)}));
  EXPECT_EQ(days_from_text("denne måneden", today), (Days{day(2026, 12, 1), day(2026, 12, 31)}));
  EXPECT_EQ(days_from_text("januar", today), (Days{day(2026, 1, 1), day(2026, 1, 31)}));
  EXPECT_EQ(days_from_text("uke 48", today), (Days{day(2026, 11, 23), day(2026, 11, 29)}));
  EXPECT_EQ(days_from_text("uke 30", today), (Days{day(2026, 7, 20), day(2026, 7, 26)}));
  EXPECT_EQ(days_from_text("forrige uke", today), (Days{day(2026, 11, 30), day(2026, 12, 6)}));
  EXPECT_EQ(days_from_text("2026", today), (Days{day(2026, 1, 1), day(2026, 12, 31)}));
  EXPECT_EQ(days_from_text("neste måned", today), std::nullopt);
  EXPECT_EQ(days_from_text("helga", today), (Days{day(2026, 12, 5), day(2026, 12, 6)})) << "of a Monday";
}

TEST(Days, AHalfYearAndAYearAreNamedAsInSpeech) {
  const core::Date autumn = day(2026, 11, 16), winter = day(2027, 2, 1);
  const Days first{day(2026, 1, 1), day(2026, 6, 30)}, second{day(2026, 7, 1), day(2026, 12, 31)};
  for (const char* text : {"halvåret", "dette halvåret", "andre halvår", "2. halvår 2026", "this half-year"})
    EXPECT_EQ(days_from_text(text, autumn), second) << text;
  for (const char* text :
       {"forrige halvår", "førre halvår", "første halvår", "1. halvår 2026", "last half-year"})
    EXPECT_EQ(days_from_text(text, autumn), first) << text;
  for (const char* text : {"forrige halvår", "andre halvår", "second half of 2026"})
    EXPECT_EQ(days_from_text(text, winter), second) << text;
  EXPECT_EQ(days_from_text("i fjor", winter), (Days{day(2026, 1, 1), day(2026, 12, 31)}));
  EXPECT_EQ(days_from_text("i år", winter), (Days{day(2027, 1, 1), day(2027, 12, 31)}));
  for (const char* text : {"siste halvår", "neste halvår", "til kommunestyret", "for Halfdan"})
    EXPECT_EQ(days_from_text(text, autumn), std::nullopt) << text;
}

// A report is about what was; whoever means a day to come writes its year.
TEST(Days, WithoutTheirYearAreTheLastSuchAndWhatFollows) {
  const core::Date today = day(2026, 11, 16);
  EXPECT_EQ(days_from_text("1.1 til 30.6", today), (Days{day(2026, 1, 1), day(2026, 6, 30)}));
  EXPECT_EQ(days_from_text("1. august til 31. desember", today), (Days{day(2026, 8, 1), day(2026, 12, 31)}));
  EXPECT_EQ(days_from_text("1.12 til 28.2", today), (Days{day(2025, 12, 1), day(2026, 2, 28)}));
  EXPECT_EQ(days_from_text("1.10.2025 til 1.2", today), (Days{day(2025, 10, 1), day(2026, 2, 1)}));
  EXPECT_EQ(days_from_text("1.1 til 30.6.2027", today), (Days{day(2026, 1, 1), day(2027, 6, 30)}));
  EXPECT_EQ(days_from_text("29.2 til i dag", today), (Days{day(2024, 2, 29), today}));
  EXPECT_EQ(days_from_text("16.11 til 16.11", today), (Days{today, today}));
  EXPECT_EQ(days_said("1.2", "29.2", day(2027, 3, 1)), (Days{day(2027, 2, 1), day(2028, 2, 29)}));
  EXPECT_EQ(days_said("1.7.2026", "x", today), std::nullopt);
}

TEST(Days, CanBeChosenWithoutTyping) {
  GroupHistory history;
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const auto add = [&](const char* starts, int run) {
    core::Session session;
    session.starts = support::at(starts);
    session.run = run;
    history.sessions.push_back({session, 0, 0, 0});
  };
  auto all = days_to_choose(history.sessions, zone, day(2026, 11, 16), core::Language::nb);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].days, (Days{day(2026, 7, 1), day(2026, 12, 31)}));
  EXPECT_EQ(all[1].days, (Days{day(2026, 1, 1), day(2026, 6, 30)}));
  add("2026-03-03T12:00:00Z", 1);
  add("2026-09-01T22:30:00Z", 2);
  add("2026-12-08T12:00:00Z", 2);
  all = days_to_choose(history.sessions, zone, day(2026, 2, 1), core::Language::nb);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].days, (Days{day(2026, 9, 2), day(2026, 12, 8)})) << "in the group's own time";
  EXPECT_EQ(all[2].days, (Days{day(2025, 7, 1), day(2025, 12, 31)}));
}

}  // namespace
}  // namespace digests
