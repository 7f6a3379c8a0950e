#include "bot/app/process.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <thread>

#include "bot/app/firmness.hpp"
#include "bot/core/part.hpp"
#include "storage/migrations.hpp"
#include "storage/transfer.hpp"

namespace {

// Of the thread that asks, in nanoseconds: how long its turns on the processor are; 0: this Linux does not
// say.
std::uint64_t length_of_turns() {
  std::array<char, 64> told{};
  if (::syscall(SYS_sched_getattr, 0, told.data(), told.size(), 0) != 0) return 0;
  constexpr std::size_t place = 24;  // of sched_runtime, sched_setattr(2)
  std::uint64_t length = 0;
  std::memcpy(&length, told.data() + place, sizeof length);
  return length;
}

// In a process of its own, because it is for good.
TEST(BeginProcess, AsksForShortTurnsForAllThreadsThatFollow) {
  const auto try_it = [] {
    const bool told = length_of_turns() != 0;
    app::begin_process();
    std::uint64_t length = 0;
    std::thread([&] { length = length_of_turns(); }).join();
    std::_Exit(!told || length == 500'000 ? 0 : 1);
  };
  EXPECT_EXIT(try_it(), testing::ExitedWithCode(0), "");
}

// Whoever opens as many connections as server.connections allows takes no file from an answer.
TEST(BeginProcess, HasAsManyDescriptorsAsTheMachineAllows) {
  const auto try_it = [] {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max / 2;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    app::begin_process();
    ::getrlimit(RLIMIT_NOFILE, &limit);
    std::_Exit(limit.rlim_cur == limit.rlim_max ? 0 : 1);
  };
  EXPECT_EXIT(try_it(), testing::ExitedWithCode(0), "");
}

// "person export >FILE" on a disk that is full must not look as if the page were there.
TEST(Printing, ThatDoesNotReachItsEndIsNoSuccess) {
  const auto print = [](const char* where) {
    if (std::freopen(where, "w", stdout) == nullptr) std::_Exit(9);
    std::cout << "a line";
    std::exit(app::when_all_is_printed(0));
  };
  EXPECT_EXIT(print("/dev/full"), testing::ExitedWithCode(1), "not written to its end: No space left");
  EXPECT_EXIT(print("/dev/null"), testing::ExitedWithCode(0), "");
}

// The units hold it for the end (RestartPreventExitStatus=2).
TEST(StatusAfter, WhatNoStartHelpsIsTwo) {
  EXPECT_EQ(app::status_after(storage::Newer("written by a newer refleks")), 2);
  EXPECT_EQ(app::status_after(storage::WasMoved("was moved to service=refleks")), 2);
  EXPECT_EQ(app::status_after(core::PartMissing("not there")), 2);
  EXPECT_EQ(app::status_after(storage::Error("in use")), 1);
}

TEST(Trimmer, GivesMemoryBackOnceAfterTheStartAndOnceAfterMuchWork) {
  boost::asio::io_context io;
  std::chrono::microseconds used{};
  int trimmed = 0;
  app::Trimmer trimmer(io.get_executor(),
                       {std::chrono::milliseconds{1}, [&] { return used; }, [&] { ++trimmed; }});
  trimmer.begin();
  const auto look = [&](int work) {
    used += std::chrono::microseconds{work};
    io.run_one();
    return trimmed;
  };
  EXPECT_EQ(look(500), 0) << "it is still at work";
  EXPECT_EQ(look(0), 1);
  EXPECT_EQ(look(0), 1);
  EXPECT_EQ(look(10), 1) << "little was done";
  EXPECT_EQ(look(500), 1);
  EXPECT_EQ(look(500), 1) << "it goes on";
  EXPECT_EQ(look(10), 2);
  EXPECT_EQ(look(0), 2);
}

}  // namespace
