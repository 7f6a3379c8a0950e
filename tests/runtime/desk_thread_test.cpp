#include "bot/runtime/desk_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

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
  std::unique_ptr<DeskThread> begin() {
    return std::make_unique<DeskThread>(*desk, clock, io.get_executor(), [this](DeskThread::Turn turn) {
      EXPECT_EQ(std::this_thread::get_id(), here);
      turns.push_back(std::move(turn));
    });
  }

  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work =
      boost::asio::make_work_guard(io);
  std::thread::id here = std::this_thread::get_id();
  std::vector<DeskThread::Turn> turns;
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

TEST_F(Threaded, ADatabaseThatCannotBeWrittenEndsIt) {
  auto thread = begin();
  until([&] { return !turns.empty(); });
  transactor.fail_commit = true;
  std::string said;
  thread->accept(command("pia", "do"), [&](core::Reply reply) { said = core::plain_text(*reply.whisper); });
  until([&] { return turns.back().failed; });
  EXPECT_EQ(said, core::text(core::Language::nb, "desk.failed"));
  thread->stop();
}

}  // namespace
}  // namespace runtime
