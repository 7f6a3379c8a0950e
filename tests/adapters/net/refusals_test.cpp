#include "adapters/net/refusals.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

namespace {

using net::Ticks;

class Refusals : public ::testing::Test {
 protected:
  Refusals() {
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
    sink->set_pattern("%v");
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("refusals-test", sink));
  }
  ~Refusals() override { spdlog::set_default_logger(before); }

  const std::shared_ptr<spdlog::logger> before = spdlog::default_logger();
  std::ostringstream log;
  Ticks now{5};
};

TEST_F(Refusals, AreALineAMinuteWithTheirNumber) {
  {
    net::Refusals refusals([this] { return now; }, "x: a call", "one");
    for (int i = 0; i < 1'000; ++i) refusals.add();
    now += Ticks{59'999};
    refusals.add();
    now += Ticks{1};
    refusals.add();
    refusals.add();
  }
  EXPECT_EQ(
      log.str(),
      "x: a call: one, refused 1 time\nx: a call: one, refused 1001 times\nx: a call: one, refused 1 time\n");
}

TEST_F(Refusals, OfAnswersAreALineAnHourWithTheLastReason) {
  {
    net::Refusals refusals([this] { return now; }, "x: an answer", "", net::of_answers);
    refusals.add("too late");
    now += Ticks{3'599'999};
    refusals.add("too late");
    refusals.add("gone");
    now += Ticks{1};
    refusals.add("404");
  }
  EXPECT_EQ(log.str(), "x: an answer: refused 1 time, too late\nx: an answer: refused 3 times, 404\n");
}

}  // namespace
