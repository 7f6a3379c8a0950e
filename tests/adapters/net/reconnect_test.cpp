#include "adapters/net/reconnect.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using net::Reconnect;
using net::Ticks;
using enum net::Reconnect::Event;

std::vector<Ticks::rep> waits(Reconnect& machine, bool greets, int times) {
  std::vector<Ticks::rep> all;
  for (int i = 0; i < times; ++i) {
    if (greets) machine.next(greeted, Ticks{5});
    all.push_back(machine.next(over, Ticks{10}).count());
  }
  return all;
}

TEST(Reconnect, WaitsGrowWhenNobodyGreets) {
  Reconnect machine;
  EXPECT_EQ(waits(machine, false, 9),
            (std::vector<Ticks::rep>{1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000}));
}

TEST(Reconnect, AGreetingAloneForgetsNothing) {
  Reconnect machine;
  EXPECT_EQ(waits(machine, true, 5), (std::vector<Ticks::rep>{0, 1000, 2000, 4000, 8000}));
  EXPECT_EQ(waits(machine, false, 2), (std::vector<Ticks::rep>{32000, 60000}));
}

TEST(Reconnect, AConnectionThatLastedForgetsWhatWasBefore) {
  Reconnect machine;
  waits(machine, true, 5);
  machine.next(greeted, Ticks{1'000});
  EXPECT_EQ(machine.next(over, Ticks{60'999}), Ticks{16'000}) << "not yet";
  machine.next(greeted, Ticks{100'000});
  EXPECT_EQ(machine.next(over, Ticks{160'000}), Ticks{0});
  EXPECT_EQ(waits(machine, true, 2), (std::vector<Ticks::rep>{0, 1000}));
}

TEST(Reconnect, ManyFailuresDoNotOverflow) {
  Reconnect machine({Ticks{1'000}, Ticks{120'000}, Ticks{60'000}});
  EXPECT_EQ(waits(machine, false, 500).back(), 120'000);
}

}  // namespace
