// Cases 1 to 30 and 35 to 38 of the conformance table in this folder's README: what comes in over HTTP.

#include <gtest/gtest.h>

#include "adapters/slack/signature.hpp"
#include "bot/runtime/platform.hpp"
#include "tests/adapters/slack/world.hpp"

namespace slack {
std::unique_ptr<runtime::Platform> platform();
}

namespace slack_test {
namespace {

TEST(SlackSignature, AgreesWithThePublishedVector) {
  const std::string body =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_"
      "name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url="
      "https%"
      "3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
      "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  EXPECT_EQ(slack::sign(secret, "1531420618", body),
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
}

net::Request signed_request(const std::string& with, const char* stamp) {
  net::Request request;
  request.body = "a=b";
  request.headers.add("X-Slack-Request-Timestamp", stamp);
  request.headers.add("X-Slack-Signature", slack::sign(with, stamp, request.body));
  return request;
}

TEST(SlackSignature, LivesFiveMinutesToTheSecondBothWays) {
  const net::Request request = signed_request(secret, "1531420618");
  for (const int away : {-300, 0, 300})
    EXPECT_TRUE(slack::is_signed(request, {secret}, core::Instant(std::chrono::seconds{1531420618 + away})))
        << away;
  for (const int away : {-301, 301})
    EXPECT_FALSE(slack::is_signed(request, {secret}, core::Instant(std::chrono::seconds{1531420618 + away})))
        << away;
}

TEST(SlackSignature, IsMadeOnceByASecretThatIsOne) {
  const core::Instant now(std::chrono::seconds{1531420618});
  EXPECT_FALSE(slack::is_signed(signed_request("", "1531420618"), {""}, now));
  EXPECT_TRUE(slack::is_signed(signed_request(secret, "1531420618"), {"", secret}, now));
  net::Request twice = signed_request(secret, "1531420618");
  twice.headers.add("X-Slack-Signature", std::string(twice.headers.get("X-Slack-Signature")));
  EXPECT_FALSE(slack::is_signed(twice, {secret}, now));
}

// As a machine that waits asks, before it passes a call on.
TEST(SlackRefusal, IsSaidWithoutAnAdapter) {
  const auto told = [](const net::Request& call, const std::string& by) {
    const auto response = slack::refusal_of(call, {by});
    return response ? response->status : 0;
  };
  net::Request call = signed_request(secret, "1531420618");
  call.method = "POST";
  call.path = "/slack/commands";
  EXPECT_EQ(told(call, secret), 0);
  EXPECT_EQ(told(call, "another"), 401);
  call.body += "x";
  EXPECT_EQ(told(call, secret), 401);
  call.headers.add("Content-Type", "application/x-www-form-urlencoded");
  call.body = "ssl_check=1&token=x";
  EXPECT_EQ(told(call, secret), 200) << "Slack's own look, which is told nothing more";
  call.path = "/slack";
  call.body = "a=b&";
  EXPECT_EQ(told(call, secret), 401) << "the one path for all";
  const std::unique_ptr<runtime::Platform> nobody = slack::platform();
  ASSERT_TRUE(nobody->refusal(call));
  EXPECT_EQ(nobody->refusal(call)->status, 401);
  call.path = "/slackers";
  EXPECT_FALSE(nobody->refusal(call)) << "another's";
  call.path = "/slack/other";
  EXPECT_EQ(told(call, secret), 404);
  call.path = "/slack/install";
  call.method = "GET";
  EXPECT_EQ(told(call, secret), 0) << "a page for people";
}

std::string a_command() {
  return form({{"team_id", "T1"}, {"user_id", "U1"}, {"command", "/refleks"}, {"text", "hei"}});
}

// One request spoilt in one way.
struct Case {
  int number;
  const char* name;
  int status;
  std::string body = a_command();
  Sent how;
  std::string path = "/slack/commands";
  bool dispatched = false;
};

std::vector<Case> cases() {
  std::vector<Case> list;
  const auto add = [&list](int number, const char* name, int status) -> Case& {
    return list.emplace_back(Case{number, name, status, a_command(), {}, "/slack/commands", false});
  };
  add(1, "good signature", 200).dispatched = true;
  add(2, "no signature", 401).how.with_signature = false;
  add(3, "no timestamp", 401).how.with_timestamp = false;
  add(4, "too old", 401).how.age = std::chrono::seconds(301);
  Case& just = add(5, "just in time", 200);
  just.how.age = std::chrono::seconds(298);
  just.dispatched = true;
  add(6, "from the future", 401).how.age = std::chrono::seconds(-600);
  for (const char* stamp :
       {"abc", "", "123abc", "1531420618.5", " 1531420618", "+1531420618", "-1", "99999999999999999999"})
    add(7, "no number", 401).how.timestamp = stamp;
  add(8, "wrong secret", 401).how.secret = "another";
  Case& changed = add(9, "changed", 401);
  changed.how.signature = slack::sign(secret, "1531420618", a_command());
  changed.body += "x";
  Case& recoded = add(10, "coded anew by a proxy", 401);
  recoded.how.signature = slack::sign(secret, "1531420618", "text=a%20b");
  recoded.body = "text=a+b";
  std::string good = slack::sign(secret, "1531420618", a_command());
  add(11, "another version", 401).how.signature = "v1=" + good.substr(3);
  std::string upper = good;
  for (char& c : upper)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
  add(12, "upper case", 401).how.signature = upper;
  add(12, "cut short", 401).how.signature = good.substr(0, 60);
  add(12, "empty", 401).how.signature = "";
  Case& lower = add(14, "headers in lower case", 200);
  lower.how.lower_case = true;
  lower.dispatched = true;
  Case& bytes = add(15, "not UTF-8", 400);
  bytes.how.type = json_type;
  bytes.body = "{\"type\":\"\xff\xfe\"}";
  add(15, "not UTF-8 in a form", 400).body = "command=%2Frefleks&user_id=U1&team_id=T1&text=%ff%fe";
  Case& bad_verify = add(17, "verification with a bad signature", 401);
  bad_verify.how.type = json_type;
  bad_verify.how.secret = "another";
  bad_verify.body = R"({"type":"url_verification","challenge":"x"})";
  Case& ssl = add(18, "ssl_check unsigned", 200);
  ssl.how.with_signature = false;
  ssl.body = "ssl_check=1&token=t";
  Case& smuggled = add(19, "ssl_check opens no door", 200);
  smuggled.how.with_signature = false;
  smuggled.body = "ssl_check=1&" + a_command();
  add(19, "not for a payload either", 200).body =
      "ssl_check=1&payload=%7B%22type%22%3A%22block_actions%22%7D";
  list.back().how.with_signature = false;
  for (const char* body : {"ssl_check=0", "ssl_check=true", "ssl_check=", "ssl_check=01"}) {
    Case& other = add(20, "ssl_check with another value", 401);
    other.how.with_signature = false;
    other.body = body;
  }
  Case& json = add(20, "ssl_check as JSON", 401);
  json.how.with_signature = false;
  json.how.type = json_type;
  json.body = R"({"ssl_check":"1"})";
  Case& charset = add(23, "a charset", 200);
  charset.how.type = "Application/x-www-form-urlencoded ; charset=utf-8";
  charset.dispatched = true;
  Case& malformed = add(24, "malformed JSON", 400);
  malformed.how.type = json_type;
  malformed.body = R"({"a":)";
  add(25, "malformed payload", 400).body = "payload=%7Bbad";
  add(26, "two payloads", 400).body = "payload=%7B%7D&payload=%7B%7D";
  // Each would end a program that walks them, or be read in two ways.
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const std::string& view :
       {deep, std::string(R"({"id":"V1","id":"V2"})"), std::string(R"({"x":"\ud800"})")}) {
    const std::string payload = R"({"type":"view_submission","user":{"id":"U1"},"view":)" + view + "}";
    add(25, "a view that nobody may read", 400).body = form({{"payload", payload}});
    Case& event = add(24, "an event that nobody may read", 400);
    event.how.type = json_type;
    event.body = payload;
  }
  for (const char* body : {"null", "[]", "1", "", "\"text\"", "true"}) {
    Case& nothing = add(27, "JSON that is no object", 400);
    nothing.how.type = json_type;
    nothing.body = body;
  }
  add(28, "no content type", 400).how.type = "";
  add(28, "another content type", 400).how.type = "text/plain";
  add(29, "too large for the door", 413).body.append(1'100'000, 'x');
  for (const char* method : {"GET", "PUT", "DELETE"}) add(30, "wrong method", 405).how.method = method;
  for (const char* path : {"/slack/other", "/slack/events/", "/slack/commands/x", "/slack/../etc"})
    add(30, "wrong path", 404).path = path;
  Case& any = add(30, "one path for all", 200);
  any.path = "/slack";
  any.dispatched = true;
  return list;
}

TEST_F(SlackTest, TheDoorTable) {
  start();
  for (Case& one : cases()) {
    SCOPED_TRACE("case " + std::to_string(one.number) + ", " + one.name);
    const std::size_t before = inbox.events.size();
    const net::Response response = sync(post(one.path, one.body, one.how));
    EXPECT_EQ(response.status, one.status);
    EXPECT_EQ(response.status == 200 ? "" : response.body, "");
    const bool hopeless = one.status == 400 || one.status == 413;
    EXPECT_EQ(response.headers.has("x-slack-no-retry"), hopeless) << "case 24: it will not get better";
    EXPECT_EQ(response.headers.get("Allow"), one.status == 405 ? "POST" : "");
    EXPECT_EQ(inbox.events.size(), before + (one.dispatched ? 1 : 0));
  }
  io.poll();
  EXPECT_TRUE(fake.calls.empty());
}

TEST_F(SlackTest, Case13_NothingStartsWithoutASecret) {
  slack::Options none = workspace;
  none.signing_secrets.clear();
  EXPECT_THROW(slack::make_slack(io.get_executor(), none, clock, random, hand.timing()),
               std::invalid_argument);
  none.signing_secrets = {""};
  EXPECT_THROW(slack::make_slack(io.get_executor(), none, clock, random, hand.timing()),
               std::invalid_argument);
  none.signing_secrets = {secret, ""};
  EXPECT_THROW(slack::make_slack(io.get_executor(), none, clock, random, hand.timing()),
               std::invalid_argument);
}

TEST_F(SlackTest, AnotherSecretCountsAtOnce) {
  start();
  slack::Options now = workspace;
  now.signing_secrets = {"another"};
  slack->renew(now);
  EXPECT_EQ(sync(post("/slack/commands", a_command())).status, 401);
  Sent how;
  how.secret = "another";
  EXPECT_EQ(sync(post("/slack/commands", a_command(), how)).status, 200);
}

TEST_F(SlackTest, TwoSecretsAreTakenWhileTheyAreChanged) {
  workspace.signing_secrets = {"the-old-one", secret};
  start();
  Sent old;
  old.secret = "the-old-one";
  EXPECT_EQ(sync(post("/slack", a_command(), old)).status, 200);
  EXPECT_EQ(sync(post("/slack", a_command(), {})).status, 200);
  EXPECT_EQ(inbox.events.size(), 2u);
}

TEST_F(SlackTest, Case16_TheAddressIsVerified) {
  start();
  Sent how;
  how.type = json_type;
  const auto response = sync(post("/slack/events", R"({"type":"url_verification","challenge":"3eZb"})", how));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "3eZb");
  const auto wrong = sync(post("/slack/events", R"({"type":"url_verification","challenge":7})", how));
  EXPECT_EQ(wrong.status, 400);
}

TEST_F(SlackTest, Cases21And22_WordsComeAsTheyWereTyped) {
  start();
  sync(post("/slack", "team_id=T1&user_id=U1&command=%2Frefleks&text=a+b%2Bc%20d%26e%3Df%25", {}));
  EXPECT_EQ(inbox.last<core::Command>().text, "a b+c d&e=f%");
  sync(post("/slack", "team_id=T1&user_id=U1&command=%2Frefleks&text=Hei+%C3%A6%C3%B8%C3%A5", {}));
  EXPECT_EQ(inbox.last<core::Command>().text, "Hei æøå");
  sync(post("/slack",
            "team_id=T1&user_id=U1&command=%2Frefleks&text=%26lt%3B%21channel%26gt%3B+%26amp%3Blt%3B", {}));
  EXPECT_EQ(inbox.last<core::Command>().text, "<!channel> &lt;");
}

TEST_F(SlackTest, Case29_NothingIsReadBeyondTheLimit) {
  start();
  net::HttpServerOptions small;
  small.limits.body_bytes = 1'024 * 1'024;
  net::HttpServer listener(io.get_executor(), small, door);
  listener.start();
  const auto attack = [&]() -> asio::awaitable<void> {
    auto peer = co_await net_test::RawPeer::connect(listener.endpoint());
    co_await peer.send("POST /slack/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n");
    const std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer;
    co_await listener.stop(std::chrono::seconds(2));
  };
  run(attack());
}

TEST_F(SlackTest, Cases35And36_WhatIsUnknownIsAcknowledged) {
  start();
  const Json emoji{{"type", "emoji_changed"}};
  EXPECT_EQ(sync(event(emoji, "Ev1")).status, 200);
  const Json limited{{"type", "app_rate_limited"}, {"team_id", "T1"}};
  Sent how;
  how.type = json_type;
  EXPECT_EQ(sync(post("/slack/events", limited.dump(), how)).status, 200);
  const Json odd{{"type", "something_new"}, {"team_id", "T1"}};
  EXPECT_EQ(sync(post("/slack/events", odd.dump(), how)).status, 200);
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackTest, Case37_AnUnknownCommandIsAnsweredAtOnce) {
  start();
  const auto response = sync(command("hei", {}, "/nope"));
  const Json said = Json::parse(response.body);
  EXPECT_EQ(said["response_type"], "ephemeral");
  EXPECT_NE(said["text"].get<std::string>().find("/refleks"), std::string::npos);
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackTest, Case38_AnUnknownActionIsAcknowledgedEmpty) {
  start();
  Json payload = press("x", "y");
  for (const char* value : {"nope", "{}", R"({"n":1,"v":"x"})", R"({"n":"a","v":"b","more":1})", "[]"}) {
    payload["actions"][0]["value"] = value;
    payload["trigger_id"] = fake.new_trigger();
    const auto response = sync(interact(payload));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "");
  }
  payload["actions"] = "not a list";
  EXPECT_EQ(sync(interact(payload)).status, 200);
  EXPECT_TRUE(inbox.events.empty());
}

}  // namespace
}  // namespace slack_test
