// Who is in a channel.

#include <gtest/gtest.h>

#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

using Seen = core::ChannelRead::How;
using Is = core::InChannel::Kind;

Json entry(const std::string& object, const std::string& name, const std::string& role = "user",
           const std::string& from = tenant) {
  return {{"id", "29:" + object},
          {"aadObjectId", object},
          {"name", name},
          {"userRole", role},
          {"tenantId", from}};
}
Json roster_page(std::vector<Json> members, const std::string& next = {}) {
  Json page{{"members", members}};
  if (!next.empty()) page["continuationToken"] = next;
  return page;
}
core::ChannelRead members(World& world) {
  std::string where = room;
  return world.run(world.adapter->members(std::move(where)));
}

TEST(TeamsMembers, AreReadPageByPageWithWhatEachIs) {
  World world([](teams::Options& options) { options.channels = {room}; });
  world.roster = {roster_page({entry("A", "Åse Ny"), entry("G", "Gjest", "guest")}, "1"),
                  roster_page({entry("O", "Annen", "user", "99999999-aaaa-bbbb-cccc-222222222222"),
                               Json{{"id", "28:" + app_id}, {"name", "Refleks"}}})};
  const auto read = members(world);
  EXPECT_EQ(read.how, Seen::whole);
  EXPECT_EQ(read.people, (std::vector<core::InChannel>{{"a", "Åse Ny", Is::person},
                                                       {"g", "Gjest", Is::guest},
                                                       {"o", "Annen", Is::outsider},
                                                       {"", "Refleks", Is::bot}}));
}

TEST(TeamsMembers, HalfOfItIsNothing) {
  World world([](teams::Options& options) { options.channels = {room}; });
  world.roster = {roster_page({entry("A", "")}, "1"), roster_page({entry("A", "")}, "1")};
  EXPECT_EQ(members(world).how, Seen::failed) << "a token that comes again";
  world.script = {{200, "{}"}};
  EXPECT_EQ(members(world).how, Seen::failed);
  world.script = {{403, "{}"}};
  EXPECT_EQ(members(world).how, Seen::not_in);
}

TEST(TeamsMembers, ComingAndGoingIsTold) {
  World world([](teams::Options& options) { options.channels = {room}; });
  for (const char* what : {"membersAdded", "membersRemoved"}) {
    Json came = world.in_room("");
    came["type"] = "conversationUpdate";
    came[what] = Json::array({{{"id", "29:somebody"}}});
    world.post(came);
  }
  EXPECT_EQ(world.inbox.changed.size(), 2U);
}

}  // namespace
}  // namespace teams_test
