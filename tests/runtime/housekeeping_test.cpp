#include "bot/runtime/housekeeping.hpp"

#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

using std::chrono::days;

class Nightly : public World {
 protected:
  Nightly() {
    engine = std::make_unique<Engine>(
        Engine::Parts{clock, random, transactor, *stores.agenda, *stores.outbox, *stores.seen,
                      [this] { return stores.people->load(); }, DeliveryDefaults{}},
        both);
    engine->start();
  }

  int compacted = 0;
  std::unique_ptr<features::Feature> defaults =
      make_housekeeping(*stores.outbox, *stores.seen, "Europe/Oslo", [this] { ++compacted; });
  Dispatcher both{{&feature, defaults.get()}};
};

TEST_F(Nightly, RunsInTheNightOfTheGivenZone) {
  EXPECT_EQ(engine->next_due(), at("2026-11-10T01:30:00Z"));
  advance(at("2026-11-10T01:30:00Z"));
  EXPECT_EQ(engine->next_due(), at("2026-11-11T01:30:00Z"));
}

TEST_F(Nightly, CompactsOnceAWeekTheNightAfterTheDigest) {
  advance(at("2026-11-10T01:29:59Z"));
  EXPECT_EQ(compacted, 0);
  advance(at("2026-11-10T12:00:00Z"));
  EXPECT_EQ(compacted, 1);
  advance(at("2026-11-16T12:00:00Z"));
  EXPECT_EQ(compacted, 1);
  advance(at("2026-12-08T12:00:00Z"));
  EXPECT_EQ(compacted, 5);
}

TEST_F(Nightly, ForgetsTheWordsOfOldMessagesButNotThatTheyWerePosted) {
  post("a", channel());
  advance(at("2026-12-01T12:00:00Z"));
  EXPECT_FALSE(stores.outbox->find("a")->message.blocks.empty());
  advance(at("2026-12-12T12:00:00Z"));
  EXPECT_TRUE(stores.outbox->find("a")->message.blocks.empty());
  post("a", channel());
  EXPECT_TRUE(out.empty());
}

TEST_F(Nightly, ForgetsDeliveriesAfterAFewDays) {
  run({command("pia", "do", "d1")});
  const core::Date day{std::chrono::floor<days>(clock.now())};
  EXPECT_FALSE(stores.seen->first_time("w", "d1", day));
  advance(at("2026-11-14T12:00:00Z"));
  EXPECT_TRUE(stores.seen->first_time("w", "d1", day));
}

TEST_F(Nightly, ForgetsNothingByAClockThatMayBeWrong) {
  run({command("pia", "do", "d1")});
  post("a", channel());
  const core::Date day{std::chrono::floor<days>(clock.now())};
  clock.sure = false;
  advance(at("2026-12-12T12:00:00Z"));
  EXPECT_FALSE(stores.outbox->find("a")->message.blocks.empty());
  EXPECT_FALSE(stores.seen->first_time("w", "d1", day));
  clock.sure = true;
  advance(at("2026-12-13T12:00:00Z"));
  EXPECT_TRUE(stores.outbox->find("a")->message.blocks.empty());
}

TEST_F(Nightly, AWeekOfDowntimeIsOneNight) {
  clock.set(at("2026-11-17T09:00:00Z"));  // a Tuesday
  engine = std::make_unique<Engine>(
      Engine::Parts{clock, random, transactor, *stores.agenda, *stores.outbox, *stores.seen,
                    [this] { return stores.people->load(); }, DeliveryDefaults{}},
      both);
  engine->start();
  advance(at("2026-11-17T12:00:00Z"));
  EXPECT_EQ(compacted, 1);
  EXPECT_EQ(engine->next_due(), at("2026-11-18T01:30:00Z"));
}

}  // namespace
}  // namespace runtime
