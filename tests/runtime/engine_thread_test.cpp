#include "bot/runtime/engine_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <thread>

#include "bot/core/busy.hpp"
#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

class Threaded : public World {
 protected:
  // Runs the I/O thread's work here until `done`.
  template <class Done>
  void until(Done done) {
    while (!done()) {
      io.restart();
      io.run_one_for(std::chrono::seconds{5});
    }
  }
  std::unique_ptr<EngineThread> begin() {
    return std::make_unique<EngineThread>(*engine, clock, io.get_executor(), [this](EngineThread::Turn turn) {
      EXPECT_EQ(std::this_thread::get_id(), here);
      turns.push_back(std::move(turn));
    });
  }

  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work =
      boost::asio::make_work_guard(io);
  std::thread::id here = std::this_thread::get_id();
  std::vector<EngineThread::Turn> turns;
};

TEST_F(Threaded, RepliesComeHomeToTheThreadOfTheSockets) {
  auto thread = begin();
  std::vector<std::string> said;
  for (int i = 0; i < 20; ++i)
    thread->accept(command("pia", "do"), [&](core::Reply reply) {
      EXPECT_EQ(std::this_thread::get_id(), here);
      said.push_back(core::plain_text(*reply.whisper));
    });
  until([&] { return said.size() == 20; });
  thread->stop();
  EXPECT_EQ(feature.handled.size(), 20U);
}

TEST_F(Threaded, TheFirstTurnTellsWhoThereIs) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  thread->stop();
  ASSERT_TRUE(turns.front().people);
  EXPECT_TRUE(turns.front().people->person(core::PersonId("pia")));
}

TEST_F(Threaded, AnAnswerThatFailsSilencesNobodyBehindIt) {
  auto thread = begin();
  int said = 0, failed = 0;
  for (int i = 0; i < 20; ++i)
    thread->accept(command("pia", "do"), [&, i](const core::Reply&) {
      ++said;
      if (i % 5 == 0) throw std::runtime_error("the socket is gone");
    });
  const auto step = [&] {
    try {
      io.restart();
      io.run_one_for(std::chrono::seconds{5});
    } catch (const std::runtime_error&) {
      ++failed;
    }
  };
  while (said < 20 || failed < 4) step();
  EXPECT_EQ(said, 20);
  thread->stop();
}

TEST_F(Threaded, ShowsTheSerialOfTheTickItHasSeenAndWhatIsDue) {
  feature.on_command = [&](core::Context& context) {
    context.post({"a", channel(), words("a"), false});
    context.arrange({"test/x", "test/x", "", clock.now() + std::chrono::hours{1}});
  };
  auto thread = begin();
  thread->accept(command("pia", "do"), [](core::Reply) {});
  until([&] { return !turns.empty() && !turns.back().deliveries.empty(); });
  EXPECT_EQ(turns.back().deliveries.front().key, "a");
  EXPECT_FALSE(turns.back().idle);
  thread->settle({"a", false, {}});
  until([&] { return turns.back().idle; });
  EXPECT_EQ(turns.back().next_due, clock.now() + std::chrono::hours{1});
  const auto serial = thread->tick();
  until([&] { return turns.back().serial == serial; });
  thread->stop();
}

TEST_F(Threaded, StoppingTakesWhatIsQueuedFirst) {
  auto thread = begin();
  int replies = 0;
  for (int i = 0; i < 50; ++i) thread->accept(command("pia", "do"), [&](core::Reply) { ++replies; });
  thread->stop();
  thread->stop();
  io.restart();
  io.poll();
  EXPECT_EQ(feature.handled.size(), 50U);
  EXPECT_EQ(replies, 50);
}

TEST_F(Threaded, ALongQueueIsRefusedAndWhatWasTakenIsAnswered) {
  // The engine stands still in its first turn until the queue has been filled.
  std::promise<void> filled;
  feature.on_start = [&](core::Context&) { filled.get_future().wait(); };
  auto thread = begin();
  std::size_t replies = 0, refused = 0;
  for (std::size_t i = 0; i < EngineThread::longest_queue + 3; ++i) try {
      thread->accept(command("pia", "do"), [&](core::Reply) { ++replies; });
    } catch (const core::Busy&) {
      ++refused;
    }
  filled.set_value();
  EXPECT_EQ(refused, 3U);
  until([&] { return replies == EngineThread::longest_queue; });
  EXPECT_NO_THROW(thread->accept(command("pia", "do"), [&](core::Reply) { ++replies; }));
  thread->stop();
}

TEST_F(Threaded, WhoeverIsNotAnsweredHearsAnApology) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  thread->stop();
  std::string said;
  thread->accept(command("pia", "do"), [&](core::Reply reply) { said = core::plain_text(*reply.whisper); });
  io.restart();
  io.poll();
  EXPECT_EQ(said, core::text(core::Language::nb, "engine.failed"));
}

TEST_F(Threaded, NothingIsClaimedAfterHoldingBack) {
  feature.on_command = [&](core::Context& context) { context.post({"a", channel(), words("a"), false}); };
  auto thread = begin();
  until([&] { return !turns.empty(); });
  thread->hold_back();
  bool answered = false;
  thread->accept(command("pia", "do"), [&](core::Reply) { answered = true; });
  until([&] { return answered; });
  thread->stop();
  for (const auto& turn : turns) EXPECT_TRUE(turn.deliveries.empty());
  EXPECT_EQ(stores.outbox->look("a")->state, OutboxRow::State::waiting);
}

TEST_F(Threaded, AHeartbeatAsksTheDatabaseWithoutATransaction) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  const int begins = transactor.begins;
  for (int beat = 1; beat <= 3; ++beat) {
    thread->beat();
    until([&] {
      if (transactor.heartbeats >= beat) return true;
      thread->tick();  // a beat is told to nobody, a tick is
      return false;
    });
    EXPECT_EQ(transactor.heartbeats, beat);
  }
  thread->stop();
  EXPECT_EQ(transactor.begins, begins);
}

// The thread of the sockets has much to do: nobody runs it here.
TEST_F(Threaded, BeatsByItselfWhereTheNextBeatIsLate) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  thread->beat(std::chrono::milliseconds{1});
  while (transactor.heartbeats < 3) std::this_thread::yield();
  thread->stop();
}

TEST_F(Threaded, ADatabaseThatIsNoLongerOursEndsIt) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  transactor.lost = true;
  thread->beat();
  until([&] { return turns.back().failed; });
  thread->stop();
}

TEST_F(Threaded, ADatabaseThatCannotBeWrittenEndsIt) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  transactor.fail_commit = true;
  std::string said;
  thread->accept(command("pia", "do"), [&](core::Reply reply) { said = core::plain_text(*reply.whisper); });
  until([&] { return turns.back().failed; });
  EXPECT_EQ(said, core::text(core::Language::nb, "engine.failed"));
  thread->stop();
}

}  // namespace
}  // namespace runtime
