#include "adapters/net/http_date.hpp"

#include <gtest/gtest.h>

namespace net_test {
namespace {

using net::http_date;

TEST(HttpDate, IsReadInTheThreeFormsThatTheStandardKnows) {
  const core::Instant at = core::instant_from_text("1994-11-06T08:49:37Z");
  EXPECT_EQ(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), at);
  EXPECT_EQ(http_date("Sunday, 06-Nov-94 08:49:37 GMT"), at);
  EXPECT_EQ(http_date("Sun Nov  6 08:49:37 1994"), at);
}

TEST(HttpDate, IsNothingElse) {
  for (const char* text : {"", "7", "1794398417", "2026-11-24T12:00:00Z", "tomorrow in the morning, GMT"})
    EXPECT_FALSE(http_date(text)) << text;
}

}  // namespace
}  // namespace net_test
