#include "bot/app/guarded_clock.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "bot/app/clock_watch.hpp"
#include "tests/support/whole_bot.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;
using support::at;

struct Guarded : testing::Test {
  // Both clocks go on.
  void pass(std::chrono::seconds time) {
    wall += time;
    steady += time;
  }
  ClockSources sources() {
    return {[this] { return wall; }, [this] { return steady; }, [this] { return network; }};
  }
  support::TempDirectory data;
  core::Instant wall = at("2026-11-24T12:00:00Z");
  std::chrono::seconds steady{1000};
  std::optional<core::Instant> network;
  GuardedClock clock{sources(), confirmation_file(data.path())};
};

constexpr auto years = std::chrono::days{5 * 365};

TEST_F(Guarded, ShowsTheMachinesTimeAndBelievesLittleJumpsAndTheWayBack) {
  EXPECT_EQ(clock.now(), wall);
  pass(3h);
  wall += 23h;  // a daemon that slept, an hour of summer time in the wrong place
  EXPECT_EQ(clock.now(), wall);
  wall -= std::chrono::days{40};
  EXPECT_EQ(clock.now(), wall);
  wall += std::chrono::days{40};
  EXPECT_EQ(clock.now(), wall);
  EXPECT_FALSE(clock.unbelieved());
}

TEST_F(Guarded, GoesOnInItsOwnTimeAfterAJumpUntilTheClockIsRight) {
  const core::Instant before = clock.now();
  wall += years;
  EXPECT_EQ(clock.now(), before);
  pass(10min);
  EXPECT_EQ(clock.now(), before + 10min);
  EXPECT_EQ(clock.unbelieved(), wall);
  wall -= years;
  EXPECT_EQ(clock.now(), before + 10min);
  EXPECT_FALSE(clock.unbelieved());
}

TEST_F(Guarded, MeasuresAStartByTheLastInstantSeen) {
  wall += years;
  clock.begin_after(at("2026-11-24T11:00:00Z"));
  pass(5s);
  EXPECT_EQ(clock.now(), at("2026-11-24T11:00:05Z"));
}

TEST_F(Guarded, BelievesADayOfEvenTime) {
  clock.now();
  wall += years;
  clock.now();
  pass(20h);
  wall += 1h;  // still not even
  EXPECT_LT(clock.now(), wall - std::chrono::days{1000});
  pass(23h);
  EXPECT_LT(clock.now(), wall - std::chrono::days{1000});
  pass(1h);
  EXPECT_EQ(clock.now(), wall);
}

TEST_F(Guarded, BelievesTheNetworkOnlyWhenItSaysTheSame) {
  const core::Instant before = clock.now();
  wall += years;
  network = before;  // the clock is set by somebody, or by a program that pretends
  EXPECT_EQ(clock.now(), before);
  pass(1s);
  network = wall - 2s;
  EXPECT_EQ(clock.now(), wall);
}

TEST_F(Guarded, BelievesTheOperatorOnce) {
  const core::Instant before = clock.now();
  confirm_clock(data.path(), before - std::chrono::days{30});  // about another jump
  wall += years;
  EXPECT_EQ(clock.now(), before);
  confirm_clock(data.path(), wall);
  pass(1s);
  EXPECT_EQ(clock.now(), wall);
  EXPECT_FALSE(std::filesystem::exists(confirmation_file(data.path())));
  wall += years;
  EXPECT_LT(clock.now(), wall);
}

TEST_F(Guarded, TheDoctorTellsAClockThatJumpedFromOneThatDidNot) {
  EXPECT_FALSE(look_at_clock(std::nullopt, wall));
  EXPECT_FALSE(look_at_clock(wall - 20h, wall));
  const auto ahead = look_at_clock(wall - std::chrono::days{3}, wall);
  ASSERT_TRUE(ahead);
  EXPECT_NE(ahead->todo.find("refleks clock confirm"), std::string::npos);
  EXPECT_TRUE(look_at_clock(wall + std::chrono::days{3}, wall));
}

// A start with a clock five years ahead, then right again: nothing was deleted, nothing planned, coordinators
// know.
TEST_F(Guarded, TheBotNeitherDeletesNorPlansByAClockThatJumped) {
  const support::TempDirectory box("/dev/shm"), files;
  Config config = support::with_sessions(support::municipality(), "2026-11-24");
  config.ballot_box.directory = box.path();
  const std::string path = files / "refleks.db";
  core::SeededRandom random(1);
  std::vector<std::string> told;
  const auto live = [&](core::Instant from, std::chrono::seconds time) {
    wall = from;
    GuardedClock own{sources(), confirmation_file(data.path())};
    Bot bot(config, own, random, path, {}, {}, &own);
    auto deliveries = bot.desk().start();
    for (int turn = 0; turn < 50; ++turn) {
      runtime::Batch batch;
      for (const auto& delivery : deliveries) {
        told.push_back(delivery.key);
        runtime::Settlement settlement;
        settlement.key = delivery.key;
        settlement.edit = !delivery.ref.empty();
        batch.settlements.push_back(std::move(settlement));
      }
      pass(time / 50);
      deliveries = bot.desk().run(std::move(batch));
    }
  };
  live(at("2026-11-20T08:00:00Z"), 1h);
  const auto rows = [&] {
    storage::Database database(path, storage::Database::Use::reader);
    int sessions = 0;
    std::string last;
    database.sql() << "SELECT count(*), COALESCE(max(starts), '') FROM session", soci::into(sessions),
        soci::into(last);
    return std::pair(sessions, last);
  };
  const auto before = rows();
  ASSERT_GT(before.first, 0);
  live(at("2031-11-20T10:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
  EXPECT_TRUE(std::ranges::any_of(told, [](const std::string& key) { return key.starts_with("clock:"); }));
  live(at("2026-11-20T12:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
}

}  // namespace
}  // namespace app
