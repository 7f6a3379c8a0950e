// What `refleks init` makes in Mattermost when an administrator signs in.

#include "adapters/mattermost/set_up.hpp"

#include <gmock/gmock.h>

#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class MattermostSetUpTest : public net_test::NetTest {
 protected:
  MattermostSetUpTest() {
    fake.add_user("eivind", "token-eivind");
    fake.add_user("root", "token-root").roles = "system_user system_admin";
    fake.office.passwords = {{"root", "a long secret"}, {"eivind", "another"}};
    fake.office.teams = {{"omsorg", {fake.user("eivind").id}}, {"skole", {}}};
    wanted = {"kommunen", fake.url(), "https://refleks.lan", "eivind"};
  }
  runtime::SetUp::Made made(const std::string& user = "root", const std::string& password = "a long secret",
                            const std::string& code = {}) {
    return support::result_of(
        io, mattermost::set_up(wanted, {user, password, code}, net::real_timing(io.get_executor())));
  }

  FakeMattermost fake{io.get_executor()};
  runtime::SetUp::Wanted wanted;
};

TEST_F(MattermostSetUpTest, MakesWhatAnAdministratorWouldMake) {
  const auto all = made();
  EXPECT_EQ(all.problem, "");
  EXPECT_THAT(all.secrets.at("bot_token_file"), SizeIs(26));
  EXPECT_THAT(all.secrets.at("command_tokens_file"), SizeIs(26));
  ASSERT_THAT(fake.office.commands, SizeIs(1)) << "in the coordinator's teams alone";
  EXPECT_EQ(fake.office.commands[0]["url"], "https://refleks.lan/mattermost/kommunen/command");
  EXPECT_EQ(fake.office.commands[0]["token"], all.secrets.at("command_tokens_file"));
  EXPECT_TRUE(fake.user("refleks").is_bot);
  EXPECT_TRUE(fake.office.teams["omsorg"].contains(fake.user("refleks").id));
  EXPECT_FALSE(fake.office.teams["skole"].contains(fake.user("refleks").id));
  EXPECT_EQ(fake.office.settings["ServiceSettings"]["EnableBotAccountCreation"], true);
  EXPECT_EQ(fake.office.settings["ServiceSettings"]["AllowedUntrustedInternalConnections"], "refleks.lan");
  EXPECT_THAT(fake.office.sessions, IsEmpty()) << "signed out";
  EXPECT_THAT(all.done,
              ElementsAre(HasSubstr("bot accounts are switched on"), HasSubstr("may call refleks.lan"),
                          HasSubstr("@refleks is made"), HasSubstr("team omsorg"),
                          HasSubstr("/refleks is made in omsorg"), HasSubstr("token")));
  for (const std::string& one : all.done) EXPECT_EQ(one.find("secret"), std::string::npos);
}

TEST_F(MattermostSetUpTest, OnceMoreUsesWhatIsThere) {
  const auto first = made(), again = made();
  EXPECT_EQ(again.problem, "");
  EXPECT_THAT(fake.office.commands, SizeIs(1));
  EXPECT_EQ(again.secrets.at("command_tokens_file"), first.secrets.at("command_tokens_file"));
  EXPECT_NE(again.secrets.at("bot_token_file"), first.secrets.at("bot_token_file"));
  EXPECT_EQ(fake.count("POST", "/bots"), 1u);
  EXPECT_EQ(fake.count("PUT", "/config/patch"), 1u);
}

TEST_F(MattermostSetUpTest, WithoutAnAddressOfOursThereIsNoCommand) {
  wanted.public_url.clear();
  const auto all = made();
  EXPECT_EQ(all.problem, "");
  EXPECT_THAT(fake.office.commands, IsEmpty());
  EXPECT_FALSE(all.secrets.contains("command_tokens_file"));
}

TEST_F(MattermostSetUpTest, AsksForACodeAndTakesAPersonalToken) {
  fake.office.code = "123456";
  const auto first = made();
  EXPECT_TRUE(first.code_wanted);
  EXPECT_THAT(first.done, IsEmpty());
  EXPECT_EQ(made("root", "a long secret", "123456").problem, "");
  fake.add_user("other", "abcdefghijklmnopqrstuvwxyz").roles = "system_admin";
  fake.calls.clear();
  EXPECT_EQ(made("token", " abcdefghijklmnopqrstuvwxyz").problem, "");
  EXPECT_EQ(fake.count("POST", "/users/login") + fake.count("POST", "/users/logout"), 0u);
}

// Where the name is typed everybody sees it, and so does who lists processes where it was given by a flag.
TEST_F(MattermostSetUpTest, SendsNoTokenAsANameAndNoPasswordAsAToken) {
  for (const char* password : {"", "a long secret"}) {
    const auto seen = made("abcdefghijklmnopqrstuvwxyz", password);
    EXPECT_TRUE(seen.refused);
    EXPECT_THAT(seen.problem, HasSubstr("write the word token as the name"));
    EXPECT_THAT(seen.problem, Not(HasSubstr("abcdefghij")));
  }
  const auto word = made("token", "a long secret");
  EXPECT_TRUE(word.refused);
  EXPECT_THAT(word.problem, HasSubstr("26 small letters and digits"));
  EXPECT_THAT(fake.calls, IsEmpty());
}

TEST_F(MattermostSetUpTest, SaysWhyItStops) {
  EXPECT_TRUE(made("root", "wrong").refused);
  EXPECT_THAT(made("eivind", "another").problem, HasSubstr("takes a system administrator"));
  EXPECT_THAT(fake.office.sessions, IsEmpty()) << "signed out all the same";
  wanted.coordinator = "ola";
  EXPECT_THAT(made().problem, HasSubstr("knows nobody called \"ola\""));
  wanted.coordinator = "root";
  EXPECT_THAT(made().problem, HasSubstr("is in no team"));
  wanted.coordinator = "eivind";
  fake.office.commands.push_back({{"trigger", "refleks"}, {"url", "https://other.example/x"}});
  const auto half = made();
  EXPECT_THAT(half.problem, HasSubstr("calls another address"));
  EXPECT_FALSE(half.secrets.contains("bot_token_file")) << "no token that nobody needs";
  fake.add_user("refleks", "x", false);
  EXPECT_THAT(made().problem, HasSubstr("somebody's account"));
  fake.go_down();
  EXPECT_NE(made().problem, "");
}

}  // namespace
}  // namespace mattermost_test
