#include "adapters/net/pace.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/net/mounts.hpp"

namespace net {
namespace {

TEST(Pace, KeepsEveryWindowInOrder) {
  Pace pace({{2, Ticks{1'000}}, {3, Ticks{10'000}}});
  EXPECT_EQ(pace.take("a", Ticks{0}), Ticks{0});
  EXPECT_EQ(pace.take("a", Ticks{100}), Ticks{0});
  EXPECT_EQ(pace.take("a", Ticks{200}), Ticks{800});
  EXPECT_EQ(pace.take("a", Ticks{300}), Ticks{9'700}) << "three in ten seconds";
  EXPECT_EQ(pace.take("b", Ticks{300}), Ticks{0}) << "another key is another line";
  EXPECT_EQ(pace.take("a", Ticks{60'000}), Ticks{0});
}

TEST(Pace, TellsWhatIsAheadWithoutTakingAPlace) {
  Pace pace({{1, Ticks{1'000}}});
  EXPECT_EQ(pace.ahead("a", Ticks{0}), Ticks{0});
  EXPECT_EQ(pace.take("a", Ticks{0}), Ticks{0});
  EXPECT_EQ(pace.ahead("a", Ticks{400}), Ticks{600});
  EXPECT_EQ(pace.ahead("a", Ticks{400}), Ticks{600});
  EXPECT_EQ(pace.take("a", Ticks{400}), Ticks{600});
  EXPECT_EQ(pace.ahead("a", Ticks{9'000}), Ticks{0});
}

TEST(Pace, HoldsAKeyThatThePlatformPaused) {
  Pace pace({{1, Ticks{1'000}}});
  pace.pause("a", Ticks{5'000});
  EXPECT_EQ(pace.take("a", Ticks{1'000}), Ticks{4'000});
  EXPECT_EQ(pace.take("a", Ticks{1'000}), Ticks{5'000});
  EXPECT_EQ(pace.take("b", Ticks{1'000}), Ticks{0});
}

TEST(Pace, WhoStandsInLineAlreadyKeepsToAPauseToo) {
  Pace pace({{1, Ticks{1'000}}});
  Ticks now{0};
  std::vector<Ticks> slept;
  Timing timing;
  timing.now = [&] { return now; };
  timing.sleep = [&](Ticks length) -> boost::asio::awaitable<void> {
    slept.push_back(length);
    if (slept.size() == 1) pace.pause("a", Ticks{6'000});  // what went before was too much
    now += length;
    co_return;
  };
  pace.take("a", now);
  boost::asio::io_context io;
  boost::asio::co_spawn(io, wait_turn(timing, pace, "a"), [](std::exception_ptr) {});
  io.run();
  EXPECT_EQ(slept, (std::vector{Ticks{1'000}, Ticks{5'000}}));
}

// A pause may be an hour, and somebody waits for the answer.
TEST(Pace, WhoStandsInLineGivesUpWhenAPauseIsLongerThanTheirPatience) {
  Pace pace({{1, Ticks{1'000}}});
  Ticks now{0}, pause{0};
  std::vector<Ticks> slept;
  Timing timing;
  timing.now = [&] { return now; };
  timing.sleep = [&](Ticks length) -> boost::asio::awaitable<void> {
    slept.push_back(length);
    if (slept.size() == 1) pace.pause("a", pause);
    now += length;
    co_return;
  };
  const auto waited = [&](Ticks until) {
    now = Ticks{0};
    pause = until;
    slept.clear();
    pace = Pace({{1, Ticks{1'000}}});
    pace.take("a", now);
    Ticks left{-1};
    boost::asio::io_context io;
    boost::asio::co_spawn(io, wait_turn(timing, pace, "a", Ticks{10'000}),
                          [&](std::exception_ptr, Ticks told) { left = told; });
    io.run();
    return left;
  };
  EXPECT_EQ(waited(Ticks{10'000}), Ticks{0});
  EXPECT_EQ(slept, (std::vector{Ticks{1'000}, Ticks{9'000}}));
  EXPECT_EQ(waited(Ticks{3'600'000}), Ticks{3'599'000});
  EXPECT_EQ(slept, std::vector{Ticks{1'000}}) << "and not the hour";
  pace.pause("a", Ticks{9'000'000});
  EXPECT_EQ(waited(Ticks{0}), Ticks{0});
}

std::string asked(const HttpHandler& handler, const std::string& path) {
  boost::asio::io_context io;
  Request request;
  request.path = path;
  std::string body;
  boost::asio::co_spawn(io, handler(request),
                        [&](std::exception_ptr, Response response) { body = response.body; });
  io.run();
  return body;
}

HttpHandler says(const std::string& word) {
  return [word](Request) -> boost::asio::awaitable<Response> { co_return Response(200, word); };
}

TEST(Mounts, TheLongestPathThatFitsAnswers) {
  Mounts mounts;
  mounts.add("/slack", says("slack"));
  mounts.add("/slack/socket", says("socket"));
  mounts.add("/s/", says("pages"));
  const HttpHandler handler = mounts.handler();
  EXPECT_EQ(asked(handler, "/slack"), "slack");
  EXPECT_EQ(asked(handler, "/slack/events"), "slack");
  EXPECT_EQ(asked(handler, "/slack/socket/x"), "socket");
  EXPECT_EQ(asked(handler, "/s/abc"), "pages");
  EXPECT_EQ(asked(handler, "/slacker"), "There is nothing here.\n");
  EXPECT_THROW(mounts.add("/slack", says("again")), std::logic_error);
}

}  // namespace
}  // namespace net
