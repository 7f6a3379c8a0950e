#include "adapters/net/http_client.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

#include "tests/adapters/net/fixture.hpp"

namespace net_test {
namespace {

class HttpClientTest : public NetTest {
 protected:
  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(server->endpoint().port) + std::string(path);
  }
  static net::HttpCall call_to(std::string url, std::chrono::milliseconds limit = 10s) {
    net::HttpCall call;
    call.url = std::move(url);
    call.limit = limit;
    return call;
  }
  // A peer that sends these bytes to whoever has sent a whole request header, then closes.
  void answer_with(std::string bytes) {
    listener = std::make_unique<net::Listener>(io.get_executor(), net::Endpoint{"127.0.0.1", 0});
    spawn([this, bytes]() -> asio::awaitable<void> {
      auto accepted = co_await listener->accept();
      auto stream = std::move(accepted.value());
      RawPeer peer(std::move(stream));
      co_await peer.read_until("\r\n\r\n");
      co_await peer.send(bytes);
      peer.close();
    });
  }
  std::string listener_url(std::string_view scheme = "http") const {
    return std::string(scheme) + "://localhost:" + std::to_string(listener->endpoint().port) + "/";
  }

  net::HttpClient client;
  std::unique_ptr<net::Listener> listener;
};

TEST_F(HttpClientTest, SendsARequestAndReadsTheAnswer) {
  net::Request seen;
  serve([&](net::Request request) -> asio::awaitable<net::Response> {
    seen = std::move(request);
    net::Response response(429, "{\"ok\":false}", "application/json");
    response.headers.add("Retry-After", "30");
    co_return response;
  });
  run([&]() -> asio::awaitable<void> {
    auto call = call_to(url("/api/chat.postMessage?a=b"));
    call.method = "POST";
    call.headers.add("Authorization", "Bearer x");
    call.body = "{\"text\":\"hei\"}";
    auto outcome = co_await client.send(call);
    EXPECT_FALSE(outcome.error) << outcome.error.message();
    EXPECT_TRUE(outcome.sent);
    EXPECT_EQ(outcome.reply.status, 429);
    EXPECT_EQ(outcome.reply.headers.get("retry-after"), "30");
    EXPECT_EQ(outcome.reply.body, "{\"ok\":false}");
  });
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/api/chat.postMessage");
  EXPECT_EQ(seen.query, "a=b");
  EXPECT_EQ(seen.headers.get("Authorization"), "Bearer x");
  EXPECT_EQ(seen.body, "{\"text\":\"hei\"}");
}

TEST_F(HttpClientTest, DoesNotFollowRedirects) {
  int requests = 0;
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    ++requests;
    net::Response response(302);
    response.headers.add("Location", "/elsewhere");
    co_return response;
  });
  run([&]() -> asio::awaitable<void> {
    auto outcome = co_await client.send(call_to(url()));
    EXPECT_EQ(outcome.reply.status, 302);
  });
  EXPECT_EQ(requests, 1);
}

TEST_F(HttpClientTest, KnowsThatNothingLeftWhenNobodyListens) {
  serve_echo();
  std::string nobody = url();
  run([&]() -> asio::awaitable<void> {
    co_await server->stop(1s);
    auto outcome = co_await client.send(call_to(nobody));
    EXPECT_EQ(outcome.error, asio::error::connection_refused);
    EXPECT_FALSE(outcome.sent);
  });
}

TEST_F(HttpClientTest, KnowsThatNothingLeftWhenTheHandshakeHangs) {
  listener = std::make_unique<net::Listener>(io.get_executor(), net::Endpoint{"127.0.0.1", 0});
  run([&]() -> asio::awaitable<void> {
    auto outcome = co_await client.send(call_to(listener_url("https"), 50ms));
    EXPECT_EQ(outcome.error, asio::error::timed_out);
    EXPECT_FALSE(outcome.sent);
  });
}

TEST_F(HttpClientTest, KnowsThatTheRequestMayHaveLeftWhenNoAnswerComes) {
  Gate never(io);
  bool handled = false;
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    handled = true;
    co_await never.wait();
    co_return net::Response(200);
  });
  const auto ask = [&](std::chrono::milliseconds limit) {
    net::HttpOutcome outcome;
    run([&]() -> asio::awaitable<void> { outcome = co_await client.send(call_to(url(), limit)); });
    return outcome;
  };
  const net::HttpOutcome outcome = in_short(200ms, ask, [&](const auto&) { return handled; });
  EXPECT_EQ(outcome.error, asio::error::timed_out);
  EXPECT_TRUE(outcome.sent);
  EXPECT_TRUE(handled);
  EXPECT_EQ(outcome.reply.status, 0);
}

TEST_F(HttpClientTest, KnowsThatTheRequestMayHaveLeftWhenItIsCancelled) {
  Gate entered(io);
  Gate never(io);
  Gate ended(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    entered.open();
    co_await never.wait();
    co_return net::Response(200);
  });
  asio::cancellation_signal cancel;
  net::HttpOutcome outcome;
  auto send = client.send(call_to(url()));
  auto on_end = [&](std::exception_ptr failure, net::HttpOutcome result) {
    EXPECT_FALSE(failure);
    outcome = std::move(result);
    ended.open();
  };
  asio::co_spawn(io, std::move(send), asio::bind_cancellation_slot(cancel.slot(), on_end));
  run([&]() -> asio::awaitable<void> {
    co_await entered.wait();
    cancel.emit(asio::cancellation_type::terminal);
    co_await ended.wait();
  });
  EXPECT_EQ(outcome.error, asio::error::operation_aborted);
  EXPECT_TRUE(outcome.sent);
}

TEST_F(HttpClientTest, KnowsThatTheRequestMayHaveLeftWhenThePeerHangsUp) {
  answer_with("");
  run([&]() -> asio::awaitable<void> {
    auto outcome = co_await client.send(call_to(listener_url()));
    EXPECT_TRUE(outcome.error);
    EXPECT_TRUE(outcome.sent);
    EXPECT_FALSE(outcome.status_known);
  });
}

TEST_F(HttpClientTest, ConnectsOnlyWhereItMay) {
  serve_echo();
  const std::string by_name = "http://localhost:" + std::to_string(server->endpoint().port) + "/";
  bool allowed = false;
  std::vector<asio::ip::address> asked;
  net::HttpClientOptions careful;
  careful.dialling.may_connect = [&](const asio::ip::address& address) {
    asked.push_back(address);
    return allowed && address.is_v4();
  };
  net::HttpClient picky(careful);
  run([&]() -> asio::awaitable<void> {
    auto refused = co_await picky.send(call_to(by_name));
    EXPECT_EQ(refused.error, net::refused_addresses);
    EXPECT_FALSE(refused.sent);
    allowed = true;
    auto outcome = co_await picky.send(call_to(by_name));
    EXPECT_EQ(outcome.reply.status, 200) << outcome.error.message();
  });
  ASSERT_FALSE(asked.empty());
  for (const asio::ip::address& address : asked) EXPECT_TRUE(address.is_loopback());
}

TEST_F(HttpClientTest, RefusesABadCallBeforeItConnects) {
  run([&]() -> asio::awaitable<void> {
    std::vector<net::HttpCall> calls(5, call_to("http://127.0.0.1:1/"));
    calls[0].url = "ftp://127.0.0.1/";
    calls[1].url = "ws://127.0.0.1/";
    calls[2].method = "GET / HTTP/1.1\r\nX:";
    calls[3].headers.add("X-Name", "a\r\nX-Other: b");
    calls[4].headers.add("host", "other");
    for (const net::HttpCall& call : calls) {
      auto outcome = co_await client.send(call);
      EXPECT_EQ(outcome.error, boost::system::errc::invalid_argument) << call.url << call.method;
      EXPECT_FALSE(outcome.sent);
    }
  });
}

TEST_F(HttpClientTest, ReadsABodyThatEndsWithTheConnection) {
  answer_with("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\nto the end");
  run([&]() -> asio::awaitable<void> {
    auto outcome = co_await client.send(call_to(listener_url()));
    EXPECT_FALSE(outcome.error) << outcome.error.message();
    EXPECT_EQ(outcome.reply.status, 200);
    EXPECT_EQ(outcome.reply.body, "to the end");
    EXPECT_FALSE(outcome.reply.headers.has("Link"));
  });
}

TEST_F(HttpClientTest, DoesNotTakeATornAnswerForAWholeOne) {
  answer_with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ntorn");
  run([&]() -> asio::awaitable<void> {
    auto outcome = co_await client.send(call_to(listener_url()));
    EXPECT_TRUE(outcome.error);
    EXPECT_TRUE(outcome.sent);
    EXPECT_EQ(outcome.reply.status, 200);
    EXPECT_EQ(outcome.reply.body, "");
  });
}

TEST_F(HttpClientTest, HoldsItsLimitsOnTheAnswer) {
  net::HttpClientOptions small;
  small.body_bytes = 100;
  small.header_bytes = 200;
  net::HttpClient strict(small);
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  run([&]() -> asio::awaitable<void> {
    answer_with(ok + "Content-Length: 101\r\n\r\n" + std::string(101, 'x'));
    auto told = co_await strict.send(call_to(listener_url()));
    EXPECT_EQ(told.error, boost::system::errc::message_size);
    answer_with(ok + "\r\n" + std::string(101, 'x'));
    auto untold = co_await strict.send(call_to(listener_url()));
    EXPECT_EQ(untold.error, boost::system::errc::message_size);
    answer_with(ok + "X: " + std::string(300, 'x') + "\r\n\r\n");
    auto header = co_await strict.send(call_to(listener_url()));
    EXPECT_EQ(header.error, boost::system::errc::message_size);
  });
}

TEST_F(HttpClientTest, ReadsAnEarlyRefusalOfALongBody) {
  options.limits.body_bytes = 1000;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto call = call_to(url());
    call.method = "POST";
    call.body = std::string(900'000, 'x');
    auto outcome = co_await client.send(call);
    EXPECT_EQ(outcome.reply.status, 413) << outcome.error.message();
  });
}

TEST_F(HttpClientTest, FailsAtOnceOnACaFileThatIsNotThere) {
  net::HttpClientOptions missing;
  missing.ca_file = "/nonexistent/ca.pem";
  EXPECT_THROW(net::HttpClient{missing}, std::exception);
}

}  // namespace
}  // namespace net_test
