#include "adapters/net/refusals.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

namespace {

using net::Ticks;

TEST(Refusals, AreALineAMinuteWithTheirNumber) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  sink->set_pattern("%v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("refusals-test", sink));
  Ticks now{5};
  {
    net::Refusals refusals([&now] { return now; }, "x: a call", "one");
    for (int i = 0; i < 1'000; ++i) refusals.add();
    now += Ticks{59'999};
    refusals.add();
    now += Ticks{1};
    refusals.add();
    refusals.add();
  }
  spdlog::set_default_logger(before);
  EXPECT_EQ(
      log.str(),
      "x: a call: one, refused 1 time\nx: a call: one, refused 1001 times\nx: a call: one, refused 1 time\n");
}

}  // namespace
