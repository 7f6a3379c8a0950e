// When something is fetched again, as plain rules; and that the one who does as they say cannot leave them
// waiting.
#include "adapters/net/refresh.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace refresh_test {

namespace asio = boost::asio;
using net::Refresh;
using net::Ticks;
using enum net::Refresh::Event;
using enum net::Refresh::Action;

constexpr Ticks ten{10'000};

// A fetch from `wanted` to its end.
void fetch_once(Refresh& rules, Ticks now, Ticks life) {
  ASSERT_EQ(rules.next(wanted, now), fetch);
  rules.next(came, now, life);
  rules.next(over, now);
}
void fail_once(Refresh& rules, Ticks now) {
  ASSERT_EQ(rules.next(wanted, now), fetch);
  rules.next(over, now);
}

TEST(Refresh, FetchesWhatIsNotThereAndUsesWhatLasts) {
  Refresh rules;
  fetch_once(rules, Ticks{5}, ten);
  EXPECT_EQ(rules.next(wanted, Ticks{10'004}), use);
  EXPECT_EQ(rules.next(wanted, Ticks{10'005}), fetch) << "its life is over";
}

TEST(Refresh, FetchesAgainAWhileBeforeTheEnd) {
  Refresh rules({.early = Ticks{4'000}});
  fetch_once(rules, Ticks{0}, ten);
  EXPECT_EQ(rules.next(wanted, Ticks{5'999}), use);
  EXPECT_EQ(rules.next(wanted, Ticks{6'000}), fetch);
}

TEST(Refresh, WhoComesMeanwhileWaitsAndTheNextUsesWhatCame) {
  Refresh rules;
  EXPECT_EQ(rules.next(wanted, Ticks{0}), fetch);
  EXPECT_EQ(rules.next(wanted, Ticks{1}), wait);
  EXPECT_EQ(rules.next(doubted, Ticks{1}), wait);
  rules.next(came, Ticks{2}, ten);
  rules.next(over, Ticks{2});
  EXPECT_EQ(rules.next(wanted, Ticks{3}), use);
}

TEST(Refresh, AFailureIsTriedAgainAtOnceUnlessThereIsAPause) {
  Refresh at_once;
  fail_once(at_once, Ticks{0});
  EXPECT_EQ(at_once.next(wanted, Ticks{0}), fetch);

  Refresh rules({.after_failure = Ticks{300}, .while_empty = Ticks{10}});
  fail_once(rules, Ticks{0});
  EXPECT_EQ(rules.next(wanted, Ticks{9}), use) << "there is nothing, and who asks is told so";
  fetch_once(rules, Ticks{10}, Ticks{100});
  fail_once(rules, Ticks{110});
  EXPECT_EQ(rules.next(wanted, Ticks{409}), use) << "what is old serves meanwhile";
  EXPECT_EQ(rules.next(wanted, Ticks{410}), fetch);
}

TEST(Refresh, ADoubtFetchesWhatStillLastsAndIsHeardOnceInAWhile) {
  Refresh rules({.between_doubts = Ticks{300}});
  fetch_once(rules, Ticks{0}, ten);
  EXPECT_EQ(rules.next(doubted, Ticks{100}), fetch);
  rules.next(over, Ticks{101});
  EXPECT_EQ(rules.next(wanted, Ticks{102}), use) << "a doubt whose fetch failed leaves what there is in use";
  EXPECT_EQ(rules.next(doubted, Ticks{399}), use);
  EXPECT_EQ(rules.next(doubted, Ticks{400}), fetch);
}

TEST(Refresh, WhatIsSpoiltIsNotUsedAgain) {
  Refresh rules;
  fetch_once(rules, Ticks{0}, ten);
  rules.next(spoilt, Ticks{1});
  EXPECT_EQ(rules.next(wanted, Ticks{1}), fetch);
}

TEST(Refresh, AnEndWithoutABeginningIsNoFailure) {
  Refresh rules({.while_empty = Ticks{300}});
  rules.next(over, Ticks{0});
  EXPECT_EQ(rules.next(wanted, Ticks{1}), fetch);
}

struct Driven {
  asio::io_context io;
  net::Timing timing{[] { return Ticks{0}; }, {}};
  net::Refresher refresher{io.get_executor(), timing, [this] { return fetch(); }};
  asio::steady_timer gate{io, asio::steady_timer::time_point::max()};
  int fetched = 0, served = 0;

  asio::awaitable<std::optional<Ticks>> fetch() {
    ++fetched;
    co_await gate.async_wait(asio::use_awaitable);  // until it is cut off
    co_return ten;
  }
  asio::awaitable<void> want() {
    co_await refresher.wanted();
    ++served;
  }
};

TEST(Refresher, AFetchThatIsCutOffLetsThoseWhoWaitGoAndIsTriedAgain) {
  Driven world;
  asio::cancellation_signal cut;
  asio::co_spawn(world.io, world.want(), asio::bind_cancellation_slot(cut.slot(), [](std::exception_ptr) {}));
  asio::co_spawn(world.io, world.want(), asio::detached);
  world.io.poll();
  EXPECT_EQ(world.fetched, 1);
  cut.emit(asio::cancellation_type::terminal);
  world.io.restart();
  world.io.poll();
  EXPECT_EQ(world.served, 1) << "who waited, with nothing";
  asio::co_spawn(world.io, world.want(), asio::detached);
  world.io.restart();
  world.io.poll();
  EXPECT_EQ(world.fetched, 2);
  world.gate.cancel();
  world.io.restart();
  world.io.poll();
}

}  // namespace refresh_test
