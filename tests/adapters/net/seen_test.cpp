#include "adapters/net/seen.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

using std::chrono::minutes;

TEST(Seen, WhatCameIsRememberedAndTheMemoryHasAnEnd) {
  constexpr int most = 1'000;
  Seen seen(most);
  EXPECT_TRUE(seen.first_time("first"));
  EXPECT_FALSE(seen.first_time("first"));
  for (int i = 0; i < most; ++i) EXPECT_TRUE(seen.first_time(std::to_string(i)));
  EXPECT_TRUE(seen.first_time("first"));
  EXPECT_FALSE(seen.first_time(std::to_string(most - 1)));
}

TEST(Seen, ForgetsAfterItsTime) {
  Seen seen(1'000, minutes{10});
  EXPECT_TRUE(seen.first_time("a", minutes{0}));
  EXPECT_FALSE(seen.first_time("a", minutes{9}));
  EXPECT_TRUE(seen.first_time("a", minutes{10}));
}

TEST(Seen, WhatWasNotTakenIsNewAgainAndKeptAsLongAsOthers) {
  Seen seen(1'000, minutes{10});
  EXPECT_TRUE(seen.first_time("a", minutes{0}));
  seen.forget("a");
  EXPECT_TRUE(seen.first_time("a", minutes{5}));
  EXPECT_FALSE(seen.first_time("a", minutes{12})) << "counted from the second time";
  EXPECT_TRUE(seen.first_time("")) << "without a name nothing is recognised";
  EXPECT_TRUE(seen.first_time(""));
}

TEST(Seen, OthersStayWhereOneIsForgotten) {
  Seen seen(3, minutes{10});
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(seen.first_time(name, minutes{0}));
  seen.forget("b");
  seen.forget("of which nobody has heard");
  EXPECT_FALSE(seen.first_time("a", minutes{1}));
  EXPECT_FALSE(seen.first_time("c", minutes{1}));
  EXPECT_TRUE(seen.first_time("b", minutes{1}));
  EXPECT_TRUE(seen.first_time("a", minutes{10})) << "the two that came before are over";
  EXPECT_FALSE(seen.first_time("b", minutes{10}));
}

}  // namespace
}  // namespace net
