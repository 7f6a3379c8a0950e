#include "bot/app/guarded_clock.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "bot/app/clock_watch.hpp"
#include "tests/support/whole_bot.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;
using support::at;

constexpr auto years = std::chrono::days{5 * 365};

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

TEST_F(Guarded, ShowsTheMachinesTimeAndBelievesLittleJumpsAndTheWayBack) {
  EXPECT_EQ(clock.now(), wall);
  pass(3h);
  wall += 23h;  // a daemon that slept, an hour of summer time in the wrong place
  EXPECT_EQ(clock.now(), wall);
  wall -= std::chrono::days{40};
  EXPECT_EQ(clock.now(), wall);
  wall += std::chrono::days{40};
  EXPECT_EQ(clock.now(), wall);
  EXPECT_TRUE(clock.certain());
}

// It cannot be told from a clock that is wrong, which would close polls and post results weeks early.
TEST_F(Guarded, GoesOnInItsOwnTimeWhenTheServerMayHaveBeenOff) {
  const core::Instant last = wall;
  for (const int days : {2, 3, 14, 59}) {
    GuardedClock next(sources(), confirmation_file(data.path()));
    wall = last + std::chrono::days{days};
    next.begin_after({last, last});
    EXPECT_EQ(next.now(), last) << days;
    EXPECT_FALSE(next.certain());
    pass(1h);
    EXPECT_EQ(next.now(), last + 1h);
    EXPECT_FALSE(next.doubt()->followed);
    EXPECT_TRUE(next.doubt()->absence);
    EXPECT_EQ(next.doubt()->certain, last + 1h);
    wall = last + 1h;  // set right
    EXPECT_EQ(next.now(), wall);
    EXPECT_TRUE(next.certain());
  }
}

TEST_F(Guarded, GoesOnInItsOwnTimeWhenTheClockJumpsByWeeksWhileItRuns) {
  const core::Instant last = clock.now();
  for (int turn = 0; turn < 3; ++turn) {
    wall += std::chrono::days{15};
    pass(1h);
    EXPECT_EQ(clock.now(), last + (turn + 1) * 1h);
  }
  EXPECT_FALSE(clock.certain());
}

TEST_F(Guarded, KnowsForHowLongItWasStoppedWhileTheMachineRan) {
  ClockSources machine = sources();
  machine.boot = "one";
  GuardedClock before(machine, confirmation_file(data.path()));
  before.now();
  const storage::ClockSeen seen = before.seen();
  pass(std::chrono::days{20});
  GuardedClock next(machine, confirmation_file(data.path()));
  next.begin_after(seen);
  EXPECT_EQ(next.now(), wall);
  EXPECT_TRUE(next.certain());
  wall += std::chrono::days{20};  // the clock was set while it was stopped
  GuardedClock set(machine, confirmation_file(data.path()));
  set.begin_after(seen);
  EXPECT_EQ(set.now(), wall);
  EXPECT_FALSE(set.certain());
  wall += std::chrono::days{20};  // and once more, now while it runs
  pass(1h);
  EXPECT_EQ(set.now(), wall - std::chrono::days{20});
  GuardedClock later(machine, confirmation_file(data.path()));
  later.begin_after(set.seen());
  EXPECT_EQ(later.now(), wall - std::chrono::days{20});
  machine.boot = "two";
  steady += 5h;  // of another start of the machine: tells nothing
  GuardedClock anew(machine, confirmation_file(data.path()));
  anew.begin_after(seen);
  EXPECT_EQ(anew.now(), seen.certain);
}

// Nobody has set it right in a day and more: it was off, and what is due comes.
TEST_F(Guarded, FollowsAJumpThatALaterStartFindsADayOn) {
  storage::ClockSeen seen{wall, wall};
  const auto start = [&](std::chrono::seconds later) {
    wall += later;
    GuardedClock next(sources(), confirmation_file(data.path()));
    next.begin_after(seen);
    const bool follows = next.now() == wall;
    EXPECT_FALSE(next.certain());
    seen = next.seen();
    return follows;
  };
  EXPECT_FALSE(start(std::chrono::days{14}));
  EXPECT_FALSE(start(23h));
  EXPECT_FALSE(start(-3h));  // another jump
  EXPECT_FALSE(start(23h));
  EXPECT_TRUE(start(1h));
  EXPECT_TRUE(start(std::chrono::days{7}));
  wall += years;
  GuardedClock next(sources(), confirmation_file(data.path()));
  next.begin_after(seen);
  EXPECT_LT(next.now(), wall - std::chrono::days{1000});
}

// One that is switched off every night becomes certain all the same, and is never left behind.
TEST_F(Guarded, CarriesTheDoubtAndTheEvenTimeIntoTheNextLife) {
  storage::ClockSeen seen{wall, wall};
  wall += std::chrono::days{14};
  std::vector<bool> certain;
  for (int life = 0; life < 4; ++life) {
    steady = 1000s;
    GuardedClock next(sources(), confirmation_file(data.path()));
    next.begin_after(seen);
    EXPECT_EQ(next.now() == wall, life > 0) << life;
    pass(9h);
    certain.push_back(next.certain());
    seen = next.seen();
    wall += 15h;
  }
  EXPECT_EQ(certain, (std::vector<bool>{false, false, true, true}));
}

TEST_F(Guarded, BeginsTheEvenDayAnewWhenTheNextLifeJumpsOnceMore) {
  GuardedClock first(sources(), confirmation_file(data.path()));
  first.begin_after({wall - std::chrono::days{10}, wall - std::chrono::days{10}});
  first.now();
  pass(23h);
  first.now();
  const storage::ClockSeen seen = first.seen();
  wall += std::chrono::days{10};
  GuardedClock second(sources(), confirmation_file(data.path()));
  second.begin_after(seen);
  pass(2h);
  second.now();
  pass(2h);
  EXPECT_EQ(second.now(), wall);
  EXPECT_FALSE(second.certain());
}

TEST_F(Guarded, NeverGoesBackBehindWhatItShowedWhenItStopsFollowing) {
  const core::Instant last = wall;
  wall += std::chrono::days{50};
  clock.begin_after({last, last, 0s, storage::ClockSeen::Jump{wall - 25h, wall - 25h}});
  const core::Instant followed = clock.now();
  wall += years;
  pass(1h);
  EXPECT_EQ(clock.now(), followed + 1h);
  EXPECT_FALSE(clock.doubt()->followed);
}

TEST_F(Guarded, GoesOnInItsOwnTimeAfterAJumpUntilTheClockIsRight) {
  const core::Instant before = clock.now();
  wall += years;
  EXPECT_EQ(clock.now(), before);
  pass(10min);
  EXPECT_EQ(clock.now(), before + 10min);
  ASSERT_TRUE(clock.doubt());
  EXPECT_EQ(clock.doubt()->wall, wall);
  EXPECT_FALSE(clock.doubt()->followed);
  EXPECT_FALSE(clock.certain());
  wall -= years;
  EXPECT_EQ(clock.now(), before + 10min);
  EXPECT_TRUE(clock.certain());
}

TEST_F(Guarded, MeasuresAStartByTheLastInstantSeen) {
  wall += years;
  clock.begin_after({at("2026-11-24T11:00:00Z"), at("2026-11-24T11:00:00Z")});
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
  const auto found = [&](core::Instant seen) {
    return look_at_clock(storage::ClockSeen{seen, seen}, sources(), wall);
  };
  EXPECT_FALSE(look_at_clock(std::nullopt, sources(), wall));
  EXPECT_FALSE(found(wall - 20h));
  const auto ahead = found(wall - std::chrono::days{3});
  ASSERT_TRUE(ahead);
  EXPECT_NE(ahead->todo.find("refleks clock confirm"), std::string::npos);
  network = wall + 2s;
  EXPECT_FALSE(found(wall - std::chrono::days{3}));
  network = wall - std::chrono::days{3};
  EXPECT_TRUE(found(wall - std::chrono::days{3}));
  EXPECT_TRUE(found(wall + std::chrono::days{3}));
  ClockSources machine = sources();
  machine.boot = "one";
  storage::ClockSeen stopped{wall, wall};
  stopped.boot = "one";
  stopped.steady = steady;
  pass(std::chrono::days{3});
  EXPECT_FALSE(look_at_clock(stopped, machine, wall));
}

// A start with a clock five years ahead, then right again: nothing was deleted, nothing planned, coordinators
// know. So with one that is forty days ahead, and nothing was closed or said by it; until a later start finds
// that clock going on.
TEST_F(Guarded, TheBotDoesNothingByAClockThatJumped) {
  const support::TempDirectory box("/dev/shm"), files;
  Config config = support::with_sessions(support::municipality(), "2026-11-24");
  config.ballot_box.directory = box.path();
  const std::string path = files / "refleks.db";
  core::SeededRandom random(1);
  std::vector<std::string> told;
  const auto live = [&](core::Instant from, std::chrono::seconds time) {
    wall = from;
    told.clear();
    GuardedClock own{sources(), confirmation_file(data.path())};
    Bot bot(config, own, random, path, {}, {.clock = &own});
    auto deliveries = bot.engine().start();
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
      deliveries = bot.engine().run(std::move(batch));
    }
  };
  const auto heard_of = [&](const std::string& begin) {
    return std::ranges::any_of(told, [&](const std::string& key) { return key.starts_with(begin); });
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
  EXPECT_TRUE(heard_of("clock:"));
  live(at("2026-11-20T12:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
  EXPECT_FALSE(heard_of("clock:"));
  const auto heard_of_sessions = [&] {
    return heard_of("reminder:") || heard_of("invitation:") || heard_of("preparation:");
  };
  live(at("2026-12-30T12:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
  EXPECT_TRUE(heard_of("clock:"));
  EXPECT_FALSE(heard_of_sessions());
  live(at("2026-11-20T14:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
  live(at("2026-12-29T12:00:00Z"), 1h);
  EXPECT_FALSE(heard_of_sessions());
  live(at("2026-12-30T12:00:00Z"), 1h);
  EXPECT_EQ(rows(), before);
  EXPECT_TRUE(heard_of_sessions());
}

// It is ahead by less than a day, which is believed at once, and jumps in the midst of a turn.
TEST_F(Guarded, AProcessThatDiesBehindTheFirstTurnByAWrongClockTellsTheNextOne) {
  const support::TempDirectory box("/dev/shm"), files;
  Config config = support::municipality();
  config.ballot_box.directory = box.path();
  const std::string path = files / "refleks.db";
  core::SeededRandom random(1);
  wall = at("2026-11-20T08:00:00Z");
  const auto errand = [](std::function<void(core::Context&)> work) {
    return runtime::Errand{std::move(work), [](bool) {}};
  };
  core::Post post{"in the night", config.groups[0].destination(), support::message("Hei"), true};
  {
    GuardedClock own{sources(), confirmation_file(data.path())};
    Bot bot(config, own, random, path, {}, {.clock = &own});
    bot.engine().start();
    runtime::Batch batch;
    batch.errands.push_back(errand([&](core::Context&) { wall += 20h; }));
    batch.errands.push_back(errand([&](core::Context& context) { context.post(post); }));
    for (const auto& delivery : bot.engine().run(std::move(batch))) EXPECT_NE(delivery.key, post.key);
  }
  wall -= 20h;
  pass(1min);
  for (const bool lets_go : {true, false}) {
    {
      storage::Database database(path, storage::Database::Use::reader);
      EXPECT_EQ(storage::went_by(database), lets_go ? at("2026-11-21T04:00:00Z") : wall);
    }
    GuardedClock own{sources(), confirmation_file(data.path())};
    Bot bot(config, own, random, path, {}, {.clock = &own});
    bot.engine().start();
    int gone = 0;
    for (const auto& delivery : bot.engine().run({})) gone += delivery.key == post.key;
    if (lets_go) EXPECT_EQ(gone, 1);
  }
}

}  // namespace
}  // namespace app
