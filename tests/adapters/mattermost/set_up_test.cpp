// What `refleks init` makes in Mattermost when an administrator signs in.

#include "adapters/mattermost/set_up.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using ::testing::Contains;
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
    return support::result_of(io,
                              mattermost::set_up(wanted, {user, password, code}, support::passing_timing()));
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
  EXPECT_THAT(again.done, Contains(HasSubstr("take away in Mattermost those that you do not know")))
      << "who else made it for itself still has its tokens";
}

TEST_F(MattermostSetUpTest, LetsMattermostCallTheAddressItselfAndNotOneThatLooksLikeIt) {
  Json& service = fake.office.settings["ServiceSettings"];
  service["AllowedUntrustedInternalConnections"] = "10.0.0.11,110.0.0.1";
  wanted.public_url = "https://10.0.0.1";
  EXPECT_THAT(made().done, Contains(HasSubstr("may call 10.0.0.1 ")));
  EXPECT_EQ(service["AllowedUntrustedInternalConnections"], "10.0.0.11,110.0.0.1 10.0.0.1");
  for (const char* list : {"10.0.0.11,10.0.0.1", "10.0.0.1\t10.0.0.11", "a.lan, 10.0.0.1, b.lan"}) {
    service["AllowedUntrustedInternalConnections"] = list;
    EXPECT_EQ(made().problem, "");
    EXPECT_EQ(service["AllowedUntrustedInternalConnections"], list);
  }
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

TEST_F(MattermostSetUpTest, GivesTheTokensOfAllTeamsOrNone) {
  fake.office.teams["skole"] = fake.office.teams["omsorg"];
  fake.on_change = [this, told = false]() mutable {
    if (fake.count("POST", "/commands") == 1 && !std::exchange(told, true))
      fake.fail("POST /commands", {Fault::Kind::status, 500, "store.sql"});
  };
  const auto half = made();
  EXPECT_THAT(half.problem, HasSubstr("make /refleks in skole"));
  EXPECT_THAT(half.secrets, IsEmpty()) << "half a list counts as none";
  const auto whole = made();
  EXPECT_EQ(whole.problem, "");
  EXPECT_THAT(whole.secrets.at("command_tokens_file"), SizeIs(26 + 1 + 26));
}

TEST_F(MattermostSetUpTest, SaysWhatWasDoneWhenItWasDone) {
  fake.fail("PUT /config/patch", {Fault::Kind::status, 500, "app\x1b[2J\n.error"});
  const auto none = made();
  EXPECT_THAT(none.done, IsEmpty());
  EXPECT_THAT(none.problem, HasSubstr("change Mattermost's settings"));
  fake.office.behind_names = "\x1b[31m\n\xe2\x80\xae";
  const auto all = made();
  EXPECT_EQ(all.problem, "");
  std::string said = none.problem;
  for (const std::string& one : all.done) said += one;
  EXPECT_EQ(said.find_first_of("\x1b\n"), std::string::npos) << "the terminal does nothing of it";
  EXPECT_EQ(said.find("\xe2\x80\xae"), std::string::npos);
}

TEST_F(MattermostSetUpTest, SignsOutWhateverIsAnswered) {
  fake.add_user("refleks", "x", true);
  fake.office.of_accounts["is_bot"] = "yes";
  EXPECT_EQ(made().problem, "Mattermost's answer is not understood");
  EXPECT_THAT(fake.office.sessions, IsEmpty());
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
  EXPECT_FALSE(half.secrets.contains("command_tokens_file"));
  fake.add_user("refleks", "x", false);
  EXPECT_THAT(made().problem, HasSubstr("somebody's account"));
  fake.go_down();
  EXPECT_NE(made().problem, "");
}

}  // namespace
}  // namespace mattermost_test
