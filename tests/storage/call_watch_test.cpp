#include "storage/call_watch.hpp"

#include <gtest/gtest.h>

namespace {

using std::chrono::seconds;
using storage::CallWatch;

struct CallsOut : ::testing::Test {
  CallWatch::Clock::time_point now{seconds{1000}};
  CallWatch watch{[this] { return now; }};
};

TEST_F(CallsOut, ACallIsOutFromItsBeginningToItsEnd) {
  EXPECT_EQ(watch.out(), seconds{0});
  {
    const CallWatch::Call call(&watch);
    now += seconds{5};
    EXPECT_EQ(watch.out(), seconds{5});
  }
  EXPECT_EQ(watch.out(), seconds{0});
  const CallWatch::Call next(&watch);
  EXPECT_EQ(watch.out(), seconds{0}) << "each is measured by itself";
}

TEST_F(CallsOut, WhatMayTakeItsTimeIsNotOut) {
  {
    const CallWatch::Patience patience(&watch);
    const CallWatch::Call call(&watch);
    now += seconds{600};
    EXPECT_EQ(watch.out(), seconds{0});
  }
  const CallWatch::Call call(&watch);
  now += seconds{1};
  EXPECT_EQ(watch.out(), seconds{1});
}

TEST_F(CallsOut, NobodyNeedsToLook) {
  const CallWatch::Patience patience(nullptr);
  const CallWatch::Call call(nullptr);
}

}  // namespace
