// Waiting for a turn.

#include "adapters/slack/api.hpp"

#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

// Somebody waits for the answer, and Slack may ask for an hour.
TEST_F(SlackTest, ACallGivesUpWhenSlackAsksForMorePatienceThanItHas) {
  slack::ApiOptions options;
  options.url = fake.api_url();
  net::Ticks now{0};
  std::vector<net::Ticks> slept;
  std::unique_ptr<slack::Api> api;
  const std::string method = "users.conversations";  // 20 in a minute
  const slack::Args none;
  net::Timing timing;
  timing.now = [&] { return now; };
  timing.sleep = [&](net::Ticks length) -> asio::awaitable<void> {
    slept.push_back(length);
    if (slept.size() == 1) {  // another call comes back meanwhile
      fake.fail(method, {Fault::Kind::limit, "3600"});
      co_await api->call_now(method, none, fake.bot_token);
    }
    now += length;
  };
  api = std::make_unique<slack::Api>(options, timing, random);
  slack::Called last;
  const auto ask = [&]() -> asio::awaitable<void> {
    for (int i = 0; i < 21; ++i) last = co_await api->read(method, none, fake.bot_token);
  };
  run(ask());
  EXPECT_EQ(slept, std::vector{net::Ticks(60'000)}) << "and not the hour";
  EXPECT_EQ(last.error, "ratelimited");
  EXPECT_GE(last.after, std::chrono::seconds(3'500));
}

}  // namespace
}  // namespace slack_test
