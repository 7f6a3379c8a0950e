// What was written while nobody listened.
#include "adapters/mattermost/missed.hpp"

#include <gmock/gmock.h>

#include "tests/adapters/mattermost/conversation.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

using MattermostMissedTest = MattermostFeedTest;

TEST_F(MattermostMissedTest, WhatWasWrittenWhileAwayIsAnsweredOnceAndInOrder) {
  inbox.script = [](const core::Event& event) {
    return says("Svar: " + std::get<core::Command>(event).text);
  };
  fake.write(kari, conversation, "hørt");
  until([&] { return answers().size() == 1; });
  stop();
  adapter.reset();
  fake.write(kari, conversation, "en");
  clock.time += std::chrono::minutes(2);
  fake.write(kari, conversation, "to");
  start();
  until([&] { return answers().size() == 3; });
  EXPECT_THAT(answers(), testing::ElementsAre("Svar: hørt", "Svar: en", "Svar: to"));
  EXPECT_EQ(inbox.events.size(), 3u);
  stop();
  adapter.reset();
  start();
  fake.write(kari, conversation, "tre");
  until([&] { return answers().size() == 4; });
  while (io.poll() > 0) continue;
  EXPECT_EQ(inbox.events.size(), 4u) << "an answer says of itself what it answers";
}

TEST_F(MattermostMissedTest, AServerThatForgotIsAskedWhatCameMeanwhile) {
  fake.write(kari, conversation, "hørt");
  until([&] { return inbox.events.size() == 1; });
  fake.cut_sockets();
  until([&] { return fake.sockets() == 0; });
  fake.forget_connections = true;
  fake.write(kari, conversation, "imens");
  reconnected(2);
  until([&] { return inbox.events.size() == 2; });
  EXPECT_EQ(inbox.last<core::Command>().text, "imens");
  while (io.poll() > 0) continue;
  EXPECT_EQ(inbox.events.size(), 2u) << "what was heard is not heard again, answered or not";
}

// Its "tomorrow" is another day by now. And nobody waits for ever.
TEST_F(MattermostMissedTest, WhatIsLongAgoIsNotCarriedOutAndWhoeverWroteItIsTold) {
  stop();
  adapter.reset();
  fake.write(kari, conversation, "flytt til i morgen");
  fake.write(kari, conversation, "hallo?");
  clock.time += std::chrono::minutes(61);
  fake.write(ola, fake.direct(bot, ola).id, "status");
  for (int twice = 0; twice < 2; ++twice) {
    start();
    until([&] { return answers().size() == 1 && !inbox.events.empty(); });
    while (io.poll() > 0) continue;
    EXPECT_THAT(answers(), testing::ElementsAre(HasSubstr("Hvis ikke, skriv det én gang til.")));
    ASSERT_EQ(inbox.events.size(), 1u);
    EXPECT_EQ(inbox.last<core::Command>().text, "status");
    stop();
    adapter.reset();
    inbox.script = [](const core::Event&) { return says("Status"); };
    if (twice == 0) inbox.events.clear();
  }
}

TEST_F(MattermostMissedTest, WhatIsOfAnotherDayIsNotCarriedOutEither) {
  clock.time = core::instant_from_text("2026-11-24T22:40:00Z");  // 23:40 on the wall
  stop();
  adapter.reset();
  fake.write(kari, conversation, "flytt til i morgen");
  clock.time += std::chrono::minutes(25);
  fake.write(ola, fake.direct(bot, ola).id, "flytt til i dag");
  start();
  until([&] { return answers().size() == 1 && !inbox.events.empty(); });
  while (io.poll() > 0) continue;
  ASSERT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(inbox.last<core::Command>().text, "flytt til i dag");
}

TEST_F(MattermostMissedTest, WhoeverIsToldIsToldInTheirOwnLanguage) {
  stop();
  adapter.reset();
  core::Person person;
  person.id = core::PersonId("p1");
  person.workspace = "mattermost";
  person.user = "kari";
  person.language = core::Language::en;
  workspace.directory = [person] {
    return std::make_shared<const core::Directory>(std::vector{person}, std::vector<core::Group>());
  };
  fake.write(kari, conversation, "hjelp");
  clock.time += std::chrono::hours(2);
  start();
  until([&] { return answers().size() == 1; });
  EXPECT_THAT(answers()[0], HasSubstr("See whether it was done."));
}

TEST_F(MattermostMissedTest, WhatADayHasPassedOverStays) {
  stop();
  adapter.reset();
  fake.write(kari, conversation, "gammelt");
  clock.time += std::chrono::hours(25);
  start();
  fake.write(kari, conversation, "nytt");
  until([&] { return inbox.events.size() == 1; });
  while (io.poll() > 0) continue;
  EXPECT_EQ(inbox.last<core::Command>().text, "nytt");
  EXPECT_THAT(answers(), IsEmpty());
}

// What people say to each other in a channel that the bot is in is no command, also after a restart.
TEST_F(MattermostMissedTest, WhatWasWrittenInAChannelIsLeftAlone) {
  stop();
  adapter.reset();
  fake.write(kari, channel, "avlys");
  fake.write(kari, conversation, "hjelp");
  start();
  until([&] { return !inbox.events.empty(); });
  while (io.poll() > 0) continue;
  ASSERT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(inbox.last<core::Command>().text, "hjelp");
}

TEST_F(MattermostMissedTest, ALookThatFailsIsRepeated) {
  stop();
  adapter.reset();
  fake.write(kari, conversation, "hjelp");
  fake.fail("GET /users/me/channels", {Fault::Kind::status, 502, ""});
  start();
  until([&] { return hand.sleeps(net::Ticks{30'000}); });
  EXPECT_THAT(inbox.events, IsEmpty());
  advance(net::Ticks{30'000});
  until([&] { return inbox.events.size() == 1; });
}

// After an upgrade it may take a while. What was written before was lost after five minutes.
TEST_F(MattermostMissedTest, ALookIsRepeatedUntilMattermostAnswers) {
  stop();
  adapter.reset();
  fake.write(kari, conversation, "hjelp");
  constexpr int failures = 12;
  for (int i = 0; i < failures; ++i) fake.fail("GET /users/me/channels", {Fault::Kind::status, 502, ""});
  start();
  for (int i = 0; i < failures; ++i) {
    const net::Ticks wait{i < 9 ? 30'000 : 300'000};
    until([&] { return hand.sleeps(wait); });
    EXPECT_THAT(inbox.events, IsEmpty());
    advance(wait);
  }
  until([&] { return inbox.events.size() == 1; });
}

TEST_F(MattermostMissedTest, WhatALookCouldNotSeeIsSeenByTheNext) {
  fake.write(kari, conversation, "hørt");
  until([&] { return inbox.events.size() == 1; });
  for (int i = 0; i < 5; ++i) fake.fail("GET /users/me/channels", {Fault::Kind::status, 502, ""});
  fake.forget_connections = true;
  fake.cut_sockets();
  until([&] { return fake.sockets() == 0; });
  fake.write(kari, conversation, "imens");
  reconnected(2);
  until([&] { return hand.sleeps(net::Ticks{30'000}); });
  clock.time += std::chrono::minutes(20);  // longer than the clocks may differ
  fake.write(kari, conversation, "nå");
  until([&] { return inbox.events.size() == 2; });
  fake.cut_sockets();
  until([&] {
    if (fake.sockets() == 0) advance(net::Ticks{25'000});
    return fake.upgrades.size() >= 3;
  });
  until([&] {
    if (hand.sleeps(net::Ticks{30'000})) advance(net::Ticks{30'000});
    return inbox.events.size() == 3;
  });
  EXPECT_EQ(inbox.last<core::Command>().text, "imens");
}

TEST(MattermostMissedPostsTest, AnswersOfAFormerVersionCountForAllBeforeThem) {
  const std::string bot = id_of("ubot"), user = id_of("ukari"), channel = id_of("d1");
  const auto post = [&](const std::string& by, std::int64_t at, Json props = Json::object()) {
    return Json{{"id", id_of("p" + std::to_string(at) + "x")},
                {"user_id", by},
                {"channel_id", channel},
                {"message", "hei"},
                {"create_at", at},
                {"props", std::move(props)}};
  };
  Json posts = Json::object();
  const auto add = [&](const Json& one) { posts[one["id"].get<std::string>()] = one; };
  add(post(user, 100));
  add(post(bot, 101));  // of a former version
  add(post(user, 102));
  add(post(bot, 103, {{"refleks_key", "x"}}));  // from the outbox: no answer
  add(post(user, 104));
  add(post(bot, 105, {{"refleks_answers", {id_of("p104x")}}}));
  Json gone = post(user, 106);
  gone["delete_at"] = 107;
  add(gone);
  add(post(user, 108, {{"from_bot", "true"}}));
  const std::string text = posts.dump();
  const runtime::JsonText read(text);
  const auto missed = mattermost::unanswered_in(read.root(), bot, 100);
  ASSERT_EQ(missed.size(), 1u);
  EXPECT_EQ(missed[0].at, 102);
  EXPECT_TRUE(mattermost::unanswered_in(read.root(), bot, 103).empty());
  EXPECT_TRUE(mattermost::unanswered_in(runtime::JsonText("[]").root(), bot, 0).empty());
}

}  // namespace
}  // namespace mattermost_test
