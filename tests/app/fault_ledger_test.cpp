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
  storage::Database database(":memory:");
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

}  // namespace
