#include "tests/adapters/slack/world.hpp"

#include "adapters/slack/api.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/signature.hpp"

namespace slack_test {

std::string form(const std::vector<std::pair<std::string, std::string>>& fields) {
  return slack::as_form(fields);
}

SlackTest::SlackTest() {
  clock.time = core::Instant(std::chrono::seconds(1'531'420'618));
  fake.on_change = [this] { bell.ring(); };
  workspace = options_for_http();
}

slack::Options SlackTest::options_for_http() {
  slack::Options out;
  out.workspace = "slack";
  out.bot_token = "xoxb-test";
  out.signing_secrets = {secret};
  out.api_url = fake.api_url();
  out.response_hosts = {"127.0.0.1"};
  out.data = folder.path();
  return out;
}

void SlackTest::start() {
  start(workspace);
}

void SlackTest::start(slack::Options with) {
  running.stop();
  slack = slack::make_slack(io.get_executor(), std::move(with), clock, random, hand.timing());
  book = book.again();
  slack->open(book);
  door = slack->handler();
  running.start(*slack, inbox);
  run(bell.until([this] { return fake.count("auth.test") > 0; }));
  io.poll();
  std::erase_if(fake.calls, [](const ApiCall& call) { return call.method == "auth.test"; });
}

asio::awaitable<net::Response> SlackTest::post(std::string path, std::string body, Sent how) {
  net::Request request;
  request.method = how.method;
  request.path = std::move(path);
  const std::string now = std::to_string((clock.time - how.age).time_since_epoch().count());
  const std::string stamp = how.timestamp.value_or(now);
  const std::string seal = how.signature.value_or(slack::sign(how.secret, stamp, body));
  if (!how.type.empty()) request.headers.add("Content-Type", how.type);
  if (how.with_timestamp)
    request.headers.add(how.lower_case ? "x-slack-request-timestamp" : "X-Slack-Request-Timestamp", stamp);
  if (how.with_signature)
    request.headers.add(how.lower_case ? "x-slack-signature" : "X-Slack-Signature", seal);
  request.body = std::move(body);
  co_return co_await door(std::move(request));
}

asio::awaitable<net::Response> SlackTest::command(std::string text, std::string trigger, std::string name) {
  if (trigger.empty()) trigger = fake.new_trigger();
  std::vector<std::pair<std::string, std::string>> fields{
      {"token", "old"},       {"team_id", "T1"},
      {"channel_id", "C1"},   {"user_id", "U1"},
      {"user_name", "kari"},  {"command", name},
      {"text", text},         {"response_url", fake.response_url("c1")},
      {"trigger_id", trigger}};
  std::string body = form(fields);
  Sent how;
  co_return co_await post("/slack/commands", std::move(body), std::move(how));
}

asio::awaitable<net::Response> SlackTest::interact(Json payload) {
  std::vector<std::pair<std::string, std::string>> fields{{"payload", payload.dump()}};
  std::string body = form(fields);
  Sent how;
  co_return co_await post("/slack/interactivity", std::move(body), std::move(how));
}

asio::awaitable<net::Response> SlackTest::event(Json what, std::string id, std::string team,
                                                std::chrono::seconds age) {
  const Json envelope{{"type", "event_callback"},
                      {"team_id", team},
                      {"event_id", id},
                      {"event_time", (clock.time - age).time_since_epoch().count()},
                      {"event", std::move(what)}};
  Sent how;
  how.type = json_type;
  std::string body = envelope.dump();
  co_return co_await post("/slack/events", std::move(body), std::move(how));
}

Json SlackTest::press(const std::string& name, const std::string& value, const std::string& from) {
  const std::string carried = slack::button_value({name, value});
  Json payload{{"type", "block_actions"},
               {"team", {{"id", "T1"}}},
               {"user", {{"id", "U1"}, {"username", "kari"}, {"team_id", "T1"}}},
               {"trigger_id", fake.new_trigger()},
               {"actions", Json::array({{{"type", "button"}, {"action_id", "b0"}, {"value", carried}}})}};
  if (from == "message") {
    payload["container"] = {{"type", "message"}, {"channel_id", "C1"}, {"message_ts", "1.2"}};
    payload["channel"] = {{"id", "C1"}};
    payload["response_url"] = fake.response_url("p1");
  } else {
    payload["container"] = {{"type", "view"}, {"view_id", "V0"}};
    payload["view"] = {
        {"id", "V0"}, {"type", from}, {"title", {{"type", "plain_text"}, {"text", "Refleks"}}}};
  }
  return payload;
}

Json SlackTest::submission(const Json& view, const Json& values) {
  Json shown = view;
  shown["state"] = {{"values", values}};
  if (!shown.contains("id")) shown["id"] = "V0";
  return {{"type", "view_submission"},
          {"team", {{"id", "T1"}}},
          {"user", {{"id", "U1"}, {"username", "kari"}, {"team_id", "T1"}}},
          {"trigger_id", fake.new_trigger()},
          {"view", shown}};
}

}  // namespace slack_test
