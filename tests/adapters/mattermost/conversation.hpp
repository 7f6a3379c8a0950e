#pragma once
// Kari's conversation with the bot, over a socket that breaks and comes back.

#include <string>
#include <vector>

#include "adapters/net/reconnect.hpp"
#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {

class MattermostFeedTest : public MattermostTest {
 protected:
  MattermostFeedTest() {
    start();
    conversation = fake.direct(bot, kari).id;
  }
  // What stands in the conversation behind what Kari wrote.
  std::vector<std::string> answers() {
    std::vector<std::string> all;
    for (const std::string& id : fake.posts_of(conversation))
      if (fake.posts[id]["user_id"] == bot) all.push_back(fake.posts[id]["message"]);
    return all;
  }
  void reconnected(std::size_t upgrades) {
    until([&] { return hand.longest() > net::Ticks{0} && !hand.sleeps(net::greeting_limit); });
    advance(net::Ticks{200'000});
    until([&] { return fake.upgrades.size() >= upgrades && fake.sockets() > 0; });
  }
  std::string conversation;
};

}  // namespace mattermost_test
