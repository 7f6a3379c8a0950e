#include "adapters/webhook/adapter.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <nlohmann/json.hpp>

#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/net/raw_server.hpp"
#include "tests/adapters/webhook/sample.hpp"

namespace webhook_test {
namespace {

using namespace std::chrono_literals;
using net_test::Gate;
using runtime::Delivered;
using Kind = runtime::Delivered::Kind;
using webhook::Shape;
namespace asio = boost::asio;

class WebhookTest : public net_test::NetTest {
 protected:
  // Answers what `status`, `text` and `headers` say, and remembers what came.
  void serve_recorded() {
    serve([this](net::Request request) -> asio::awaitable<net::Response> {
      seen.push_back(std::move(request));
      net::Response response(status, text);
      for (const auto& [name, value] : headers) response.headers.add(name, value);
      co_return response;
    });
  }
  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server->endpoint().port) + "/hooks/secret?sig=hush";
  }
  // A server on this machine, for which one must say so.
  webhook::Options here(Shape shape = Shape::mattermost) const {
    webhook::Options settings;
    settings.workspace = "hooks";
    settings.channels["fredag"] = {url(), shape};
    settings.allowed_hosts = {"127.0.0.1"};
    settings.allow_private = true;
    return settings;
  }
  net::Timing timing() {
    net::Timing fake;
    fake.now = [this] { return now; };
    fake.sleep = [this](net::Ticks length) { return pass(length); };
    return fake;
  }
  asio::awaitable<void> pass(net::Ticks length) {
    slept.push_back(length);
    now += length;
    co_return;
  }
  void make(webhook::Options settings, runtime::Links* links = nullptr) {
    adapter = webhook::make_webhook(io.get_executor(), std::move(settings), links, timing());
  }
  Delivered deliver(core::Message message = words("Hei"), core::Destination to = channel(),
                    std::string ref = {}) {
    runtime::Delivery delivery{"key", std::move(to), std::move(message), std::move(ref)};
    Delivered outcome;
    run([&]() -> asio::awaitable<void> { outcome = co_await adapter->deliver(delivery); });
    return outcome;
  }
  Delivered ready(core::Destination to = channel()) {
    Delivered outcome;
    run([&]() -> asio::awaitable<void> { outcome = co_await adapter->ready(to, false); });
    return outcome;
  }
  Delivered deliver_with(int answer, std::string body = {}, Shape shape = Shape::mattermost) {
    if (!server) serve_recorded();
    status = answer;
    text = std::move(body);
    make(here(shape));
    return deliver();
  }

  int status = 200;
  std::string text = "ok";
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<net::Request> seen;
  net::Ticks now{0};
  std::vector<net::Ticks> slept;
  std::unique_ptr<runtime::Adapter> adapter;
};

TEST_F(WebhookTest, PostsOnceAndKeepsNoReference) {
  const Delivered outcome = deliver_with(200, "ok");
  EXPECT_EQ(outcome.kind, Kind::sent);
  EXPECT_EQ(outcome.ref, "");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].path, "/hooks/secret");
  EXPECT_EQ(seen[0].query, "sig=hush");
  EXPECT_EQ(seen[0].headers.get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(nlohmann::json::parse(seen[0].body), nlohmann::json({{"text", "Hei"}}));
}

TEST_F(WebhookTest, WaitsForItsTurnBeforeAMessageIsClaimedAndNeverAfter) {
  serve_recorded();
  make(here());
  ASSERT_TRUE(adapter->paced());
  for (int i = 0; i < 3; ++i) {
    const std::size_t slept_before = slept.size();
    EXPECT_EQ(ready().kind, Kind::sent);
    EXPECT_EQ(slept.size(), slept_before + (i > 0 ? 1 : 0));
    const std::size_t before = slept.size();
    runtime::Delivery delivery{"key", channel(), words("Hei"), ""};
    delivery.paced = true;
    run([&]() -> asio::awaitable<void> {
      const Delivered outcome = co_await adapter->deliver(delivery);
      EXPECT_EQ(outcome.kind, Kind::sent);
    });
    EXPECT_EQ(slept.size(), before);
  }
  status = 429;
  headers = {{"Retry-After", "120"}};
  now += net::Ticks{1'000};
  EXPECT_EQ(deliver().kind, Kind::retry);
  const Delivered busy = ready();
  EXPECT_EQ(busy.kind, Kind::retry);
  EXPECT_EQ(busy.after, 120s) << "the outbox keeps it, also over a restart";
}

TEST_F(WebhookTest, CanDoWhatItCanDo) {
  serve_recorded();
  make(here());
  EXPECT_EQ(adapter->capabilities(), runtime::Capabilities{});
  webhook::Options settings = here();
  settings.people["kari"] = {url(), Shape::mattermost};
  make(settings);
  runtime::Capabilities can;
  can.direct_message = true;
  EXPECT_EQ(adapter->capabilities(), can);
  EXPECT_EQ(deliver(words("Hei"), {"hooks", core::Destination::Kind::person, "kari"}).kind, Kind::sent);
}

TEST_F(WebhookTest, TheAnswerDecides) {
  struct Row {
    int status;
    std::string body;
    Shape shape;
    Kind kind;
    std::string reason;
    std::chrono::seconds after{0};
  };
  const std::string sign_in = "<!DOCTYPE html><html><body><form action=/adfs/ls>Sign in</form></body></html>";
  const Row rows[] = {
      {202, "", Shape::teams_workflow, Kind::sent, ""},
      {200, "ok", Shape::slack, Kind::sent, ""},
      {200, "ok\n", Shape::mattermost, Kind::sent, ""},
      {200, R"({"ok":true})", Shape::mattermost, Kind::sent, ""},
      {202, R"({"ok":true})", Shape::mattermost, Kind::unknown, "no_mark"},
      {500, R"({"ok":false,"error":"Failed to process webhook"})", Shape::mattermost, Kind::unknown,
       "server_error"},
      {200, R"({"success":true})", Shape::rocketchat, Kind::sent, ""},
      {200, R"({"result":"success","msg":""})", Shape::zulip, Kind::sent, ""},
      {200, R"({"name":"spaces/A/messages/B"})", Shape::google_chat, Kind::sent, ""},
      {204, "", Shape::mattermost, Kind::unknown, "no_mark"},
      {200, "", Shape::teams_workflow, Kind::unknown, "no_mark"},
      {200, sign_in, Shape::slack, Kind::unknown, "no_mark"},
      {200, sign_in, Shape::mattermost, Kind::unknown, "no_mark"},
      {200, sign_in, Shape::rocketchat, Kind::unknown, "no_mark"},
      {200, sign_in, Shape::zulip, Kind::unknown, "no_mark"},
      {200, sign_in, Shape::google_chat, Kind::unknown, "no_mark"},
      {202, sign_in, Shape::teams_workflow, Kind::unknown, "no_mark"},
      {200, R"({"success":false,"error":"error-not-allowed"})", Shape::rocketchat, Kind::permanent,
       "hook_refused_200"},
      {200, R"({"ok":false,"error":"invalid_payload"})", Shape::slack, Kind::permanent, "hook_refused_200"},
      {200, R"({"result":"error","msg":"x"})", Shape::zulip, Kind::permanent, "hook_refused_200"},
      {301, "", Shape::mattermost, Kind::retry, "redirected"},
      {302, "", Shape::mattermost, Kind::retry, "redirected"},
      {308, "", Shape::mattermost, Kind::retry, "redirected"},
      {400, "no_text", Shape::slack, Kind::permanent, "payload_refused"},
      {400, "no_text", Shape::mattermost, Kind::permanent, "hook_refused_400"},
      {400, R"({"id":"web.incoming_webhook.text.app_error"})", Shape::mattermost, Kind::permanent,
       "hook_refused_400"},
      // Deleted, or a wrong address: the same status as for a message that it does not take.
      {400, R"({"id":"web.incoming_webhook.invalid.app_error","status_code":400})", Shape::mattermost,
       Kind::refused, "hook_revoked"},
      {501, R"({"id":"web.incoming_webhook.disabled.app_error","status_code":501})", Shape::mattermost,
       Kind::refused, "switched_off"},
      {404, R"({"id":"web.incoming_webhook.channel.app_error"})", Shape::mattermost, Kind::permanent,
       "channel_gone"},
      {403, R"({"id":"web.incoming_webhook.channel_locked.app_error"})", Shape::mattermost, Kind::permanent,
       "not_allowed_there"},
      {400, "invalid_payload\n", Shape::slack, Kind::permanent, "payload_refused"},
      {400, "hooks.slack.com/services/secret", Shape::slack, Kind::permanent, "hook_refused_400"},
      {401, "", Shape::teams_workflow, Kind::refused, "not_authorised"},
      {400, R"({"error":{"code":"WorkflowTriggerIsNotEnabled"}})", Shape::teams_workflow, Kind::refused,
       "switched_off"},
      {403, sign_in, Shape::slack, Kind::retry, "in_between"},
      {404, "404 page not found\n", Shape::mattermost, Kind::retry, "in_between"},
      {403, "action_prohibited", Shape::slack, Kind::permanent, "not_allowed_there"},
      {403, "invalid_token", Shape::slack, Kind::refused, "hook_revoked"},
      {404, "no_service", Shape::slack, Kind::refused, "hook_revoked"},
      {407, "", Shape::mattermost, Kind::retry, "proxy"},
      {408, "", Shape::mattermost, Kind::retry, "too_slow"},
      {421, "", Shape::zulip, Kind::retry, "in_between"},
      {425, "", Shape::zulip, Kind::retry, "too_slow"},
      {511, "", Shape::google_chat, Kind::retry, "in_between"},
      {404, "channel_not_found", Shape::slack, Kind::permanent, "channel_gone"},
      {404, "", Shape::mattermost, Kind::refused, "hook_refused_404"},
      {410, "channel_is_archived", Shape::slack, Kind::permanent, "channel_gone"},
      {410, "", Shape::zulip, Kind::refused, "hook_refused_410"},
      {429, "", Shape::slack, Kind::retry, "too_many", 30s},
      {500, "rollup_error", Shape::slack, Kind::unknown, "server_error"},
      {502, "", Shape::google_chat, Kind::unknown, "server_error"},
      {503, "", Shape::rocketchat, Kind::unknown, "server_error"},
      {503, R"({"success":false,"error":"Service Unavailable"})", Shape::rocketchat, Kind::refused,
       "hook_revoked"},
  };
  for (const Row& row : rows) {
    const std::size_t before = seen.size();
    const Delivered outcome = deliver_with(row.status, row.body, row.shape);
    EXPECT_EQ(outcome.kind, row.kind) << row.status << row.body;
    EXPECT_EQ(outcome.reason, row.reason) << row.status << row.body;
    EXPECT_EQ(outcome.after, row.after) << row.status << row.body;
    EXPECT_EQ(seen.size(), before + 1) << row.status;
  }
}

TEST_F(WebhookTest, ARevokedAddressHoldsItsOwnPlaceAlone) {
  const Delivered outcome = deliver_with(403, "invalid_token", Shape::slack);
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_TRUE(outcome.place_alone);
}

TEST_F(WebhookTest, WaitsAsLongAsItIsTold) {
  headers = {{"Retry-After", "58.7"}};
  EXPECT_EQ(deliver_with(429).after, 59s);
}

TEST_F(WebhookTest, FollowsNoRedirect) {
  serve_recorded();
  headers = {{"Location", "/elsewhere"}};
  EXPECT_EQ(deliver_with(307).reason, "redirected");
  EXPECT_EQ(seen.size(), 1u);
}

TEST_F(WebhookTest, DoesNotKnowWhenNoAnswerComes) {
  Gate never(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    co_await never.wait();
    co_return net::Response(200);
  });
  webhook::Options settings = here();
  const auto ask = [&](std::chrono::milliseconds limit) {
    settings.limit = limit;
    make(settings);
    return deliver();
  };
  const Delivered outcome = in_short(200ms, ask, [](const auto& one) { return one.kind == Kind::unknown; });
  EXPECT_EQ(outcome.kind, Kind::unknown);
  EXPECT_EQ(outcome.reason, "no_answer");
}

TEST_F(WebhookTest, DoesNotKnowWhenThePeerHangsUp) {
  serve_recorded();
  net::Listener listener(io.get_executor(), {"127.0.0.1", 0});
  spawn([&]() -> asio::awaitable<void> {
    auto accepted = co_await listener.accept();
    auto stream = std::move(accepted.value());
    net_test::RawPeer peer(std::move(stream));
    co_await peer.read_until("\r\n\r\n");
    peer.close();
  });
  webhook::Options settings = here();
  settings.channels["fredag"].url =
      "http://127.0.0.1:" + std::to_string(listener.endpoint().port) + "/hooks/secret";
  make(settings);
  EXPECT_EQ(deliver().kind, Kind::unknown);
}

TEST_F(WebhookTest, TriesAgainWhenNobodyIsThere) {
  serve_recorded();
  make(here());
  Delivered outcome;
  run([&]() -> asio::awaitable<void> {
    co_await server->stop(1s);
    runtime::Delivery delivery{"key", channel(), words("Hei"), ""};
    outcome = co_await adapter->deliver(delivery);
  });
  EXPECT_EQ(outcome.kind, Kind::retry);
  EXPECT_EQ(outcome.reason, "not_reached");
  EXPECT_EQ(outcome.after, 15s);
}

TEST_F(WebhookTest, SendsNothingWhereItHasNoAddress) {
  serve_recorded();
  make(here());
  EXPECT_EQ(deliver(words("Hei"), {"hooks", core::Destination::Kind::channel, "mandag"}).reason, "no_hook");
  EXPECT_EQ(deliver(words("Hei"), {"hooks", core::Destination::Kind::person, "fredag"}).reason, "no_hook");
  EXPECT_EQ(deliver(words("Hei"), {"slack", core::Destination::Kind::channel, "fredag"}).reason,
            "unknown_workspace");
  EXPECT_EQ(deliver({}).reason, "nothing_to_say");
  EXPECT_EQ(seen.size(), 0u);
}

TEST_F(WebhookTest, EditsAreNothing) {
  serve_recorded();
  make(here());
  const Delivered outcome = deliver(words("Hei"), channel(), "posted-by-another-adapter");
  EXPECT_EQ(outcome.kind, Kind::sent);
  EXPECT_EQ(outcome.ref, "");
  EXPECT_EQ(seen.size(), 0u);
}

TEST_F(WebhookTest, ButtonsAreLinks) {
  serve_recorded();
  Pages linked = pages();
  make(here(), &linked);
  deliver(everything());
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_NE(seen[0].body.find("[Svar uten navn](https://refleks.example/s/Ab_c-9?x=1&y=2)"),
            std::string::npos);
  EXPECT_EQ(seen[0].body.find("Flytt samlingen"), std::string::npos);
}

TEST_F(WebhookTest, PostsOnceASecondToEachAddress) {
  serve_recorded();
  webhook::Options settings = here();
  settings.channels["mandag"] = settings.channels["fredag"];       // the same address: one line
  settings.channels["onsdag"] = {url() + "2", Shape::mattermost};  // another one
  make(settings);
  const auto to = [](const char* id) {
    return core::Destination{"hooks", core::Destination::Kind::channel, id};
  };
  deliver(words("1"), to("fredag"));
  EXPECT_TRUE(slept.empty());
  deliver(words("2"), to("mandag"));
  EXPECT_EQ(slept, std::vector<net::Ticks>{1'000ms});
  deliver(words("3"), to("onsdag"));
  EXPECT_EQ(slept.size(), 1u);
  now += 5s;
  deliver(words("4"), to("fredag"));
  EXPECT_EQ(slept.size(), 1u);
  EXPECT_EQ(seen.size(), 4u);
}

TEST_F(WebhookTest, LeavesAnAddressAloneThatWasTooBusy) {
  headers = {{"Retry-After", "12"}};
  deliver_with(429);
  status = 200;
  text = "ok";
  now += 2'500ms;
  const Delivered early = deliver();
  EXPECT_EQ(early.kind, Kind::retry);
  EXPECT_EQ(early.reason, "too_many");
  EXPECT_EQ(early.after, 10s);
  EXPECT_EQ(seen.size(), 1u);
  now += 9'500ms;
  EXPECT_EQ(deliver().kind, Kind::sent);
  EXPECT_EQ(seen.size(), 2u);
  EXPECT_TRUE(slept.empty());
}

TEST_F(WebhookTest, RunsUntilItIsCancelled) {
  serve_recorded();
  make(here());
  struct Nobody : runtime::Inbox {
    void accept(core::Event, std::function<void(core::Reply)>) override {}
  } inbox;
  asio::cancellation_signal cancel;
  bool ended = false;
  asio::co_spawn(io, adapter->run(inbox),
                 asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr) { ended = true; }));
  io.poll();
  EXPECT_FALSE(ended);
  cancel.emit(asio::cancellation_type::terminal);
  io.restart();
  io.poll();
  EXPECT_TRUE(ended);
}

// Names and spellings that lead to this machine. The allow-list lets them through here, on purpose.
TEST_F(WebhookTest, NeverConnectsToOnesOwnNetwork) {
  net::Listener listener(io.get_executor(), {"127.0.0.1", 0});
  bool called = false;
  auto accept = [&]() -> asio::awaitable<void> {
    auto accepted = co_await listener.accept();
    called = accepted.has_value();
  };
  asio::co_spawn(io, accept(), [](std::exception_ptr) {});
  for (const char* host : {"127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1"}) {
    webhook::Options settings;
    settings.workspace = "hooks";
    settings.allowed_hosts = {host};
    settings.channels["fredag"] = {
        "https://" + std::string(host) + ":" + std::to_string(listener.endpoint().port) + "/secret",
        Shape::mattermost};
    make(settings);
    const Delivered outcome = deliver();
    EXPECT_EQ(outcome.kind, Kind::permanent) << host;
    EXPECT_EQ(outcome.reason, "address_not_public") << host;
  }
  EXPECT_FALSE(called);
  listener.close();
  io.poll();
}

TEST_F(WebhookTest, TrustsTheAuthorityItIsGivenAndNoOther) {
  auto answer = [](net_test::RawConnection& peer, int) -> asio::awaitable<void> {
    while (co_await peer.request())
      co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"result\":\"success\"}");
  };
  net_test::RawServer peer(io, true, answer);
  webhook::Options settings;
  settings.workspace = "hooks";
  settings.allow_private = true;
  settings.allowed_hosts = {"localhost"};
  settings.channels["fredag"] = {peer.url("/secret"), Shape::zulip};
  make(settings);
  EXPECT_EQ(deliver().reason, "not_trusted");
  EXPECT_EQ(peer.requests(), 0);
  settings.ca_file = peer.ca_file();
  make(settings);
  EXPECT_EQ(deliver().kind, Kind::sent);
  EXPECT_EQ(peer.requests(), 1);
}

TEST_F(WebhookTest, AnotherAddressCountsAtOnce) {
  serve_recorded();
  webhook::Options elsewhere = here();
  elsewhere.channels["fredag"].url = "http://127.0.0.1:1/nobody";
  make(elsewhere);
  EXPECT_NE(deliver().kind, Kind::sent);
  static_cast<webhook::Webhook&>(*adapter).renew(here());
  EXPECT_EQ(deliver().kind, Kind::sent);
}

TEST_F(WebhookTest, RefusesBadOptionsWithoutTheAddress) {
  webhook::Options settings;
  settings.channels["fredag"] = {"http://hooks.slack.com/services/secret", Shape::slack};
  try {
    make(settings);
    FAIL() << "taken";
  } catch (const std::invalid_argument& refused) {
    EXPECT_NE(std::string(refused.what()).find("https://"), std::string::npos);
    EXPECT_EQ(std::string(refused.what()).find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace webhook_test
