// The first configuration, from five answers.

#include "bot/app/init.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
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

struct Init : testing::Test {
  std::string answer(const std::string& lines, FirstSettings given = {}) {
    std::istringstream in(lines);
    std::ostringstream out;
    write_first_configuration(file, std::move(given), in, out, nothing_set);
    return out.str();
  }
  std::string written() const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
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
      answer("Fjordvik \"kommune\"\nmattermost\nhttps://chat.fjordvik.example\nEivind Moe, eivind\n\n");
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

TEST_F(Init, AsksAgainForWhatWillNotDo) {
  const std::string told = answer(
      "\nFjordvik\nirc\nmattermost\nhttp://chat\nhttps://chat.fjordvik.example\nEivind\nEivind Moe, "
      "eivind\nd\n");
  EXPECT_THAT(told, HasSubstr("this is needed"));
  EXPECT_THAT(told, HasSubstr("\"irc\" is none of these: mattermost"));
  EXPECT_THAT(told, HasSubstr("begins with https://"));
  EXPECT_THAT(told, HasSubstr("name and account with a comma between"));
}

TEST_F(Init, EveryChatThatIsOfferedIsCompleteWithItsSecrets) {
  const struct {
    std::string chat, address;
    std::map<std::string, std::string> secrets;
    std::vector<std::string> ids;
  } chats[] = {
      {"sandbox", "", {}, {}},
      {"mattermost", "https://chat.example.no", {{"mattermost-bot", "abcdefghijklmnopqrstuvwxyz"}}, {}},
      {"slack", "", {{"slack-bot", "xoxb-1"}, {"slack-app", "xapp-1"}}, {}},
      {"slack", "https://us.example.no", {{"slack-bot", "xoxb-1"}, {"slack-signing", "abcdef"}}, {}},
      {"nextcloud", "https://sky.example.no", {{"nextcloud", std::string(64, 'a')}}, {}},
      {"teams", "https://us.example.no", {{"teams", "secret"}}, {"app_id", "tenant"}},
  };
  for (const auto& one : chats) {
    SCOPED_TRACE(one.chat + " " + one.address);
    file = folder.path() / (one.chat + (one.address.empty() ? "" : "-reached") + ".toml");
    FirstSettings given;
    given.organisation = "Fjordvik";
    given.chat = one.chat;
    given.address = one.address;
    given.coordinator = "Åse Ødegård, U02ABCDEF";
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

TEST_F(Init, NeverOverwrites) {
  std::ofstream(file) << "mine";
  EXPECT_THROW(answer("Fjordvik\nsandbox\nEivind, eivind\nd\n"), std::runtime_error);
  EXPECT_EQ(written(), "mine");
  std::filesystem::remove(file);
  std::filesystem::create_symlink(folder.path() / "elsewhere", file);
  EXPECT_THROW(answer("Fjordvik\nsandbox\nEivind, eivind\nd\n"), std::runtime_error) << "a link neither";
}

TEST_F(Init, WritesNothingWhereAnAnswerIsMissingOrWrong) {
  EXPECT_THROW(answer("Fjordvik\nmattermost\n"), std::runtime_error);
  FirstSettings given;
  given.chat = "irc";
  EXPECT_THROW(answer("Fjordvik\n", given), std::runtime_error);
  EXPECT_THROW(answer("Fjordvik\nmattermost\nhttps://chat.example.no/?x#y\nEivind, eivind\nd\n"),
               ConfigError);
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace app
