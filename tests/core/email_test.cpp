#include "bot/core/email.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Email, IsWrittenAsEveryRelayTakesIt) {
  EXPECT_EQ(core::ascii_email("Kari.Nes@kommune.example"), "Kari.Nes@kommune.example");
  EXPECT_EQ(core::ascii_email("kari@\u00d8ygarden.kommune.example"), "kari@xn--ygarden-p1a.kommune.example");
  for (const char* none : {"", "kari", "bj\u00f8rn@kommune.example", "kari@\u00f8 b.example",
                           "kari@\u200b.example", "kari@a\xff.example", "kari@\u3002\u3002"})
    EXPECT_EQ(core::ascii_email(none), "") << none;
}

}  // namespace
