// The first configuration, from five answers.

#include "bot/app/init.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/app/chats.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using testing::HasSubstr;
using testing::Not;

std::optional<std::string> nothing_set(const std::string&) {
  return std::nullopt;
}

constexpr auto an_object_id = "11111111-2222-3333-4444-555555555555";

struct Init : testing::Test {
  std::string answer(const std::string& lines, FirstSettings given = {}) {
    std::istringstream in(lines);
    std::ostringstream out;
    write_first_configuration(file, std::move(given), in, out, nothing_set);
    return out.str();
  }
  std::string written() const { return support::content_of(file); }
  // As the administrator goes on: the secrets in their places.
  void put_secret(const std::string& name, const std::string& text) {
    std::ofstream(folder.path() / "secrets" / name) << text;
    std::filesystem::permissions(folder.path() / "secrets" / name, std::filesystem::perms::owner_read);
  }

  support::TempDirectory folder;
  std::filesystem::path file = folder.path() / "refleks.toml";
};

TEST_F(Init, FiveAnswersMakeAConfigurationForMattermost) {
  const std::string told =
      answer("Fjordvik \"kommune\"\nmattermost\nhttps://chat.fjordvik.example\n\nEivind Moe, eivind\n\n");
  EXPECT_THAT(told, HasSubstr("5. In which folder"));
  EXPECT_THAT(told,
              HasSubstr("install -m 600 /dev/stdin " + (folder.path() / "secrets/mattermost-bot").string()));
  EXPECT_THAT(told, HasSubstr("refleks doctor -c " + file.string()));
  put_secret("mattermost-bot", "abcdefghijklmnopqrstuvwxyz");
  const Config config = load_config(file, nothing_set);
  EXPECT_EQ(config.organisation.name, "Fjordvik \"kommune\"");
  ASSERT_EQ(config.people.size(), 1U);
  EXPECT_EQ(config.people.front().name, "Eivind Moe");
  EXPECT_EQ(config.people.front().user, "eivind");
  EXPECT_TRUE(config.people.front().coordinator);
  EXPECT_EQ(config.organisation.data, folder.path() / "refleks-data");
  EXPECT_TRUE(config.warnings.empty()) << config.warnings.front();
}

TEST_F(Init, CountsTheQuestionsThatItAsks) {
  const std::string told = answer("Fjordvik\nsandbox\nEivind Moe, eivind\n\n");
  EXPECT_THAT(told, HasSubstr("3. Who coordinates"));
  EXPECT_THAT(told, HasSubstr("4. In which folder"));
}

TEST_F(Init, AsksAgainForWhatWillNotDo) {
  const std::string told = answer(
      "\nFjordvik\nirc\nmattermost\nhttp://chat\nhttps://chat.fjordvik.example\nhttp://us\n\nEivind\nEivind "
      "Moe, "
      "eivind\nd\n");
  EXPECT_THAT(told, HasSubstr("this is needed"));
  EXPECT_THAT(told, HasSubstr("\"irc\" is none of these: mattermost"));
  EXPECT_THAT(told, HasSubstr("begins with https://"));
  EXPECT_THAT(told, HasSubstr("name and account with a comma between"));
}

// An account that cannot be one there was found out by the doctor at the earliest, and by nobody in the chat.
TEST_F(Init, WhatCannotBeAnAccountInThatChatIsRefusedWithAnExampleThatCan) {
  const struct {
    std::string chat, address, example;
    std::vector<std::string> wrong;
    std::string right, where;
  } chats[] = {
      {"slack",
       "",
       "(Eivind Moe, U02ABCDEF)",
       {"eivind", "@eivind", "u02abcdef", "U02", "D02ABCDEF"},
       "U02ABCDEF",
       "Copy member ID"},
      {"mattermost",
       "https://chat.example.no",
       "(Eivind Moe, eivind.moe)",
       {"Eivind Moe", "eivind@example.no", "Øyvind"},
       "eivind_moe-2",
       "the person's profile"},
      {"teams",
       "https://us.example.no",
       "(Eivind Moe, 8f14e45f-",
       {"eivind@example.no", "8f14e45f", std::string(36, 'a')},
       an_object_id,
       "Object ID"},
      {"nextcloud",
       "https://sky.example.no",
       "(Eivind Moe, eivind)",
       {"@eivind", "Åse"},
       "Eivind M",
       "Accounts"},
  };
  for (const auto& one : chats) {
    SCOPED_TRACE(one.chat);
    file = folder.path() / (one.chat + ".toml");
    FirstSettings given;
    given.organisation = "Fjordvik";
    given.chat = one.chat;
    given.address = one.address;
    given.folder = "data";
    if (one.chat == "nextcloud") given.public_url = "https://us.example.no";
    std::string lines;
    for (const std::string& wrong : one.wrong) lines += "Eivind Moe, " + wrong + "\n";
    const std::string told = answer(lines + "Eivind Moe, " + one.right + "\n", given);
    EXPECT_THAT(told, HasSubstr(one.example));
    EXPECT_THAT(told, HasSubstr(one.where));
    for (const std::string& wrong : one.wrong)
      EXPECT_THAT(told, HasSubstr("\"" + wrong + "\" cannot be the account"));
    EXPECT_THAT(written(), HasSubstr("user = \"" + one.right + "\""));
    given.coordinator = "Eivind Moe, " + one.wrong.front();
    file = folder.path() / (one.chat + "-2.toml");
    EXPECT_THROW(answer("", given), std::runtime_error) << "and the program ends where it was given";
    EXPECT_FALSE(std::filesystem::exists(file));
  }
}

TEST_F(Init, EveryChatThatIsOfferedIsCompleteWithItsSecrets) {
  const struct {
    std::string chat, address, account;
    std::map<std::string, std::string> secrets;
    std::vector<std::string> ids;
  } chats[] = {
      {"sandbox", "", "ase", {}, {}},
      {"mattermost",
       "https://chat.example.no",
       "ase",
       {{"mattermost-bot", "abcdefghijklmnopqrstuvwxyz"}},
       {}},
      {"slack", "", "U02ABCDEF", {{"slack-bot", "xoxb-1"}, {"slack-app", "xapp-1"}}, {}},
      {"slack",
       "https://us.example.no",
       "U02ABCDEF",
       {{"slack-bot", "xoxb-1"}, {"slack-signing", "abcdef"}},
       {}},
      {"nextcloud", "https://sky.example.no", "Ase", {{"nextcloud", std::string(64, 'a')}}, {}},
      {"teams", "https://us.example.no", an_object_id, {{"teams", "secret"}}, {"app_id", "tenant"}},
  };
  for (const auto& one : chats) {
    SCOPED_TRACE(one.chat + " " + one.address);
    file = folder.path() / (one.chat + (one.address.empty() ? "" : "-reached") + ".toml");
    FirstSettings given;
    given.organisation = "Fjordvik";
    given.chat = one.chat;
    given.address = one.address;
    given.coordinator = "Åse Ødegård, " + one.account;
    given.folder = "data";
    if (one.chat == "nextcloud") given.public_url = "https://us.example.no";
    const std::string told = answer("", given);
    EXPECT_THAT(told, Not(HasSubstr("1."
                                    " What")))
        << "what was given is not asked for";
    for (const auto& [name, secret] : one.secrets) put_secret(name, secret);
    std::string text = written();
    for (const std::string& id : one.ids) {
      EXPECT_THAT(told, HasSubstr("write it behind " + id));
      const auto at = text.find(id + " = \"\"");
      ASSERT_NE(at, text.npos);
      text.replace(at, id.size() + 5, id + " = \"11111111-2222-3333-4444-555555555555\"");
    }
    try {
      const Config config = parse_config(text, file.string(), nothing_set);
      EXPECT_EQ(config.chats->platforms.size(), one.chat == "sandbox" ? 0U : 1U);
    } catch (const ConfigError& error) {
      ADD_FAILURE() << error.problems.front();
    }
  }
}

// Without an address of ours Mattermost shows neither buttons nor forms: a newcomer got stuck at the first
// group.
TEST_F(Init, SaysWhatDoesNotWorkInMattermostWithoutAnAddressAndAsksForWhatItNeedsWithOne) {
  const std::string told =
      answer("Fjordvik\nmattermost\nhttps://chat.example.no\nhttps://us.example.no\nEivind Moe, eivind\n\n");
  EXPECT_THAT(told, HasSubstr("empty: people can write to it, but there are no buttons and forms"));
  EXPECT_THAT(told, HasSubstr((folder.path() / "secrets/mattermost-commands").string()));
  EXPECT_THAT(told, HasSubstr("a certificate for https://us.example.no"));
  put_secret("mattermost-bot", "abcdefghijklmnopqrstuvwxyz");
  put_secret("mattermost-commands", "abcdefghijklmnopqrstuvwxyz");
  const Config config = load_config(file, nothing_set);
  EXPECT_EQ(config.chats->server.public_url, "https://us.example.no");
  EXPECT_TRUE(config.chats->pages);
  EXPECT_EQ(config.people.front().workspace, "kommunen");
}

TEST_F(Init, SaysAtTheQuestionThatAnAddressNeedsAHostNameOfItsOwn) {
  const std::string told = answer(
      "Fjordvik\nmattermost\nhttps://chat.fjordvik.example\nhttps://fjordvik.example/refleks\n"
      "https://refleks.fjordvik.example\nEivind Moe, eivind\n\n");
  EXPECT_THAT(told, HasSubstr("\"https://fjordvik.example/refleks\" is more than a host name"));
  EXPECT_THAT(written(), HasSubstr("public_url = \"https://refleks.fjordvik.example\""));
}

// The address was dropped without a word, and what was left to do spoke of a certificate for it.
TEST_F(Init, SwitchesPagesOnBesideTheSandboxUnderAnAddressOnThisMachine) {
  FirstSettings given;
  given.chat = "sandbox";
  given.public_url = "http://127.0.0.1:4901";
  const std::string told = answer("Fjordvik\nEivind Moe, eivind\nd\n", given);
  EXPECT_THAT(told, Not(HasSubstr("a certificate for")));
  const Config config = load_config(file, nothing_set);
  EXPECT_TRUE(config.sandbox.enabled);
  EXPECT_EQ(config.chats->pages, "pages");
  EXPECT_EQ(config.chats->server.public_url, "http://127.0.0.1:4901");
  EXPECT_EQ(config.chats->server.port, 4901) << "nothing stands in front of it";
  EXPECT_EQ(config.people.front().workspace, "sandbox");
  EXPECT_TRUE(config.warnings.empty()) << config.warnings.front();

  file = folder.path() / "behind.toml";
  given.public_url = "https://us.example.no";
  EXPECT_THAT(answer("Fjordvik\nEivind Moe, eivind\nd\n", given),
              HasSubstr("a certificate for https://us.example.no: a proxy in front of 127.0.0.1:8090"));
  EXPECT_EQ(load_config(file, nothing_set).chats->server.port, 8090);
}

TEST_F(Init, WhatItWritesCanBeReadByTheServicesUserWhateverTheUmask) {
  const mode_t before = ::umask(077);
  answer("Fjordvik\nsandbox\nEivind, eivind\nd\n");
  ::umask(before);
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0644));
}

TEST_F(Init, NeverOverwrites) {
  std::ofstream(file) << "mine";
  EXPECT_THROW(answer("Fjordvik\nsandbox\nEivind, eivind\nd\n"), std::runtime_error);
  EXPECT_EQ(written(), "mine");
  std::filesystem::remove(file);
  std::filesystem::create_symlink(folder.path() / "elsewhere", file);
  EXPECT_THROW(answer("Fjordvik\nsandbox\nEivind, eivind\nd\n"), std::runtime_error) << "a link neither";
}

// What an administrator did not get done there is done again by the same questions.
TEST_F(Init, SaysHowToBeginAnewWhereTheChatCouldNotBeSetUp) {
  const std::string answers =
      "Fjordvik\nmattermost\nhttp://127.0.0.1:1\n\nEivind Moe, eivind\n\nroot\na long secret\n\n";
  const std::string anew = "rm " + file.string() + " && refleks init " + file.string();
  std::string told = answer(answers);
  EXPECT_THAT(told, HasSubstr("When that is put right, sign in once more; an empty name leaves it"));
  EXPECT_THAT(told, HasSubstr(anew));
  std::filesystem::remove(file);
  EXPECT_THAT(answer(answers), HasSubstr(anew)) << "nothing that it left is in the way";
  std::filesystem::remove(file);
  told = answer("Fjordvik\nmattermost\nhttp://127.0.0.1:1\n\nEivind Moe, eivind\n\n\n");
  EXPECT_THAT(told, Not(HasSubstr(anew))) << "nothing was tried";
}

// The app is made on Slack's own page, which a link opens filled in; what it gives is pasted here.
TEST_F(Init, LeadsToSlackByALinkAndTakesTheTokensThatItGives) {
  const std::string answers = "Fjordvik\nslack\n\nEivind Moe, U02ABCDEF\n\n";
  std::string told = answer(answers + "xapp-1-A02\n xoxb-1-2-3 \nxapp-1-A02\n");
  EXPECT_THAT(told, HasSubstr("\nhttps://api.slack.com/apps?new_app=1&manifest_json=%7B"));
  EXPECT_THAT(told, HasSubstr("that is not a bot token, which begins with xoxb-"));
  EXPECT_THAT(told, Not(HasSubstr("xapp-1-A02"))) << "a secret is not shown";
  EXPECT_THAT(told, Not(HasSubstr("/dev/stdin"))) << "nothing is left to be pasted";
  EXPECT_THAT(told, HasSubstr("is written. Next:\n1. refleks doctor"));
  const Config config = load_config(file, nothing_set);
  EXPECT_TRUE(config.warnings.empty()) << config.warnings.front();
  EXPECT_EQ(config.people.front().user, "U02ABCDEF");

  file = folder.path() / "later.toml";
  std::filesystem::remove_all(folder.path() / "secrets");
  told = answer(answers + "xoxb-1-2-3\n\n");
  EXPECT_THAT(told, HasSubstr("1. set the chat up as docs/slack.md says"));
  EXPECT_THAT(told, HasSubstr("/dev/stdin " + (folder.path() / "secrets/slack-app").string()));
  EXPECT_THAT(told, Not(HasSubstr((folder.path() / "secrets/slack-bot").string()))) << "that one is there";

  file = folder.path() / "flags.toml";
  std::filesystem::remove_all(folder.path() / "secrets");
  FirstSettings given;
  given.organisation = "Fjordvik";
  given.chat = "slack";
  given.address = "https://us.example.no";
  given.coordinator = "Eivind Moe, U02ABCDEF";
  given.folder = "data";
  told = answer("", given);
  EXPECT_THAT(told, HasSubstr("1. open this in a browser where you are signed in to Slack"));
  EXPECT_THAT(told, HasSubstr("us.example.no%2Fslack%2Fcommands"));
  EXPECT_THAT(told, HasSubstr((folder.path() / "secrets/slack-signing").string()));
}

TEST_F(Init, KeepsWhatIsTypedOutOfCoreFiles) {
  EXPECT_EXIT(
      {
        CLI::App cli;
        const InitCommand init(cli);
        cli.parse("init " + file.string() +
                  " --organisation F --chat sandbox --coordinator Eivind,eivind --folder d");
        std::istringstream in;
        std::ostringstream out;
        init.run(in, out);
        std::_Exit(::prctl(PR_GET_DUMPABLE));
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(Init, WritesNothingWhereAnAnswerIsMissingOrWrong) {
  EXPECT_THROW(answer("Fjordvik\nmattermost\n"), std::runtime_error);
  FirstSettings given;
  given.chat = "irc";
  EXPECT_THROW(answer("Fjordvik\n", given), std::runtime_error);
  EXPECT_THROW(answer("Fjordvik\nmattermost\nhttps://chat.example.no/?x#y\n\nEivind, eivind\nd\n"),
               ConfigError);
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace app
