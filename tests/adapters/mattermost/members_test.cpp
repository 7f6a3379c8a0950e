// Who is in a channel.
#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using Seen = core::ChannelRead::How;
using Is = core::InChannel::Kind;

class MattermostMembersTest : public MattermostTest {
 protected:
  MattermostMembersTest() { start(); }
  core::ChannelRead members(const std::string& where = "omsorg/fredag") {
    std::string which = where;
    return sync(adapter->members(std::move(which)));
  }
  std::map<std::string, Is> kinds(const core::ChannelRead& read) {
    std::map<std::string, Is> all;
    for (const core::InChannel& one : read.people) all[one.user] = one.kind;
    return all;
  }
};

TEST_F(MattermostMembersTest, AreReadWithWhatEachIs) {
  auto& guest = fake.add_user("gjest", "");
  guest.roles = "system_guest";
  const std::string guest_id = guest.id;
  auto& gone = fake.add_user("borte", "");
  gone.deleted = true;
  fake.channels_of().at(channel).members.insert({guest_id, gone.id});
  const auto read = members();
  EXPECT_EQ(read.how, Seen::whole);
  EXPECT_EQ(kinds(read), (std::map<std::string, Is>{
                             {"kari", Is::person}, {ola, Is::person}, {guest_id, Is::guest}, {bot, Is::bot}}))
      << "under the names of the configuration";
}

TEST_F(MattermostMembersTest, ManyComeInPages) {
  for (int i = 0; i < 450; ++i)
    fake.channels_of().at(channel).members.insert(fake.add_user("u" + std::to_string(i) + "x", "").id);
  EXPECT_EQ(members().people.size(), 453U);
}

TEST_F(MattermostMembersTest, HalfOfItIsNothing) {
  fake.fail("POST /users/ids", {Fault::Kind::status, 500});
  EXPECT_EQ(members().how, Seen::failed);
  EXPECT_EQ(members("omsorg/ukjent").how, Seen::failed);
  fake.fail("GET /channels/" + channel + "/members", {Fault::Kind::proxy, 404});
  EXPECT_EQ(members().how, Seen::failed) << "a proxy does not know who is in it";
  fake.channels_of().at(channel).members.erase(bot);
  EXPECT_EQ(members().how, Seen::not_in);
}

TEST_F(MattermostMembersTest, ComingAndGoingIsTold) {
  fake.tell("user_removed", {{"channel_id", channel}, {"user_id", ola}}, channel);
  fake.tell("user_added", {{"channel_id", channel}, {"user_id", ola}, {"team_id", ""}}, channel);
  until([&] { return inbox.changed.size() == 2; });
  EXPECT_EQ(inbox.changed.front(), "mattermost/omsorg/fredag");
}

}  // namespace
}  // namespace mattermost_test
