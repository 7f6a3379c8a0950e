#include "bot/core/time.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using core::Instant;

TEST(InstantText, IsReadBackAsItWasWritten) {
  for (const char* text :
       {"2026-11-24T12:00:00Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2099-12-31T00:00:01Z"})
    EXPECT_EQ(core::to_text(core::instant_from_text(text)), text);
  EXPECT_EQ(core::to_text(Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(core::to_text(Instant{} - std::chrono::seconds{1}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(core::date_text(core::Date{std::chrono::year{7}, std::chrono::month{3}, std::chrono::day{9}}),
            "0007-03-09");
}

TEST(InstantText, HasFourDigitsOfYearWhateverHappens) {
  const auto new_year = [](int year) {
    return core::Date{std::chrono::year{year}, std::chrono::January, std::chrono::day{1}};
  };
  EXPECT_EQ(core::date_text(new_year(12345)), "9999-01-01");
  EXPECT_EQ(core::date_text(new_year(-5)), "0000-01-01");
}

TEST(InstantText, SortsLikeTheInstant) {
  const Instant noon = core::instant_from_text("2026-11-24T12:00:00Z");
  EXPECT_LT(core::to_text(noon), core::to_text(noon + std::chrono::seconds{1}));
  EXPECT_LT(core::to_text(noon), core::to_text(noon + std::chrono::days{40}));
}

TEST(InstantText, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2026-11-24", "2026-11-24T12:00:00", "2026-11-24T12:00:00z", "2026-11-24T12:00:00Z ",
        "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T12:60:00Z",
        "2026-11-24T12:00:61Z", "2026-11-24 12:00:00Z", "yesterday", "2026-11-24T12:00:00+01:00",
        "2026-11-24T-1:00:00Z"})
    EXPECT_THROW(core::instant_from_text(text), std::invalid_argument) << text;
}

TEST(DateText, IsReadBackAndNothingElseIs) {
  const core::Date monday{std::chrono::year{2026} / 6 / 22};
  EXPECT_EQ(core::date_text(monday), "2026-06-22");
  EXPECT_EQ(core::date_of_text(core::date_text(monday)), monday);
  for (const char* wrong :
       {"", "2026-6-22", "2026-02-30", "2026-06-22x", "2026/06/22", "-026-06-22", "20260622ab"})
    EXPECT_FALSE(core::date_of_text(wrong)) << wrong;
}

}  // namespace
