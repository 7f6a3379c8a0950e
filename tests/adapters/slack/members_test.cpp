// Who is in a channel.

#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

using Seen = core::ChannelRead::How;
using Is = core::InChannel::Kind;

class SlackMembersTest : public SlackTest {
 protected:
  SlackMembersTest() {
    start();
    fake.in_channel["C1"] = {"U1", "U2", "U3", "U4", "U5", "U6", "UBOT"};
    fake.accounts["U1"] = {{"profile", {{"real_name", "Åse Ny"}, {"display_name", "åse"}}},
                           {"team_id", "T1"}};
    fake.accounts["U2"] = {{"is_bot", true}};
    fake.accounts["U3"] = {{"is_restricted", true}};
    fake.accounts["U4"] = {{"team_id", "T9"}};
    fake.accounts["U5"] = {{"deleted", true}};
    fake.accounts["UBOT"] = {{"is_bot", true}};
  }
  core::ChannelRead members(const std::string& channel) {
    core::ChannelRead read;
    const auto ask = [this, channel, &read]() -> asio::awaitable<void> {
      std::string which = channel;
      read = co_await slack->members(std::move(which));
    };
    run(ask());
    return read;
  }
};

TEST_F(SlackMembersTest, AreReadPageByPageWithWhatEachIs) {
  const auto read = members("C1");
  EXPECT_EQ(read.how, Seen::whole);
  EXPECT_EQ(read.people, (std::vector<core::InChannel>{{"U1", "Åse Ny", Is::person},
                                                       {"U2", "", Is::bot},
                                                       {"U3", "", Is::guest},
                                                       {"U4", "", Is::outsider},
                                                       {"U6", "", Is::person},
                                                       {"UBOT", "", Is::bot}}));
  EXPECT_EQ(fake.count("conversations.members"), 4U);
  const auto asked = fake.count("users.info");
  members("C1");
  EXPECT_EQ(fake.count("users.info"), asked + 1) << "known for most of a day, but for one who is gone";
}

TEST_F(SlackMembersTest, ColleaguesOfASisterWorkspaceAreOurs) {
  fake.part_of = "E1";
  start();
  fake.in_channel["C1"] = {"U1", "U2", "U3", "UBOT"};
  fake.accounts["U2"] = {{"team_id", "T9"}, {"enterprise_user", {{"enterprise_id", "E1"}}}};
  fake.accounts["U3"] = {{"team_id", "T8"}, {"enterprise_user", {{"enterprise_id", "E8"}}}};
  std::vector<Is> kinds;
  for (const core::InChannel& one : members("C1").people) kinds.push_back(one.kind);
  EXPECT_EQ(kinds, (std::vector<Is>{Is::person, Is::person, Is::outsider, Is::bot}));
}

TEST_F(SlackMembersTest, HalfOfItIsNothing) {
  fake.fail("users.info", {Fault::Kind::refuse, "missing_scope"});
  EXPECT_EQ(members("C1").how, Seen::failed);
  EXPECT_TRUE(members("C2").people.empty());
  EXPECT_EQ(members("C2").how, Seen::not_in);
  fake.in_channel["C1"].pop_back();
  EXPECT_EQ(members("C1").how, Seen::not_in) << "the bot is not among them";
}

TEST_F(SlackMembersTest, ComingAndGoingIsTold) {
  for (const char* type : {"member_joined_channel", "member_left_channel"})
    sync(event({{"type", type}, {"user", "U1"}, {"channel", "C1"}}, std::string("E-") + type));
  EXPECT_EQ(inbox.changed, (std::vector<std::string>{"slack/C1", "slack/C1"}));
}

}  // namespace
}  // namespace slack_test
