// Socket Mode: cases 56 to 61 and 65 of the conformance table.

#include <gtest/gtest.h>

#include <map>

#include "adapters/net/reconnect.hpp"
#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

class SlackSocketTest : public SlackTest {
 protected:
  void connect() {
    workspace.signing_secrets.clear();
    workspace.app_token = "xapp-test";
    inbox.script = [](const core::Event&) { return says("Hei"); };
    start(workspace);
    until([this] { return fake.sockets() == 1; });
  }
  void until(std::function<bool()> holds) { run(bell.until(std::move(holds))); }
  std::string envelope(const std::string& id, const Json& payload, const std::string& type,
                       bool answers = true) {
    return Json{
        {"envelope_id", id}, {"type", type}, {"payload", payload}, {"accepts_response_payload", answers}}
        .dump();
  }
  std::string a_command(const std::string& id) {
    return envelope(id,
                    {{"team_id", "T1"},
                     {"channel_id", "C1"},
                     {"user_id", "U1"},
                     {"command", "/refleks"},
                     {"text", "status"},
                     {"trigger_id", fake.new_trigger()},
                     {"response_url", fake.response_url("s")}},
                    "slash_commands");
  }
  // Lets the back-off pass.
  void wait_out() {
    until([this] { return hand.longest().count() > 0; });
    hand.advance(hand.longest());
  }
};

TEST_F(SlackSocketTest, Case56_ACommandIsAcknowledgedWithItsAnswer) {
  connect();
  fake.send(a_command("e1"));
  until([this] { return fake.acks.size() == 1; });
  EXPECT_EQ(fake.acks[0]["envelope_id"], "e1");
  EXPECT_EQ(fake.acks[0]["payload"]["response_type"], "ephemeral");
  inbox.script = [](const core::Event&) { return core::Reply(); };
  fake.send(envelope("e2", press("sessions/coming"), "interactive"));
  until([this] { return fake.acks.size() == 2; });
  EXPECT_EQ(fake.acks[1], (Json{{"envelope_id", "e2"}})) << "no payload key when there is nothing to say";
}

TEST_F(SlackSocketTest, AnAnswerThatIsNotWantedIsLeftOut) {
  connect();
  Json payload{{"team_id", "T1"}, {"user_id", "U1"}, {"command", "/refleks"}, {"text", ""}};
  fake.send(envelope("e1", payload, "slash_commands", false));
  until([this] { return fake.acks.size() == 1; });
  EXPECT_FALSE(fake.acks[0].contains("payload"));
  payload["response_url"] = fake.response_url("s");
  fake.send(envelope("e2", payload, "slash_commands", false));
  until([this] { return fake.acks.size() == 2 && fake.responses.size() == 1; });
  EXPECT_EQ(fake.acks[1], (Json{{"envelope_id", "e2"}}));
  EXPECT_EQ(fake.responses[0].second["text"], "Hei") << "it is said where it may be";
}

TEST_F(SlackSocketTest, Case57_ADuplicateHasOneEffectAndTwoAcks) {
  connect();
  const std::string twice = a_command("e1");
  fake.send(twice);
  until([this] { return fake.acks.size() == 1; });
  fake.send(twice);
  until([this] { return fake.acks.size() == 2; });
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackSocketTest, ARepeatIsAcknowledgedAlsoWhereTheFirstCameToNothing) {
  connect();
  inbox.script = [this](const core::Event&) -> std::optional<core::Reply> {
    bell.ring();
    throw 7;
  };
  const std::string twice = a_command("e1");
  fake.send(twice);
  until([this] { return inbox.events.size() == 1; });
  while (io.poll() > 0) continue;
  fake.send(twice);
  until([this] { return fake.acks.size() == 1; });
  EXPECT_EQ(inbox.events.size(), 1u);
}

// What is said first counts for Slack: a window would hear that it was sent before.
TEST_F(SlackSocketTest, Case57_ADuplicateThatComesMeanwhileHasTheSameAnswer) {
  connect();
  inbox.script = [](const core::Event&) { return std::nullopt; };
  const std::string twice = a_command("e1");
  fake.send(twice);
  fake.send(twice);
  until([this] { return inbox.waiting.size() == 1; });
  while (io.poll() > 0) continue;
  EXPECT_TRUE(fake.acks.empty());
  inbox.waiting[0](says("Hei"));
  until([this] { return fake.acks.size() == 2; });
  EXPECT_EQ(fake.acks[0]["payload"]["text"], "Hei");
  EXPECT_EQ(fake.acks[1], fake.acks[0]);
  fake.send(twice);
  until([this] { return fake.acks.size() == 3; });
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackSocketTest, Case58_WhatIsNoJsonIsIgnored) {
  connect();
  fake.send("not json");
  fake.send("[1,2]");
  fake.send(R"({"type":"unheard_of"})");
  fake.send(R"({"envelope_id":"e0","type":"events_api","payload":7})");
  fake.send(a_command("e1"));
  until([this] { return fake.acks.size() == 2; });
  EXPECT_EQ(fake.acks[1]["envelope_id"], "e1");
  EXPECT_EQ(fake.sockets_ever, 1);
}

TEST_F(SlackSocketTest, Case59_ADisconnectOpensTheNextBeforeTheOldCloses) {
  for (const char* reason : {"warning", "refresh_requested", "too_many_websockets"}) {
    SCOPED_TRACE(reason);
    if (!slack) connect();
    const int before = fake.sockets_ever;
    const std::size_t answered = fake.acks.size();
    fake.greets = false;
    fake.send(Json{{"type", "disconnect"}, {"reason", reason}}.dump());
    until([&] { return fake.sockets_ever == before + 1; });
    EXPECT_EQ(fake.sockets(), 2u) << "the old one is still there";
    fake.send(a_command(std::string("late ") + reason), 1);
    until([&] { return fake.acks.size() == answered + 1; });
    fake.send(R"({"type":"hello"})");
    until([this] { return hand.sleeps(std::chrono::seconds(20)); });
    fake.send(a_command(std::string("later ") + reason), 1);
    until([&] { return fake.acks.size() == answered + 2; });
    EXPECT_EQ(fake.sockets(), 2u) << "left to Slack to close";
    hand.advance(std::chrono::seconds(20));
    until([this] { return fake.sockets() == 1; });  // which it has forgotten
    hand.advance(std::chrono::minutes(1));          // it has lasted
  }
  EXPECT_EQ(fake.count("apps.connections.open"), 4u) << "a new address for each";
}

TEST_F(SlackSocketTest, AGreetingThatIsTakenBackAtOnceIsAnsweredByGrowingPauses) {
  connect();
  std::vector<net::Ticks> waits;
  for (std::size_t i = 0; i < 6; ++i) {
    fake.send(R"({"type":"disconnect","reason":"warning"})");
    if (i > 0) {
      until([this] { return hand.longest().count() > 0; });
      waits.push_back(hand.longest());
      EXPECT_EQ(fake.count("apps.connections.open"), i + 1);
      hand.advance(waits.back());
    }
    until([&] { return fake.sockets_ever == static_cast<int>(i) + 2 && fake.sockets() == 2; });
    fake.close_but_newest();
    until([this] { return fake.sockets() == 1 && hand.longest().count() == 0; });
  }
  for (std::size_t i = 2; i < waits.size(); ++i) EXPECT_GT(waits[i], waits[i - 2] * 3 / 2) << i;
  EXPECT_GE(waits.back(), std::chrono::seconds(8));
}

TEST_F(SlackSocketTest, AConnectionThatNeverGreetsIsGivenUp) {
  fake.greets = false;
  workspace.app_token = "xapp-test";
  start(workspace);
  until([this] { return hand.sleeps(net::greeting_limit); });
  fake.greets = true;
  hand.advance(net::greeting_limit);
  until([this] { return fake.sockets() == 0; });
  wait_out();
  until([this] { return fake.sockets() == 1; });
  fake.send(a_command("e1"));
  until([this] { return fake.acks.size() == 1; });
}

TEST_F(SlackSocketTest, AnAnswerUnderWayOutlivesAChangeOfConnections) {
  connect();
  inbox.script = [](const core::Event&) { return std::nullopt; };
  fake.send(a_command("e1"));
  until([this] { return inbox.waiting.size() == 1; });
  fake.send(R"({"type":"disconnect","reason":"refresh_requested"})");
  until([this] { return fake.sockets_ever == 2 && fake.sockets() == 2; });
  until([this] { return hand.sleeps(std::chrono::seconds(20)); });  // greeted
  EXPECT_EQ(fake.sockets(), 2u) << "the old one is kept for its answer";
  inbox.waiting[0](says("Hei"));
  until([this] { return fake.acks.size() == 1; });
  EXPECT_EQ(fake.acks[0]["payload"]["text"], "Hei");
}

TEST_F(SlackSocketTest, AnAnswerWhoseConnectionIsGoneGoesByTheResponseUrl) {
  connect();
  inbox.script = [](const core::Event&) { return std::nullopt; };
  fake.send(a_command("e1"));
  Json without_url = Json::parse(a_command("e2"));
  without_url["payload"].erase("response_url");
  fake.send(without_url.dump());
  until([this] { return inbox.waiting.size() == 2; });
  fake.drop_sockets();
  until([this] { return fake.sockets_ever == 2; });
  while (io.poll() > 0) continue;
  inbox.waiting[0](says("Hei"));
  until([this] { return fake.responses.size() == 1 && fake.acks.size() == 1; });
  EXPECT_EQ(fake.responses[0].second["text"], "Hei");
  EXPECT_EQ(fake.acks[0], (Json{{"envelope_id", "e1"}}));
  inbox.waiting[1](says("Hallo"));
  until([this] { return fake.acks.size() == 2; });
  EXPECT_EQ(fake.acks[1]["payload"]["text"], "Hallo");
}

TEST_F(SlackSocketTest, AnAnswerBetweenTwoConnectionsGoesWithTheNext) {
  connect();
  inbox.script = [](const core::Event&) { return std::nullopt; };
  const auto ask = [this](const std::string& id, bool with_url) {
    Json command = Json::parse(a_command(id));
    if (!with_url) command["payload"].erase("response_url");
    const std::size_t before = inbox.waiting.size();
    fake.send(command.dump());
    until([&] { return inbox.waiting.size() == before + 1; });
  };
  const auto lose_connection = [this] {
    const int before = fake.sockets_ever;
    fake.greets = false;
    fake.drop_sockets();
    until([&] { return fake.sockets_ever == before + 1; });
    while (io.poll() > 0) continue;
  };
  ask("e1", true);
  ask("e2", false);
  lose_connection();
  inbox.waiting[0](says("Hei"));
  inbox.waiting[1](says("Hallo"));
  until([this] { return fake.responses.size() == 1; });
  EXPECT_TRUE(fake.acks.empty());
  fake.send(R"({"type":"hello"})");
  until([this] { return fake.acks.size() == 2; });
  std::map<std::string, Json> acks;
  for (const auto& ack : fake.acks) acks[ack["envelope_id"].get<std::string>()] = ack;
  EXPECT_EQ(acks["e1"], (Json{{"envelope_id", "e1"}})) << "what it says went by the response address";
  EXPECT_EQ(acks["e2"]["payload"]["text"], "Hallo");

  hand.advance(std::chrono::minutes(1));  // it has lasted
  ask("e3", false);
  lose_connection();
  inbox.waiting[2](says("For sent"));
  while (io.poll() > 0) continue;
  hand.advance(std::chrono::seconds(4));  // Slack has told the person by now that nothing came
  fake.send(R"({"type":"hello"})");
  while (io.poll() > 0) continue;
  fake.greets = true;
  ask("e4", false);
  inbox.waiting[3](says("Nå"));
  until([this] { return fake.acks.size() == 3; });
  EXPECT_EQ(fake.acks[2]["envelope_id"], "e4");
}

TEST_F(SlackSocketTest, SwitchedOffIsNotTriedAgain) {
  connect();
  fake.send(R"({"type":"disconnect","reason":"link_disabled"})");
  fake.drop_sockets();
  until([this] { return fake.sockets() == 0; });
  io.poll();
  EXPECT_EQ(fake.count("apps.connections.open"), 1u);
  EXPECT_EQ(hand.longest().count(), 0) << "nobody waits for another attempt";
}

TEST_F(SlackSocketTest, Case60_ABreakIsOneAttemptAtATime) {
  connect();
  fake.declines_sockets = true;
  fake.drop_sockets();
  until([this] { return fake.count("apps.connections.open") == 2; });
  wait_out();
  until([this] { return fake.count("apps.connections.open") == 3; });
  until([this] { return hand.longest().count() > 0; });
  fake.declines_sockets = false;
  wait_out();
  until([this] { return fake.sockets() == 1; });
  EXPECT_EQ(fake.count("apps.connections.open"), 4u);
  fake.send(a_command("e1"));
  until([this] { return fake.acks.size() == 1; });
}

TEST_F(SlackSocketTest, Case65_ASilentPeerIsLeft) {
  fake.deaf = true;
  fake.greets = false;
  workspace.app_token = "xapp-test";
  workspace.socket_silence = std::chrono::milliseconds(100);
  start(workspace);
  until([this] { return fake.sockets_ever == 1; });
  fake.deaf = false;
  fake.greets = true;
  until([this] { return hand.longest().count() > 0 && !hand.sleeps(net::greeting_limit); });
  wait_out();
  until([this] { return fake.sockets_ever == 2; });
  fake.send(a_command("e1"));
  until([this] { return fake.acks.size() == 1; });
}

TEST_F(SlackSocketTest, Case61_AWrongTokenGivesUp) {
  fake.app_token = "xapp-another";
  workspace.app_token = "xapp-test";
  start(workspace);
  until([this] { return fake.count("apps.connections.open") == 1; });
  io.poll();
  EXPECT_EQ(hand.longest().count(), 0);
  EXPECT_EQ(fake.sockets_ever, 0);
}

TEST_F(SlackSocketTest, ALimitAtOpeningIsWaitedOut) {
  fake.fail("apps.connections.open", {Fault::Kind::limit, "90"});
  workspace.app_token = "xapp-test";
  start(workspace);
  until([this] { return hand.longest() >= std::chrono::seconds(90); });
  hand.advance(std::chrono::seconds(92));
  until([this] { return fake.sockets() == 1; });
  // Slack's side is there, and the adapter is in the middle of reading the greeting.
  running.stop();
  EXPECT_FALSE(running.is_running()) << "told to stop just then, it goes on";
}

TEST_F(SlackSocketTest, AnEventThatFailsIsNotAcknowledged) {
  connect();
  inbox.throws = true;
  Json home{{"type", "event_callback"},
            {"team_id", "T1"},
            {"event_id", "Ev1"},
            {"event", {{"type", "app_home_opened"}, {"tab", "home"}, {"user", "U1"}}}};
  fake.send(envelope("e1", home, "events_api", false));
  fake.send(a_command("e2"));
  until([this] { return !fake.acks.empty(); });
  EXPECT_EQ(fake.acks.back()["envelope_id"], "e2");
  EXPECT_EQ(fake.acks.back()["payload"]["response_type"], "ephemeral") << "an apology";
}

}  // namespace
}  // namespace slack_test
