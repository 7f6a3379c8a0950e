#include "bot/runtime/courier.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

namespace runtime {
namespace {

namespace asio = boost::asio;
using Kind = Delivered::Kind;

// Does what the test says: answers, throws, or never comes back.
class Unreliable final : public Adapter {
 public:
  explicit Unreliable(asio::io_context& io) : never_(io, asio::steady_timer::time_point::max()) {}
  Capabilities capabilities() const override {
    Capabilities can;
    can.find = true;
    return can;
  }
  asio::awaitable<void> run(Inbox&) override { co_return; }
  asio::awaitable<Delivered> ready(core::Destination, bool) override {
    co_await act();
    co_return Delivered();
  }
  asio::awaitable<Delivered> deliver(Delivery) override {
    co_await act();
    co_return becomes;
  }
  asio::awaitable<std::optional<std::string>> find(std::string key) override {
    co_await act();
    ++questions;
    if (key == "lost" || (key == "late" && questions < 3)) co_return std::nullopt;
    co_return "ref";
  }

  int questions = 0;
  Delivered becomes{};
  enum class Mood { answers, throws, hangs } mood = Mood::answers;

 private:
  asio::awaitable<void> act() {
    if (mood == Mood::throws) throw std::runtime_error("no");
    if (mood == Mood::hangs) co_await never_.async_wait(asio::use_awaitable);
  }
  asio::steady_timer never_;
};

class Courier : public ::testing::Test {
 protected:
  // What came back; the program's end drops what has not.
  std::vector<Settlement> all(asio::awaitable<void> work) {
    asio::co_spawn(*io_, std::move(work), asio::detached);
    io_->restart();
    io_->poll();
    return settled_;
  }
  void end() {
    adapter_.reset();
    io_.reset();
  }
  Settle settle() {
    return [this](Settlement settlement) { settled_.push_back(std::move(settlement)); };
  }
  const Delivery message_{"key", {"w", core::Destination::Kind::channel, "c"}, {}, ""};

  std::unique_ptr<asio::io_context> io_ = std::make_unique<asio::io_context>();
  std::unique_ptr<Unreliable> adapter_ = std::make_unique<Unreliable>(*io_);
  std::vector<Settlement> settled_;
};

TEST_F(Courier, BringsBackWhatBecameOfIt) {
  ASSERT_EQ(all(deliver(adapter_.get(), message_, settle())).size(), 1U);
  EXPECT_EQ(settled_[0].outcome.kind, Kind::sent);
  EXPECT_EQ(settled_[0].key, "key");
  all(deliver(nullptr, message_, settle()));
  EXPECT_EQ(settled_.at(1).outcome.kind, Kind::permanent);
  EXPECT_EQ(settled_[1].outcome.reason, "no_such_workspace");
}

TEST_F(Courier, AnAdapterThatThrowsLeavesItUnknown) {
  adapter_->mood = Unreliable::Mood::throws;
  ASSERT_EQ(all(deliver(adapter_.get(), message_, settle())).size(), 1U);
  EXPECT_EQ(settled_[0].outcome.kind, Kind::unknown);
  ASSERT_EQ(all(ask_for(adapter_.get(), message_, settle())).size(), 2U);
  EXPECT_EQ(settled_[1].outcome.kind, Kind::unknown);
}

TEST_F(Courier, WhatIsDroppedOnTheWayIsUnknown) {
  adapter_->mood = Unreliable::Mood::hangs;
  EXPECT_TRUE(all(deliver(adapter_.get(), message_, settle())).empty());
  EXPECT_TRUE(all(ask_for(adapter_.get(), message_, settle())).empty());
  end();
  ASSERT_EQ(settled_.size(), 2U);
  for (const Settlement& settlement : settled_) EXPECT_EQ(settlement.outcome.kind, Kind::unknown);
}

TEST_F(Courier, APlaceThatWaitsForItsTurnAlwaysHearsSomething) {
  std::vector<Readiness> said;
  const auto ask = [&](Unreliable::Mood mood) {
    adapter_->mood = mood;
    const Wish wish{message_.to, true};
    all(get_ready(*adapter_, wish, [&](Readiness readiness) { said.push_back(std::move(readiness)); }));
  };
  ask(Unreliable::Mood::answers);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].outcome.kind, Kind::sent);
  EXPECT_EQ(said[0].wish.to, message_.to);
  EXPECT_TRUE(said[0].wish.edit);
  ask(Unreliable::Mood::throws);
  ask(Unreliable::Mood::hangs);
  EXPECT_EQ(said.size(), 2U);
  end();
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[1].outcome.kind, Kind::retry);
  EXPECT_EQ(said[2].outcome.kind, Kind::retry);
}

TEST_F(Courier, AsksThePlatformWhatBecameOfIt) {
  Delivery lost = message_;
  lost.key = "lost";
  all(ask_for(adapter_.get(), message_, settle()));
  all(ask_for(adapter_.get(), lost, settle()));
  ASSERT_EQ(settled_.size(), 2U);
  EXPECT_EQ(settled_[0].outcome.kind, Kind::sent);
  EXPECT_EQ(settled_[0].outcome.ref, "ref");
  EXPECT_EQ(settled_[1].outcome.kind, Kind::retry);
  EXPECT_TRUE(settled_[1].not_there);
}

// What left just before the process died may still be on its way when the next one asks: posted again at
// once, it would come twice.
TEST_F(Courier, AsksForAMinuteBeforeItSaysThatAPostIsNotThere) {
  std::chrono::milliseconds waited{0};
  const Pause pause = [&](std::chrono::milliseconds wait) -> asio::awaitable<void> {
    waited += wait;
    co_return;
  };
  Delivery late = message_, lost = message_;
  late.key = "late", lost.key = "lost";
  all(ask_for(adapter_.get(), late, settle(), pause));
  ASSERT_EQ(settled_.size(), 1U);
  EXPECT_EQ(settled_[0].outcome.kind, Kind::sent);
  EXPECT_EQ(settled_[0].outcome.ref, "ref");
  EXPECT_EQ(adapter_->questions, 3);
  waited = {};
  all(ask_for(adapter_.get(), lost, settle(), pause));
  ASSERT_EQ(settled_.size(), 2U);
  EXPECT_EQ(settled_[1].outcome.kind, Kind::retry);
  EXPECT_TRUE(settled_[1].not_there);
  EXPECT_EQ(waited, std::chrono::minutes{1});
}

// While it waits for nothing, a post that may or may not be there is asked for at once; an edit is not, for
// its message is there all the same.
TEST_F(Courier, AsksAtOnceWhereTheAnswerIsUnclear) {
  adapter_->becomes.kind = Kind::unknown;
  const Pause no_wait = [](std::chrono::milliseconds) -> asio::awaitable<void> { co_return; };
  all(deliver(adapter_.get(), message_, settle(), no_wait));
  Delivery edit = message_;
  edit.ref = "ref";
  all(deliver(adapter_.get(), edit, settle(), no_wait));
  ASSERT_EQ(settled_.size(), 2U);
  EXPECT_EQ(settled_[0].outcome.kind, Kind::sent);
  EXPECT_EQ(settled_[0].outcome.ref, "ref");
  EXPECT_EQ(settled_[1].outcome.kind, Kind::unknown);
}

}  // namespace
}  // namespace runtime
