#include "bot/app/watchdog.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace app {
namespace {

using std::chrono::milliseconds;

struct TheWatchdog : ::testing::Test {
  Watchdog::Clock::time_point now{std::chrono::seconds{1000}};
  Watchdog dog{[this] { return now; }};
};

TEST_F(TheWatchdog, IsQuietWhileCallsComeBack) {
  EXPECT_EQ(dog.verdict(), "");
  for (int i = 0; i < 3; ++i) {
    const storage::CallWatch::Call call(&dog.calls());
    now += Watchdog::longest_silence;
    EXPECT_EQ(dog.verdict(), "");
  }
  now += std::chrono::hours{1};
  EXPECT_EQ(dog.verdict(), "") << "none is out";
}

TEST_F(TheWatchdog, EndsAProcessWhoseDatabaseIsSilent) {
  const storage::CallWatch::Call call(&dog.calls());
  now += Watchdog::longest_silence + milliseconds{1};
  EXPECT_EQ(dog.verdict(), "the database does not answer");
}

TEST_F(TheWatchdog, HasNoPatienceWithAServerThatIsReplaced) {
  bool replaced = false;
  int asked = 0, cut = 0;
  dog.calls().set_remedy({[&] { return ++asked, replaced; }, [&] { ++cut; }});
  const storage::CallWatch::Call call(&dog.calls());
  now += Watchdog::before_asking;
  EXPECT_EQ(dog.verdict_with_others(), "");
  EXPECT_EQ(asked, 0) << "it has answered until just now";
  now += milliseconds{1};
  EXPECT_EQ(dog.verdict_with_others(), "") << "a slow statement, and nobody in its server's place";
  replaced = true;
  EXPECT_NE(dog.verdict_with_others(), "");
  EXPECT_EQ(asked, 2);
  dog.calls().cut();
  EXPECT_EQ(cut, 1);
  dog.calls().set_remedy({});
  dog.calls().cut();
  EXPECT_EQ(cut, 1) << "the connection has gone";
  EXPECT_EQ(dog.verdict_with_others(), "");
}

TEST_F(TheWatchdog, DoesNotEndWhoHasBeenAnsweredMeanwhile) {
  std::optional<storage::CallWatch::Call> call(std::in_place, &dog.calls());
  dog.calls().set_remedy({[&] { return call.reset(), true; }, {}});
  now += Watchdog::before_asking + milliseconds{1};
  EXPECT_EQ(dog.verdict_with_others(), "");
}

TEST_F(TheWatchdog, LeavesWhatTakesItsTimeAlone) {
  const storage::CallWatch::Patience patience(&dog.calls());
  const storage::CallWatch::Call call(&dog.calls());
  now += std::chrono::hours{1};
  EXPECT_EQ(dog.verdict(), "");
}

TEST_F(TheWatchdog, EndsAProcessThatCannotEnd) {
  dog.ends();
  now += Watchdog::longest_end;
  EXPECT_EQ(dog.verdict(), "");
  now += milliseconds{1};
  EXPECT_NE(dog.verdict(), "");
}

TEST_F(TheWatchdog, CallsOnce) {
  const storage::CallWatch::Call call(&dog.calls());
  now += Watchdog::longest_silence + milliseconds{1};
  std::promise<std::string> told;  // a second time would throw, on the dog's thread
  dog.start([&](std::string_view why) { told.set_value(std::string(why)); });
  EXPECT_EQ(told.get_future().get(), "the database does not answer");
}

}  // namespace
}  // namespace app
