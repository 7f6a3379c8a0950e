// Waiting for the answer to an event: one timer for all who wait equally long.
#include "bot/runtime/pending_reply.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "tests/support/bell.hpp"

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

struct Inbox final : runtime::Inbox {
  void accept(core::Event, std::function<void(core::Reply)> reply) override {
    waiting.push_back(std::move(reply));
  }
  std::vector<std::function<void(core::Reply)>> waiting;
};

class PendingReplyTest : public testing::Test {
 protected:
  enum class Ended { no, answered, over };

  static asio::awaitable<void> wait(std::shared_ptr<runtime::PendingReply> question, milliseconds limit,
                                    Ended& ended) {
    const std::optional<core::Reply> reply = co_await question->within(limit);
    ended = reply ? Ended::answered : Ended::over;
  }
  std::shared_ptr<runtime::PendingReply> ask() {
    return runtime::PendingReply::ask(patience, inbox, core::Press{{}, "a", "b"});
  }
  void begin(std::shared_ptr<runtime::PendingReply> question, milliseconds limit, Ended& ended) {
    asio::co_spawn(io, wait(std::move(question), limit, ended), asio::detached);
    settle();
  }
  void settle() {
    io.restart();
    io.poll();
  }
  void advance(milliseconds length) {
    hand.advance(length);
    settle();
  }

  asio::io_context io;
  support::Bell bell{io.get_executor()};
  support::HandTiming hand{io.get_executor(), bell};
  int sleeps = 0;
  std::shared_ptr<runtime::Patience> patience = std::make_shared<runtime::Patience>(
      io.get_executor(),
      [this](milliseconds length) {
        ++sleeps;
        return hand.timing().sleep(length);
      },
      hand.timing().now);
  Inbox inbox;
};

TEST_F(PendingReplyTest, EachWaitsAsLongAsItMay) {
  Ended first = Ended::no, second = Ended::no;
  begin(ask(), milliseconds{1000}, first);
  advance(milliseconds{400});
  begin(ask(), milliseconds{1000}, second);
  advance(milliseconds{599});
  EXPECT_EQ(first, Ended::no);
  advance(milliseconds{1});
  EXPECT_EQ(first, Ended::over);
  EXPECT_EQ(second, Ended::no);
  advance(milliseconds{399});
  EXPECT_EQ(second, Ended::no);
  advance(milliseconds{1});
  EXPECT_EQ(second, Ended::over);
}

TEST_F(PendingReplyTest, AThousandThatAreAnsweredCostOneTimer) {
  std::vector<Ended> ended(1000, Ended::no);
  for (Ended& one : ended) begin(ask(), milliseconds{1000}, one);
  for (auto& reply : inbox.waiting) reply(core::Reply());
  settle();
  EXPECT_EQ(std::count(ended.begin(), ended.end(), Ended::answered), 1000);
  EXPECT_EQ(sleeps, 1);
  advance(milliseconds{5000});
  EXPECT_EQ(sleeps, 1) << "nobody waits any more";
  Ended later = Ended::no;
  begin(ask(), milliseconds{1000}, later);
  EXPECT_EQ(sleeps, 2);
  advance(milliseconds{1000});
  EXPECT_EQ(later, Ended::over);
}

TEST_F(PendingReplyTest, AShorterWaitIsNotHeldUpByALongerOne) {
  Ended lasting = Ended::no, brief = Ended::no;
  begin(ask(), milliseconds{60'000}, lasting);
  begin(ask(), milliseconds{1000}, brief);
  advance(milliseconds{1000});
  EXPECT_EQ(brief, Ended::over);
  EXPECT_EQ(lasting, Ended::no);
  inbox.waiting.at(0)(core::Reply());
  settle();
  EXPECT_EQ(lasting, Ended::answered);
}

TEST_F(PendingReplyTest, AnAnswerThatIsLateIsThereForTheNextWait) {
  Ended ended = Ended::no;
  const auto question = ask();
  begin(question, milliseconds{1000}, ended);
  advance(milliseconds{1000});
  EXPECT_EQ(ended, Ended::over);
  inbox.waiting.at(0)(core::Reply());
  begin(question, milliseconds{1000}, ended);
  EXPECT_EQ(ended, Ended::answered);
  begin(question, milliseconds{1000}, ended);
  advance(milliseconds{1000});
  EXPECT_EQ(ended, Ended::over) << "it is given once";
}

TEST_F(PendingReplyTest, WhoeverGoesBeforeTheEndLeavesNothingBehind) {
  Ended ended = Ended::no;
  begin(ask(), milliseconds{1000}, ended);
  inbox.waiting.at(0)(core::Reply());
  settle();
  inbox.waiting.clear();
  patience.reset();
  advance(milliseconds{1000});
  EXPECT_EQ(ended, Ended::answered);
}

}  // namespace
