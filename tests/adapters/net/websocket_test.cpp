#include "adapters/net/websocket.hpp"

#include "tests/adapters/net/fixture.hpp"

namespace net_test {
namespace {

class WebSocketTest : public NetTest {
 protected:
  WebSocketTest() {
    route.path = "/ws";
    route.run = [this](auto session, net::Request) -> asio::awaitable<void> {
      while (auto text = co_await session->receive()) session->send("echo " + *text);
      handler_ended.open();
    };
  }
  void start() {
    options.websockets.push_back(route);
    serve_echo();
  }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(server->endpoint().port) + "/ws"; }
  asio::awaitable<std::shared_ptr<net::WebSocketSession>> client(net::WebSocketLimits limits = {}) {
    net::Headers none;
    auto connected = co_await net::connect_websocket(url(), none, limits, nullptr);
    co_return connected.value();
  }
  // Opens by hand, for frames that our own client would not send.
  asio::awaitable<RawPeer> raw_client() {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(upgrade_request(""));
    std::string answer = co_await peer.read_until("\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n")) << answer;
    co_return peer;
  }
  static std::string upgrade_request(std::string_view extra, std::string_view host = "localhost") {
    return "GET /ws HTTP/1.1\r\nHost: " + std::string(host) +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           std::string(extra) + "\r\n";
  }

  net::WebSocketRoute route;
  Gate handler_ended{io};
};

std::string close_frame(net::CloseCode code) {
  auto number = static_cast<unsigned>(code);
  return {'\x88', '\x02', static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
}

TEST_F(WebSocketTest, EchoesAndClosesPolitely) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto session = co_await client();
    EXPECT_TRUE(session->send("hei på deg"));
    EXPECT_EQ(co_await session->receive(), "echo hei på deg");
    session->close();
    EXPECT_FALSE(session->send("too late"));
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    EXPECT_EQ(session->peer_code(), net::CloseCode::normal);
    co_await handler_ended.wait();
    EXPECT_TRUE(co_await server->stop(10s));
  });
  EXPECT_TRUE(errors.empty());
}

// RFC 6455 4.2.1.
TEST_F(WebSocketTest, IsOpenedByGetWithAKeyAlone) {
  start();
  const std::string good = upgrade_request("Connection: close\r\n"), key = "dGhlIHNhbXBsZSBub25jZQ==";
  std::vector<std::string> bad{"POST" + good.substr(3)};
  for (const char* other :
       {"", "x", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ!=", "dGhlIHNhbXBsZSBub25jZQAA"})
    bad.push_back(std::string(good).replace(good.find(key), key.size(), other));
  bad.push_back(std::string(good).replace(good.find("Sec-"), 0, "Sec-WebSocket-Key: " + key + "\r\n"));
  run([&]() -> asio::awaitable<void> {
    for (const std::string& bytes : bad) {
      auto peer = co_await RawPeer::connect(server->endpoint());
      co_await peer.send(bytes);
      const std::string answer = co_await peer.read_until("\r\n\r\n");
      EXPECT_FALSE(answer.starts_with("HTTP/1.1 101")) << bytes << answer;
    }
  });
}

TEST_F(WebSocketTest, KeepsTheOrderOfQueuedMessages) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto session = co_await client();
    for (int i = 0; i < 900; ++i) EXPECT_TRUE(session->send(std::to_string(i)));
    for (int i = 0; i < 900; ++i) EXPECT_EQ(co_await session->receive(), "echo " + std::to_string(i));
  });
}

TEST_F(WebSocketTest, SendsWhatIsQueuedBeforeItCloses) {
  route.run = [](auto session, net::Request request) -> asio::awaitable<void> {
    for (int i = 0; i < 100; ++i) session->send(std::to_string(i));
    session->send(std::string(request.headers.get("X-Token")));
    co_return;
  };
  start();
  run([&]() -> asio::awaitable<void> {
    net::Headers headers{{"X-Token", "last words"}};
    net::WebSocketLimits limits;
    auto connected = co_await net::connect_websocket(url(), headers, limits, nullptr);
    auto session = connected.value();
    for (int i = 0; i < 100; ++i) EXPECT_EQ(co_await session->receive(), std::to_string(i));
    EXPECT_EQ(co_await session->receive(), "last words");
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    EXPECT_EQ(session->peer_code(), net::CloseCode::normal);
  });
}

TEST_F(WebSocketTest, ClosesOnATooLongMessage) {
  start();
  run([&]() -> asio::awaitable<void> {
    net::WebSocketLimits larger;
    larger.message_bytes = 2 * route.limits.message_bytes;
    auto session = co_await client(larger);
    std::string longest(route.limits.message_bytes, 'x');
    session->send(longest);
    EXPECT_EQ(co_await session->receive(), "echo " + longest);
    session->send(longest + "x");
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    EXPECT_EQ(session->peer_code(), net::CloseCode::too_big);
    co_await handler_ended.wait();
  });
}

TEST_F(WebSocketTest, ClosesOnABinaryFrame) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();
    co_await peer.send(std::string_view("\x82\x81\0\0\0\0x", 7));
    std::string frame = co_await peer.read_until(close_frame(net::CloseCode::unknown_data));
    EXPECT_TRUE(frame.ends_with(close_frame(net::CloseCode::unknown_data)));
    peer.close();
    co_await handler_ended.wait();
  });
}

TEST_F(WebSocketTest, ClosesOnTextThatIsNotUtf8) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto session = co_await client();
    session->send("bl\xe5");
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    EXPECT_EQ(session->peer_code(), net::CloseCode::bad_text);
    co_await handler_ended.wait();
  });
}

TEST_F(WebSocketTest, EndsWhenTheClientVanishesInTheMiddleOfAFrame) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();
    co_await peer.send(std::string_view("\x81\x85\0\0\0\0ab", 8));
    peer.close();
    co_await handler_ended.wait();
    EXPECT_TRUE(co_await server->stop(10s));
  });
  EXPECT_TRUE(errors.empty());
}

TEST_F(WebSocketTest, PingsASilentClientAndThenDropsIt) {
  route.limits.idle = 100ms;
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();
    std::string frames = co_await peer.read_until_closed();
    EXPECT_NE(frames.find('\x89'), frames.npos);
    co_await handler_ended.wait();
  });
}

TEST_F(WebSocketTest, ClosesOnAClientThatReadsTooSlowly) {
  int accepted = 0;
  route.run = [&](auto session, net::Request) -> asio::awaitable<void> {
    while (session->send(std::string(1'000'000, 'x'))) ++accepted;
    EXPECT_FALSE(session->is_open());
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    handler_ended.open();
  };
  start();
  run([&]() -> asio::awaitable<void> {
    net::WebSocketLimits patient;
    patient.message_bytes = 2'000'000;
    auto session = co_await client(patient);
    while (co_await session->receive()) continue;
    EXPECT_EQ(session->peer_code(), net::CloseCode::policy);
    co_await handler_ended.wait();
  });
  EXPECT_EQ(accepted, 4);  // 4 MB
}

TEST_F(WebSocketTest, DropsAPeerThatNeverAnswersTheClose) {
  route.limits.close = 50ms;
  route.run = [&](auto session, net::Request) -> asio::awaitable<void> {
    session->close();
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    handler_ended.open();
  };
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();
    co_await handler_ended.wait();
    std::string frames = co_await peer.read_until_closed();
    EXPECT_TRUE(frames.ends_with(close_frame(net::CloseCode::normal)));
  });
}

// Beast's reader and its closer would wait for each other, and a feed for ever.
TEST_F(WebSocketTest, EndsWhenThePeerBreaksTheProtocolWhileWeClose) {
  route.limits.close = 50ms;
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();
    co_await peer.send(std::string_view("\x82\x81\0\0\0\0x\x81\x81\0\0\0\0\xff", 14));
    co_await handler_ended.wait();
    EXPECT_TRUE(co_await server->stop(10s));
  });
  EXPECT_TRUE(errors.empty());
}

TEST_F(WebSocketTest, RefusesAnotherSitesPage) {
  start();
  run([&]() -> asio::awaitable<void> {
    net::Headers evil{{"Origin", "https://evil.example"}};
    net::WebSocketLimits limits;
    auto refused = co_await net::connect_websocket(url(), evil, limits, nullptr);
    EXPECT_TRUE(refused.has_error());
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(upgrade_request("Origin: http://evil.example\r\n", "evil.example"));
    std::string answer = co_await peer.read_until("403 Forbidden\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 Forbidden\r\n")) << answer;
    // The connection is still good for an honest request.
    co_await peer.send(upgrade_request("Origin: http://localhost\r\n"));
    answer = co_await peer.read_until("101 Switching Protocols");
    EXPECT_NE(answer.find("101 Switching Protocols"), answer.npos);
    peer.close();
  });
}

TEST_F(WebSocketTest, AsksItsOwnDoorkeeper) {
  route.refuse = [](const net::Request& request) -> std::optional<net::Response> {
    if (request.query == "token=good") return std::nullopt;
    if (request.query == "token=crash") throw std::runtime_error("secret");
    return net::Response(401, "who are you");
  };
  start();
  run([&]() -> asio::awaitable<void> {
    net::WebSocketLimits limits;
    net::Headers none;
    auto bad = co_await net::connect_websocket(url(), none, limits, nullptr);
    EXPECT_TRUE(bad.has_error());
    auto crash = co_await net::connect_websocket(url() + "?token=crash", none, limits, nullptr);
    EXPECT_TRUE(crash.has_error());
    auto good = co_await net::connect_websocket(url() + "?token=good", none, limits, nullptr);
    EXPECT_TRUE(good.has_value());
  });
  EXPECT_EQ(errors, std::vector<std::string>{"handler_failed"});
}

TEST_F(WebSocketTest, IsOnlyOnItsOwnPath) {
  start();
  run([&]() -> asio::awaitable<void> {
    net::WebSocketLimits limits;
    net::Headers none;
    auto elsewhere = co_await net::connect_websocket(url() + "/other", none, limits, nullptr);
    EXPECT_TRUE(elsewhere.has_error());
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::string answer = co_await peer.read_until("GET /ws");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200"));
  });
}

TEST_F(WebSocketTest, ClosesWith1011WhenTheHandlerThrows) {
  route.run = [](auto session, net::Request) -> asio::awaitable<void> {
    co_await session->receive();
    throw std::runtime_error("secret");
  };
  start();
  run([&]() -> asio::awaitable<void> {
    auto session = co_await client();
    session->send("go");
    EXPECT_EQ(co_await session->receive(), std::nullopt);
    EXPECT_EQ(session->peer_code(), net::CloseCode::internal_error);
  });
  EXPECT_EQ(errors, std::vector<std::string>{"handler_failed"});
}

TEST_F(WebSocketTest, SaysGoingAwayWhenTheServerStops) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto session = co_await client();
    session->send("one");
    co_await session->receive();
    spawn([session]() -> asio::awaitable<void> {
      EXPECT_EQ(co_await session->receive(), std::nullopt);
      EXPECT_EQ(session->peer_code(), net::CloseCode::going_away);
    });
    EXPECT_TRUE(co_await server->stop(10s));
    EXPECT_TRUE(handler_ended.is_open());
  });
}

TEST_F(WebSocketTest, IsCutWhenItOutlastsTheStop) {
  start();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await raw_client();  // never answers the close frame
    EXPECT_FALSE(co_await server->stop(20ms));
    EXPECT_EQ(server->connections(), 0u);
    EXPECT_TRUE(handler_ended.is_open());
    std::string frames = co_await peer.read_until_closed();
    EXPECT_TRUE(frames.ends_with(close_frame(net::CloseCode::going_away)));
  });
}

}  // namespace
}  // namespace net_test
