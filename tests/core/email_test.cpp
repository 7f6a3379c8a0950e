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

TEST(Email, IsWhatStandsBehindTheSchemeOfALink) {
  EXPECT_EQ(core::without_mailto("mailto:kari@x.example"), "kari@x.example");
  EXPECT_EQ(core::without_mailto("MailTo:Kari@x.example"), "Kari@x.example");
  EXPECT_EQ(core::without_mailto("mailto@x.example"), "mailto@x.example");
  EXPECT_EQ(core::without_mailto(""), "");
}

TEST(Email, IsNothingThatNoRelayTakes) {
  for (const char* good : {"kari@kommune.example", "o'brien+x@a-b.kommune.example", "k.n@ko.example",
                           "a_b@x.no", "kari@\u00f8ygarden.example"})
    EXPECT_TRUE(core::is_email(good)) << good;
  for (const char* none :
       {"mailto:kari@kommune.example", "kari@kommune..example", "kari@.example", ".kari@x.example",
        "kari.@x.example", "ka..ri@x.example", "kari@x.example.", "kari@-x.example", "kari@x-.example",
        "(kari)@x.example", "kari@[10.0.0.1]", "kari@x.example)", "ka\\ri@x.example", "kari nes@x.example",
        "kari@@x.example", "kari@localhost", "@x.example", "kari@x.example\r\nRCPT"})
    EXPECT_FALSE(core::is_email(none)) << none;
  EXPECT_FALSE(core::is_email(std::string(65, 'k') + "@x.example"));
}

}  // namespace
