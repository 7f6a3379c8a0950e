#include <gmock/gmock.h>

#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using runtime::Finding;
using ::testing::HasSubstr;
using ::testing::Not;

class MattermostDoctorTest : public MattermostTest {
 protected:
  // "bad: what | what ..." of the given kind.
  std::string findings(Finding::Kind kind) {
    std::string all;
    for (const Finding& finding : sync(mattermost::examine(workspace, hand.timing()))) {
      EXPECT_EQ(finding.todo.empty(), finding.kind == Finding::Kind::good) << finding.what;
      for (const std::string& text : {finding.what, finding.why, finding.todo}) {
        EXPECT_THAT(text, Not(HasSubstr(workspace.bot_token)));
        EXPECT_THAT(text, Not(HasSubstr("kari")));
      }
      if (finding.kind == kind) all += finding.what + " | ";
    }
    return all;
  }
};

TEST_F(MattermostDoctorTest, NothingIsWrong) {
  EXPECT_EQ(findings(Finding::Kind::bad), "");
  const std::string good = findings(Finding::Kind::good);
  EXPECT_THAT(good, HasSubstr("the bot token is taken (mattermost)"));
  EXPECT_THAT(good, HasSubstr("Mattermost 11.7"));
  EXPECT_THAT(good, HasSubstr("in every group's channel"));
}

TEST_F(MattermostDoctorTest, WhatIsWrongIsNamed) {
  workspace.people.push_back("finnes-ikke");
  workspace.channels.push_back("omsorg/finnes-ikke");
  workspace.command_tokens.clear();
  fake.site_url.clear();
  const std::string bad = findings(Finding::Kind::bad);
  EXPECT_THAT(bad, HasSubstr("no command token"));
  EXPECT_THAT(bad, HasSubstr("SiteURL is empty"));
  EXPECT_THAT(bad, HasSubstr("user names: finnes-ikke"));
  EXPECT_THAT(bad, HasSubstr("not there for the bot: omsorg/finnes-ikke"));
}

TEST_F(MattermostDoctorTest, WhoIsNotThereAnyMoreIsNamed) {
  workspace.people = {"kari", ola, id_of("unobody")};
  User& gone = fake.add_user("tom", "token-tom");
  gone.deleted = true;
  workspace.people.push_back("tom");
  const std::string bad = findings(Finding::Kind::bad);
  EXPECT_THAT(bad, HasSubstr("does not know these ids: " + id_of("unobody")));
  EXPECT_THAT(bad, HasSubstr("switched off: tom")) << "messages to it are taken, and nobody reads them";
  EXPECT_THAT(bad, Not(HasSubstr(ola)));
}

TEST_F(MattermostDoctorTest, ATokenThatIsNotTaken) {
  workspace.bot_token = "wrong-token";
  EXPECT_THAT(findings(Finding::Kind::bad), HasSubstr("token is not taken"));
  workspace.bot_token = "token-kari";
  EXPECT_THAT(findings(Finding::Kind::note), HasSubstr("a person's account"));
}

TEST_F(MattermostDoctorTest, WithoutAWayInAndPagesNothingCanBeFilledIn) {
  workspace.callback_url.clear();
  workspace.pages = false;
  EXPECT_THAT(findings(Finding::Kind::bad), HasSubstr("nobody can press a button or fill in a form"));
  workspace.pages = true;
  EXPECT_EQ(findings(Finding::Kind::bad), "");
}

TEST_F(MattermostDoctorTest, OldServersOtherAddressesAndNoWayIn) {
  fake.version = "10.11.0";
  fake.site_url = "https://chat.example.no";
  workspace.callback_url.clear();
  const std::string notes = findings(Finding::Kind::note);
  EXPECT_THAT(notes, HasSubstr("Mattermost 10.11 is old"));
  EXPECT_THAT(notes, HasSubstr("another address"));
  EXPECT_THAT(notes, HasSubstr("server.public_url is empty"));
}

TEST_F(MattermostDoctorTest, NobodyThere) {
  fake.fail("GET /users/me", {Fault::Kind::status, 502, ""});
  EXPECT_THAT(findings(Finding::Kind::bad), HasSubstr("status 502"));
  workspace.url = "http://127.0.0.1:1";
  EXPECT_THAT(findings(Finding::Kind::bad), HasSubstr("no answer"));
}

}  // namespace
}  // namespace mattermost_test
