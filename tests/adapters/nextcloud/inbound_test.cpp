// What Talk may tell, and what anybody may write to our door.
#include <gmock/gmock.h>

#include "adapters/nextcloud/inbound.hpp"
#include "tests/adapters/nextcloud/world.hpp"

namespace nextcloud_test {
namespace {

using nextcloud::command_in;
using nextcloud::Reading;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(NextcloudCommand, BeginsWithOurName) {
  EXPECT_EQ(command_in("!refleks hjelp"), "hjelp");
  EXPECT_EQ(command_in("  !Refleks\n hjelp meg"), "hjelp meg");
  EXPECT_EQ(command_in("/refleks"), "");
  EXPECT_EQ(command_in("@refleks status"), "status");
  for (const char* marked :
       {"!refleks: hjelp", "!refleks:hjelp", "!refleks, hjelp", "!refleks : hjelp", "!refleks\u00a0hjelp",
        "!refleks:\u00a0hjelp", "\u00a0!refleks\u202fhjelp", "!refleks\u2009\u00a0 hjelp",
        "\ufeff!refleks\u200b hjelp", "!Refleks:\n\thjelp"})
    EXPECT_EQ(command_in(marked), "hjelp") << marked;
  EXPECT_EQ(command_in("!refleks:"), "");
  EXPECT_EQ(command_in("!refleks\u00a0"), "");
  for (const char* other : {"", "hei", "refleks hjelp", "!refleksjon", "!refleks.no", "hei !refleks", "!",
                            "!!refleks", "! refleks", "!refleks\xc2", "!refleks\u00e5"})
    EXPECT_FALSE(command_in(other)) << other;
}

TEST(NextcloudCommand, OfASampleFromTheDocumentation) {
  nextcloud::Told written;
  const std::string sample =
      R"({"type":"Create","actor":{"type":"Person","id":"users/ada-lovelace","name":"Ada Lovelace"},)"
      R"("object":{"type":"Note","id":"1567","name":"message","content":"{\"message\":\"hi {mention-call1} !\",)"
      R"(\"parameters\":{\"mention-call1\":{\"type\":\"call\",\"id\":\"n3xtc10ud\",\"name\":\"world\"}}}",)"
      R"("mediaType":"text/markdown"},"target":{"type":"Collection","id":"n3xtc10ud","name":"world"}})";
  ASSERT_EQ(nextcloud::read_event(sample, written), Reading::message);
  EXPECT_EQ(written.user, "ada-lovelace");
  EXPECT_EQ(written.conversation, "n3xtc10ud");
  EXPECT_EQ(written.id, "1567");
  EXPECT_EQ(written.typed.shown(), "hi world !");
}

TEST(NextcloudCommand, ANameThatNamesAPlaceIsNotReadAgain) {
  nextcloud::Told written;
  const auto event = [](const Json& parameters, const std::string& message) {
    const Json content{{"message", message}, {"parameters", parameters}};
    return Json{{"type", "Create"},
                {"actor", {{"id", "users/ada"}}},
                {"object", {{"id", "1"}, {"name", "message"}, {"content", content.dump()}}},
                {"target", {{"id", "n3xtc10ud"}}}}
        .dump();
  };
  Json doubling = Json::object();
  for (char c = 'a'; c < 'z'; ++c) {
    const std::string next = "{" + std::string(1, static_cast<char>(c + 1)) + "}";
    doubling[std::string(1, c)]["name"] = next + next;
  }
  ASSERT_EQ(nextcloud::read_event(event(doubling, "see {a} and {b}, not {aa}"), written), Reading::message);
  EXPECT_EQ(written.typed.shown(), "see {b}{b} and {c}{c}, not {aa}");
}

TEST(NextcloudCommand, AnAccountThatIsMentionedIsAPerson) {
  nextcloud::Told written;
  const Json user{{"type", "user"}, {"id", "kari"}, {"name", "Sjefen sjøl"}};
  Json elsewhere = user;
  elsewhere["server"] = "https://other.example";
  const Json content{{"message", "!refleks rolle {mention-user1} {mention-user2} {mention-guest1} {x}"},
                     {"parameters",
                      {{"mention-user1", user},
                       {"mention-user2", elsewhere},
                       {"mention-guest1", {{"type", "guest"}, {"id", "kari"}, {"name", "Gjest"}}}}}};
  const Json event{{"type", "Create"},
                   {"actor", {{"id", "users/ada"}}},
                   {"object", {{"id", "1"}, {"name", "message"}, {"content", content.dump()}}},
                   {"target", {{"id", "n3xtc10ud"}}}};
  ASSERT_EQ(nextcloud::read_event(event.dump(), written), Reading::message);
  EXPECT_EQ(written.typed.mentions, (std::vector<core::Mention>{{"Sjefen sjøl", "kari"}}));
  EXPECT_EQ(written.typed.shown(), "!refleks rolle Sjefen sjøl Sjefen sjøl Gjest {x}");
}

class NextcloudInboundTest : public NextcloudTest {
 protected:
  NextcloudInboundTest() { start(); }
  Json hello(const std::string& actor = "users/kari") {
    return fake.event(actor, "karin0te", "!refleks hjelp");
  }
  void expect_silence() {
    io.poll();
    EXPECT_THAT(inbox.events, IsEmpty());
    EXPECT_THAT(fake.messages, IsEmpty());
  }
};

TEST_F(NextcloudInboundTest, OnlyOurOwnPathAndPost) {
  Telling how;
  how.method = "GET";
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 405);
  fake.hook_url += "/more";
  EXPECT_EQ(hand_in(fake.request(hello().dump())), 404);
  expect_silence();
}

TEST_F(NextcloudInboundTest, AWrongSealIsRefused) {
  Telling how;
  how.secret = "another-secret-of-at-least-forty-letters-long";
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 401);
  how = {};
  how.body = hello("users/berit").dump();  // sealed for another body
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 401);
  how = {};
  how.with_seal = false;
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 401);
  how = {};
  how.signature = "";
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 401);
  how = {};
  how.random = "short";
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 401);
  expect_silence();
}

TEST_F(NextcloudInboundTest, AnotherSecretCountsAtOnceAndNewConversationsToo) {
  nextcloud::Options now = options;
  now.secret = "another-secret-of-at-least-forty-letters-long";
  now.conversations["berit"] = "berit0te";
  adapter->renew(now);
  EXPECT_EQ(hand_in(fake.request(hello().dump())), 401);
  Telling how;
  how.secret = now.secret;
  inbox.script = [](const core::Event&) { return core::Reply(); };
  EXPECT_EQ(hand_in(fake.request(fake.event("users/berit", "berit0te", "!refleks hjelp").dump(), how)), 200);
  ASSERT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(std::get<core::Command>(inbox.events[0]).origin.channel, "")
      << "her own: nobody else reads there";
}

TEST_F(NextcloudInboundTest, AnotherServerIsRefused) {
  for (const char* backend : {"", "https://ond.example/", "http://127.0.0.1/"}) {
    Telling how;
    how.backend = backend;
    EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 403) << backend;
  }
  expect_silence();
}

TEST_F(NextcloudInboundTest, ACallThatComesAgainDoesNothing) {
  inbox.script = [](const core::Event&) { return says("hei"); };
  const net::Request request = fake.request(hello().dump());
  EXPECT_EQ(hand_in(request), 200);
  EXPECT_EQ(hand_in(request), 200);
  io.poll();
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(NextcloudInboundTest, WhatIsNoEventIsRefused) {
  const auto refused = [this](const std::string& body) { return hand_in(fake.request(body)); };
  for (const char* body : {"", "not JSON", "[]", "null", "{}", R"({"type":1})", "{\"type\":\"Create\""})
    EXPECT_EQ(refused(body), 400) << body;
  Json event = hello();
  event["object"]["content"] = "no JSON";
  EXPECT_EQ(refused(event.dump()), 400);
  event["object"]["content"] = "[1]";
  EXPECT_EQ(refused(event.dump()), 400);
  event = hello();
  event["target"]["id"] = "../../../etc";
  EXPECT_EQ(refused(event.dump()), 400);
  event = hello();
  event["object"]["id"] = Json::object();
  EXPECT_EQ(refused(event.dump()), 400);
  EXPECT_EQ(refused(hello("users/").dump()), 400);
  EXPECT_EQ(refused(hello("kari").dump()), 400);
  EXPECT_EQ(refused(hello("users/" + std::string(65, 'x')).dump()), 400);
  expect_silence();
}

TEST_F(NextcloudInboundTest, AHugeBodyIsRefusedBeforeItIsRead) {
  Json event = fake.event("users/kari", "karin0te", "!refleks " + std::string(600 * 1024, 'x'));
  EXPECT_EQ(hand_in(fake.request(event.dump())), 413);
  expect_silence();
}

TEST_F(NextcloudInboundTest, TheLongestMessageTalkTakesIsRead) {
  inbox.script = [](const core::Event&) { return says("hei"); };
  std::string emoji;
  for (int i = 0; i < 31'000; ++i) emoji += "😀";
  const Json event = fake.event("users/kari", "karin0te", "!refleks " + emoji);
  // As PHP writes it: everything beyond ASCII as \u....
  EXPECT_EQ(hand_in(fake.request(event.dump(-1, ' ', true))), 200);
  ASSERT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(std::get<core::Command>(inbox.events[0]).text, emoji);
}

TEST_F(NextcloudInboundTest, GuestsBotsAndOtherServersPeopleAreLeftAlone) {
  for (const char* actor : {"guests/0123abcd", "bots/bot-a78f46c5", "federated_users/kari@sky.example",
                            "emails/kari@example.no", "phones/+4712345678", "bridged/x", "deleted_users/x"})
    EXPECT_EQ(hand_in(fake.request(hello(actor).dump())), 200) << actor;
  expect_silence();
}

TEST_F(NextcloudInboundTest, ReactionsAndWhatTheServerSaysAreLeftAlone) {
  for (const char* type : {"Like", "Undo", "Join", "Leave", "Activity", "Delete"}) {
    Json event = hello();
    event["type"] = type;
    EXPECT_EQ(hand_in(fake.request(event.dump())), 200) << type;
  }
  Json event = hello();
  event["object"]["name"] = "user_added";
  EXPECT_EQ(hand_in(fake.request(event.dump())), 200);
  expect_silence();
}

TEST_F(NextcloudInboundTest, OrdinaryTalkIsLeftAlone) {
  EXPECT_EQ(write("kari", "gruppa1", "hei alle, har dere lest om refleks?"), 200);
  EXPECT_EQ(write("kari", "karin0te", "husk melk"), 200);
  expect_silence();
}

TEST_F(NextcloudInboundTest, BeforeTheBotRunsItSaysSo) {
  running.stop();
  EXPECT_EQ(hand_in(fake.request(hello().dump())), 503);
}

TEST_F(NextcloudInboundTest, TheNameOfTheServerMayBeAnother) {
  options.backend = "http://localhost";
  running.stop();
  start();
  inbox.script = [](const core::Event&) { return says("hei"); };
  Telling how;
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 403);
  how.backend = "http://localhost/";
  EXPECT_EQ(hand_in(fake.request(hello().dump(), how)), 200);
  EXPECT_EQ(inbox.events.size(), 1u);
}

}  // namespace
}  // namespace nextcloud_test
