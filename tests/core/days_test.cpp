#include "bot/core/days.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Days, StepOverMonthsAndYears) {
  EXPECT_EQ(date_text(day_after(*date_of_text("2026-12-31"))), "2027-01-01");
  EXPECT_EQ(date_text(day_before(*date_of_text("2028-03-01"))), "2028-02-29");
  EXPECT_EQ(date_text(plus(*date_of_text("2026-12-01"), std::chrono::days{-30})), "2026-11-01");
}

TEST(Days, TheMondayIsOfTheSameWeek) {
  for (const char* day : {"2026-11-30", "2026-12-01", "2026-12-04", "2026-12-06"})
    EXPECT_EQ(date_text(monday_of(*date_of_text(day))), "2026-11-30") << day;
  EXPECT_EQ(date_text(monday_of(*date_of_text("2026-12-07"))), "2026-12-07");
}

}  // namespace
}  // namespace core
