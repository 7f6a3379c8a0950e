#include "bot/app/fault_ledger.hpp"

#include <gtest/gtest.h>

#include "tests/support/store_fixture.hpp"

namespace {

TEST(FaultLedger, FindsTheWordsOfBoxesWhereverTheyStand) {
  std::vector<std::string> found;
  const std::string bytes = std::string("\0\x7f", 2) + "hemmelig-abcdefog mer" + std::string(5000, 'h') +
                            "hemmelig-hemmelig-bbbbbb vanlig-cccccc hemmelig-dd";
  app::each_sealed_word(bytes, [&](std::string_view word) { found.emplace_back(word); });
  EXPECT_EQ(found, (std::vector<std::string>{"hemmelig-abcdef", "hemmelig-hemmel", "hemmelig-bbbbbb"}));
  found.clear();
  app::each_sealed_word("", [&](std::string_view word) { found.emplace_back(word); });
  EXPECT_TRUE(found.empty());
}

TEST(FaultLedger, AWordOnTheDiskIsALeakUntilItsPollIsClosed) {
  storage::Database database(support::ready(":memory:"));
  storage::Stores stores = storage::open_stores(database);
  stores.people->apply({support::person("anne")}, {support::group("a", {support::person("anne")})});
  core::Poll poll = support::poll("asked");
  poll.state = core::Poll::State::planned;
  stores.polls->add(poll);
  stores.polls->set_open(poll.id, 5, "boot");
  std::set<core::PollId> closed;
  EXPECT_EQ(app::FaultLedger::leaks(database, {poll.id}, closed).size(), 1U);
  EXPECT_TRUE(closed.empty());
  stores.polls->set_state(poll.id, core::Poll::State::closed);
  EXPECT_TRUE(app::FaultLedger::leaks(database, {poll.id}, closed).empty());
  EXPECT_EQ(closed, (std::set<core::PollId>{poll.id})) << "nobody need ask again";
}

TEST(FaultLedger, AMessageMayWaitForTheEndOfAPauseAndNoLonger) {
  storage::Database database(support::ready(":memory:"));
  storage::Stores stores = storage::open_stores(database);
  const core::Group group = support::group("a", {support::person("anne")});
  stores.people->apply({support::person("anne")}, {group});
  runtime::OutboxRow row;
  row.key = "waits";
  row.to = group.destination();
  row.message = support::message("Hei");
  row.respect_quiet = true;
  row.due = support::at("2026-11-23T07:00:00Z");  // a Monday
  stores.outbox->add(row);
  const app::FaultyPlatform platform(1, {}, {});
  app::FaultLedger ledger;
  const auto wrong = [&](const char* now) {
    return ledger.check(database, platform, support::at(now), {support::person("anne")});
  };
  EXPECT_TRUE(wrong("2026-11-25T06:00:00Z").empty());
  ASSERT_EQ(wrong("2026-11-26T00:00:00Z").size(), 1U);
  EXPECT_TRUE(wrong("2026-11-26T00:00:00Z")[0].starts_with("a message waits and waits: waits"));
  const auto local = [](unsigned day) {
    return core::at(std::chrono::year{2026} / std::chrono::November / std::chrono::day{day},
                    core::Minutes{0});
  };
  stores.pauses->put(pauses::Kind::group, group.id.text, {local(22), local(27)});
  EXPECT_TRUE(wrong("2026-11-24T12:00:00Z").empty());
  EXPECT_TRUE(wrong("2026-11-26T00:00:00Z").empty()) << "it ends in a day";
  EXPECT_TRUE(wrong("2026-11-28T12:00:00Z").empty()) << "it ended the day before";
  EXPECT_EQ(wrong("2026-11-30T12:00:00Z").size(), 1U);
}

TEST(FaultLedger, AMessageMayWaitForNextWeekAndNotForSomeOtherTime) {
  storage::Database database(support::ready(":memory:"));
  storage::Stores stores = storage::open_stores(database);
  runtime::OutboxRow row;
  row.key = "waits";
  row.to = support::group("a", {}).destination();
  row.message = support::message("Hei");
  row.due = support::at("2027-03-01T07:00:00Z");
  stores.outbox->add(row);
  const app::FaultyPlatform platform(1, {}, {});
  app::FaultLedger ledger;
  const auto wrong = [&](const char* now) { return ledger.check(database, platform, support::at(now), {}); };
  EXPECT_TRUE(wrong("2027-02-22T12:00:00Z").empty());
  ASSERT_EQ(wrong("2026-11-26T00:00:00Z").size(), 1U);
  EXPECT_TRUE(
      wrong("2026-11-26T00:00:00Z")[0].starts_with("a message waits for a moment that is far away: "));
}

TEST(FaultLedger, AJobMayWaitForItsMomentAndNeitherForAnotherNorWithoutEnd) {
  storage::Database database(":memory:");
  storage::Stores stores = storage::open_stores(database);
  const app::FaultyPlatform platform(1, {}, {});
  app::FaultLedger ledger;
  const core::Instant now = support::at("2026-11-26T00:00:00Z");
  const auto wrong = [&](core::Job job) {
    stores.agenda->put(job);
    auto found = ledger.check(database, platform, now, {});
    stores.agenda->remove(job.key);
    return found;
  };
  using std::chrono::days;
  const std::string late = "a job waits and waits: ", far = "a job waits for a moment that is far away: ";
  EXPECT_TRUE(wrong({"polls/close:1", "polls/close", "1", now - days{2}}).empty());
  EXPECT_EQ(wrong({"polls/close:1", "polls/close", "1", now - days{3}}),
            std::vector<std::string>{late + "polls/close:1 (2026-11-23T00:00:00Z)"});
  EXPECT_TRUE(wrong({"polls/close:1", "polls/close", "1", now + days{60}}).empty());
  EXPECT_TRUE(wrong({"house/nightly", "house/nightly", "", now + days{30}}).empty());
  EXPECT_EQ(wrong({"house/nightly", "house/nightly", "", now + days{31}}),
            std::vector<std::string>{far + "house/nightly (2026-12-27T00:00:00Z)"});
  EXPECT_TRUE(wrong({"notices:unknown:w", "notices.hour", "3", now + days{7}}).empty());
  EXPECT_EQ(wrong({"notices:unknown:w", "notices.hour", "3", now + days{8}}).size(), 1U);
  EXPECT_TRUE(wrong({"notices:refused:w", "notices.hour", "0", now + days{3650}}).empty());
}

}  // namespace
