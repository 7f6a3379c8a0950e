// The hand on the sandbox's clock.
#include "bot/app/time_mover.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace app {
namespace {

runtime::EngineThread::Turn turn_of(std::uint64_t serial, bool idle) {
  runtime::EngineThread::Turn one;
  one.serial = serial;
  one.idle = idle;
  return one;
}

TEST(TimeMover, NeverOvertakesWhatWasTypedBefore) {
  boost::asio::io_context io;
  const core::Instant before = core::instant_from_text("2026-11-23T12:00:00Z"),
                      after = core::instant_from_text("2026-11-27T12:00:00Z");
  MovableClock clock(before, {});
  std::uint64_t ticks = 7;
  TimeMover mover(io.get_executor(), clock, &clock, [&] { return ++ticks; });
  int settled = 0;
  mover.move_to(after, [&] { ++settled; });
  EXPECT_EQ(clock.now(), before) << "what came before may not even have been read";
  mover.heard(turn_of(7, true));
  EXPECT_EQ(clock.now(), before) << "a turn from before the move";
  mover.heard(turn_of(8, false));
  EXPECT_EQ(clock.now(), before) << "a message is on its way";
  mover.heard(turn_of(8, true));
  EXPECT_EQ(clock.now(), after);
  EXPECT_EQ(settled, 0);
  mover.heard(turn_of(9, true));
  EXPECT_EQ(settled, 1);
  mover.move_to(after, [&] { ++settled; });
  mover.heard(turn_of(10, true));
  EXPECT_EQ(settled, 2) << "to where it is already";
}

}  // namespace
}  // namespace app
