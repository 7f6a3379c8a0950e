#include "bot/core/ascii.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace core::ascii {
namespace {

TEST(Ascii, NamesAreOfWhatIsSaidAndNeverEmpty) {
  EXPECT_TRUE(is_name("Nord-2_b", "-_"));
  EXPECT_FALSE(is_name("Nord-2_b", "-"));
  EXPECT_FALSE(is_name(""));
  EXPECT_FALSE(is_name("blåbær", "-_"));
  EXPECT_TRUE(is_small_name("nord-2", "-"));
  EXPECT_FALSE(is_small_name("Nord-2", "-"));
  EXPECT_TRUE(is_digits("007"));
  EXPECT_FALSE(is_digits(""));
  EXPECT_FALSE(is_digits("7."));
}

TEST(Ascii, ANumberIsTheWholeText) {
  EXPECT_EQ(number<int>("42"), 42);
  EXPECT_EQ(number<int>("-1"), -1);
  for (const char* none : {"", " 42", "42 ", "+42", "4x", "2147483648"})
    EXPECT_FALSE(number<int>(none)) << none;
  EXPECT_EQ(number<std::uint16_t>("65535"), std::numeric_limits<std::uint16_t>::max());
  EXPECT_FALSE(number<std::uint16_t>("65536"));
  EXPECT_FALSE(number<std::uint16_t>("-1"));
}

TEST(Ascii, AFormSaysWhereDigitsStand) {
  EXPECT_TRUE(is_written_as("0000-00", "2026-12"));
  EXPECT_FALSE(is_written_as("0000-00", "2026-1"));
  EXPECT_FALSE(is_written_as("0000-00", "2026/12"));
  EXPECT_FALSE(is_written_as("0000-00", "2026-1x"));
}

}  // namespace
}  // namespace core::ascii
