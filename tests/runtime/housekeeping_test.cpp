#include "bot/runtime/housekeeping.hpp"

#include "storage/retention_store.hpp"
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

  int compacted = 0, tried = 0;
  bool held = false, not_ours = false;
  std::string damage;
  std::unique_ptr<features::Feature> defaults = make_housekeeping(*stores.outbox, *stores.seen,
                                                                  {.zone = "Europe/Oslo",
                                                                   .compact =
                                                                       [this] {
                                                                         ++tried;
                                                                         if (held) throw DatabaseHeld("held");
                                                                         if (not_ours) throw NotOurs("job");
                                                                         ++compacted;
                                                                       },
                                                                   .damage = [this] { return damage; }});
  Dispatcher both{{&feature, defaults.get()}};
};

TEST_F(Nightly, RunsInTheNightOfTheGivenZone) {
  EXPECT_EQ(engine->next_due(), at("2026-11-10T01:30:00Z"));
  advance(at("2026-11-10T01:30:00Z"));
  EXPECT_EQ(engine->next_due(), at("2026-11-10T02:00:00Z")) << "a Tuesday: was it compacted?";
  advance(at("2026-11-10T02:00:00Z"));
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

TEST_F(Nightly, CompactsAgainInTheNightWhatSomebodyHeld) {
  held = true;
  advance(at("2026-11-10T01:45:00Z"));
  EXPECT_EQ(tried, 1);
  advance(at("2026-11-10T02:15:00Z"));
  EXPECT_EQ(tried, 2);
  held = false;
  advance(at("2026-11-10T02:45:00Z"));
  EXPECT_EQ(compacted, 1);
  advance(at("2026-11-16T12:00:00Z"));
  EXPECT_EQ(tried, 3) << "and no more before the next week";
}

TEST_F(Nightly, CompactsNothingByDayAndTellsAfterADay) {
  held = true;
  EXPECT_TRUE(advance(at("2026-11-10T12:00:00Z")).empty());
  EXPECT_EQ(tried, 7) << "half past two to half past five";
  EXPECT_EQ(advance(at("2026-11-11T12:00:00Z")),
            (std::vector<std::string>{"not-compacted:2026-11-10T01:30:00Z:cora"}))
      << "once, in the morning";
  EXPECT_EQ(tried, 14);
}

// Each try writes every other table anew, and keeps everybody waiting.
TEST_F(Nightly, CompactsOnceAWeekWhereAPartIsNotOurs) {
  not_ours = true;
  EXPECT_TRUE(advance(at("2026-11-10T23:00:00Z")).empty());
  EXPECT_EQ(tried, 1);
  EXPECT_EQ(advance(at("2026-11-16T12:00:00Z")),
            (std::vector<std::string>{"not-compacted:2026-11-10T01:30:00Z:cora"}));
  EXPECT_EQ(tried, 1);
  advance(at("2026-11-17T12:00:00Z"));
  EXPECT_EQ(tried, 2);
}

// Written anew, what can still be read of it would be all that is left.
TEST_F(Nightly, CompactsNothingThatIsDamagedAndTellsOfItEachWeek) {
  damage = "Page 7 is never used";
  EXPECT_EQ(advance(at("2026-11-10T12:00:00Z")), (std::vector<std::string>{"damaged:2026-11-10:cora"}));
  EXPECT_TRUE(advance(at("2026-11-16T12:00:00Z")).empty());
  EXPECT_EQ(advance(at("2026-11-17T12:00:00Z")), (std::vector<std::string>{"damaged:2026-11-17:cora"}));
  EXPECT_EQ(tried, 0);
  damage.clear();
  EXPECT_TRUE(advance(at("2026-11-24T12:00:00Z")).empty());
  EXPECT_EQ(compacted, 1);
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

class WhoLeaves : public World {
 protected:
  WhoLeaves() {
    engine = std::make_unique<Engine>(
        Engine::Parts{clock, random, transactor, *stores.agenda, *stores.outbox, *stores.seen,
                      [this] { return stores.people->load(); }, DeliveryDefaults{}},
        both);
    engine->start();
  }
  static Retention two_months() {
    Retention keep;
    keep.people_months = 2;
    return keep;
  }
  // The configuration without sol, or with all.
  void apply(bool all) {
    auto those = people;
    auto there = groups;
    if (!all) {
      std::erase_if(those, [](const core::Person& person) { return person.user == "sol"; });
      there[1].members.erase(there[1].members.begin());
    }
    stores.people->apply(those, there);
  }
  bool knows_sol() {
    const auto left = old->who_left();
    return !left.empty() && left.front().name == "sol";
  }

  std::vector<std::string> forgotten;
  std::unique_ptr<RetentionStore> old = storage::make_retention_store(database);
  std::unique_ptr<features::Feature> house = make_housekeeping(
      *stores.outbox, *stores.seen,
      {.zone = "Europe/Oslo",
       .compact = [] {},
       .old = old.get(),
       .keep = two_months(),
       .forgotten = [this](const core::Person& person) { forgotten.push_back(person.name); }});
  Dispatcher both{{&feature, house.get()}};
};

TEST_F(WhoLeaves, IsForgottenMonthsAfterTheNightAndNobodyElse) {
  advance(at("2026-11-10T12:00:00Z"));
  EXPECT_TRUE(old->who_left().empty());
  apply(false);
  EXPECT_TRUE(knows_sol());
  advance(at("2026-11-11T12:00:00Z"));
  const auto job = stores.agenda->find(forget_key(core::PersonId("sol")));
  ASSERT_TRUE(job);
  EXPECT_EQ(job->due, at("2027-01-11T01:30:00Z"));
  advance(at("2027-01-10T12:00:00Z"));
  EXPECT_TRUE(knows_sol());
  EXPECT_TRUE(forgotten.empty());
  advance(at("2027-01-11T12:00:00Z"));
  EXPECT_TRUE(old->who_left().empty());
  EXPECT_EQ(forgotten, (std::vector<std::string>{"sol"}));
  EXPECT_EQ(stores.people->load().people().size(), 4U);
  apply(true);
  EXPECT_EQ(stores.people->load().people().size(), 5U) << "and may come again, as somebody new";
}

TEST_F(WhoLeaves, CountsAnewForWhoCameBackInBetween) {
  apply(false);
  advance(at("2026-11-11T12:00:00Z"));
  apply(true);
  advance(at("2026-12-11T12:00:00Z"));
  EXPECT_FALSE(stores.agenda->find(forget_key(core::PersonId("sol"))));
  apply(false);
  advance(at("2027-02-11T12:00:00Z"));
  EXPECT_TRUE(knows_sol()) << "two months from the second time";
  advance(at("2027-02-12T12:00:00Z"));
  EXPECT_TRUE(old->who_left().empty());
}

// Who is back at the very moment is not forgotten, whatever the agenda says.
TEST_F(WhoLeaves, IsNotForgottenWhoIsThereOrByAClockThatMayBeWrong) {
  apply(false);
  advance(at("2026-11-11T12:00:00Z"));
  clock.sure = false;
  advance(at("2027-03-01T12:00:00Z"));
  EXPECT_TRUE(knows_sol());
  apply(true);
  clock.sure = true;
  advance(at("2027-03-05T12:00:00Z"));
  EXPECT_EQ(stores.people->load().people().size(), 5U);
  EXPECT_TRUE(forgotten.empty());
}

}  // namespace
}  // namespace runtime
