// Many connections that say nothing or only a little: they must not keep others out.
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

#include "adapters/net/http_connection.hpp"
#include "tests/adapters/net/fixture.hpp"

namespace net_test {
namespace {

class CrowdTest : public NetTest {
 protected:
  asio::awaitable<void> hold(int count, std::string bytes) {
    for (int i = 0; i < count; ++i) {
      auto peer = co_await RawPeer::connect(server->endpoint());
      if (!bytes.empty()) co_await peer.send(bytes);
      held.push_back(std::move(peer));
    }
  }
  asio::awaitable<std::string> visit(std::string visitor = "") {
    auto peer = co_await RawPeer::connect(server->endpoint());
    std::string request = "GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    if (!visitor.empty()) request += "X-Forwarded-For: " + visitor + "\r\n";
    co_await peer.send(request + "\r\n");
    co_return co_await peer.read_until_closed();
  }

  std::vector<RawPeer> held;
};

TEST_F(CrowdTest, SilentConnectionsMakeRoomAtOnce) {
  options.limits.max_connections = 8;
  options.limits.first = 1h;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    co_await hold(20, "");
    for (int i = 0; i < 10; ++i) EXPECT_TRUE((co_await visit()).ends_with("GET /page "));
    EXPECT_LE(server->connections(), 8u);
  });
}

TEST_F(CrowdTest, ConnectionsThatWaitForTheNextRequestMakeRoomToo) {
  options.limits.max_connections = 4;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    co_await hold(4, "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n");
    for (RawPeer& peer : held) co_await peer.read_until("GET /kept ");
    EXPECT_TRUE((co_await visit()).ends_with("GET /page "));
  });
}

TEST_F(CrowdTest, ManyThatWaitCostTheOthersOfTheSameAddressNothing) {
  options.limits.max_per_source = 2;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    co_await hold(10, "");
    EXPECT_TRUE((co_await visit()).ends_with("GET /page "));
    EXPECT_TRUE((co_await visit("127.0.0.1")).ends_with("GET /page "));
    co_await hold(10, "GET /kept HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n");
    EXPECT_TRUE((co_await visit("203.0.113.7")).ends_with("GET /page "));
  });
}

// Behind a proxy all come from its address; the header says who is behind.
TEST_F(CrowdTest, HalfARequestOfOneVisitorMakesRoomForAnother) {
  options.limits.max_connections = 8;
  options.limits.read = 1h;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    co_await hold(
        20, "POST / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\nContent-Length: 5\r\n\r\nab");
    for (int i = 0; i < 10; ++i) EXPECT_TRUE((co_await visit("198.51.100.2")).ends_with("GET /page "));
  });
}

TEST_F(CrowdTest, OneVisitorBehindAProxyGetsOnlyItsShare) {
  options.limits.max_per_source = 2;
  Gate go_on(io);
  int waiting = 0;
  Gate two_wait(io);
  serve([&](net::Request request) -> asio::awaitable<net::Response> {
    if (request.path == "/slow") {
      if (++waiting == 2) two_wait.open();
      co_await go_on.wait();
    }
    co_return net::Response(200, request.method + " " + request.path + " ");
  });
  run([&]() -> asio::awaitable<void> {
    co_await hold(2, "GET /slow HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n\r\n");
    co_await two_wait.wait();
    const std::string refused = co_await visit("2.2.2.2,203.0.113.7");
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 429 Too Many Requests\r\n")) << refused;
    EXPECT_NE(refused.find("Retry-After: 1\r\n"), refused.npos);
    EXPECT_TRUE((co_await visit("198.51.100.2")).ends_with("GET /page "));
    go_on.open();
    for (RawPeer& peer : held) co_await peer.read_until("GET /slow ");
    EXPECT_TRUE((co_await visit("198.51.100.2")).ends_with("GET /page "));
  });
}

TEST_F(CrowdTest, OneAddressThatIsNoProxyGetsOnlyItsShare) {
  options.limits.max_per_source = 2;
  options.trusted_proxies = {"192.0.2.1"};
  Gate go_on(io), two_wait(io);
  int waiting = 0;
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    if (++waiting == 2) two_wait.open();
    co_await go_on.wait();
    co_return net::Response(200, "slow");
  });
  run([&]() -> asio::awaitable<void> {
    co_await hold(2, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    co_await two_wait.wait();
    // Whom it names does not count.
    const std::string refused = co_await visit("198.51.100.2");
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
    go_on.open();
    for (RawPeer& peer : held) co_await peer.read_until("slow");
    EXPECT_TRUE((co_await visit()).ends_with("slow"));
  });
}

// A listener at [::] takes IPv4 as well, and its sockets tell 127.0.0.1 as ::ffff:127.0.0.1.
TEST_F(CrowdTest, AProxyOfIPv4IsKnownWhereTheDoorIsAtIPv6) {
  boost::system::error_code none_here;
  asio::ip::tcp::acceptor both(io);
  both.open(asio::ip::tcp::v6(), none_here);
  if (!none_here) both.bind({asio::ip::tcp::v6(), 0}, none_here);
  options.listen.address = none_here ? "127.0.0.1" : "::";
  serve([](net::Request request) -> asio::awaitable<net::Response> {
    co_return net::Response(200, "from " + request.source);
  });
  run([&]() -> asio::awaitable<void> {
    const net::Endpoint door{"127.0.0.1", server->endpoint().port};
    const std::vector<std::string> visitors{"", "203.0.113.7"};
    for (const std::string& named : visitors) {
      auto peer = co_await RawPeer::connect(door);
      const std::string header = named.empty() ? "" : "X-Forwarded-For: " + named + "\r\n";
      co_await peer.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + "\r\n");
      const std::string answer = co_await peer.read_until_closed();
      EXPECT_TRUE(answer.ends_with(named.empty() ? "from 127.0.0.1" : "from " + named)) << answer;
    }
  });
}

TEST(Visitor, IsWhomTheNextProxyNames) {
  const auto named = [](std::string_view header, const std::vector<std::string>& lines) {
    net::Headers headers;
    for (const auto& line : lines) headers.add(header, line);
    return net::visitor_named(headers, header);
  };
  EXPECT_EQ(named("X-Forwarded-For", {}), "");
  EXPECT_EQ(named("X-Forwarded-For", {"203.0.113.7"}), "203.0.113.7");
  EXPECT_EQ(named("X-Forwarded-For", {"1.1.1.1, 2001:db8::7 "}), "2001:db8::7");
  EXPECT_EQ(named("X-Forwarded-For", {"1.1.1.1", "203.0.113.7"}), "203.0.113.7") << "a proxy adds a line";
  const std::pair<const char*, const char*> listed[] = {
      {"192.0.2.1:80", "192.0.2.1"},
      {"[2001:db8::7]:80", "2001:db8::7"},
      {"[2001:db8::7]", "2001:db8::7"},
      {"2001:DB8::0007", "2001:db8::7"},
      {"::ffff:203.0.113.7", "203.0.113.7"},
      {"[::ffff:203.0.113.7]:80", "203.0.113.7"},
      {"unknown", ""},
      {"[2001:db8", ""},
      {":", ""},
      {"proxy:80", "proxy"},
  };
  for (const auto& [line, visitor] : listed) EXPECT_EQ(named("X-Forwarded-For", {line}), visitor) << line;
  const std::vector<std::pair<std::string, std::string>> forwarded{
      {"for=192.0.2.43", "192.0.2.43"},
      {"For=192.0.2.43:47011", "192.0.2.43"},
      {R"(for="[2001:db8:cafe::17]:4711")", "2001:db8:cafe::17"},
      {"for=1.1.1.1, for=198.51.100.17;proto=https;by=203.0.113.60", "198.51.100.17"},
      {R"(for=1.1.1.1;ext="a, for=2.2.2.2; b", proto=https ; for=198.51.100.17)", "198.51.100.17"},
      {"for=_hidden", "_hidden"},
      {"for=unknown", ""},
      {"proto=https", ""},
      {R"(for="[2001:db8)", ""},
      {R"(for=")", ""},
      {"for=", ""},
      {R"(for="\)", ""},
      {";;;,,", ""},
  };
  for (const auto& [line, visitor] : forwarded) EXPECT_EQ(named("Forwarded", {line}), visitor) << line;
  EXPECT_EQ(named("Forwarded", {"for=1.1.1.1", "for=203.0.113.7"}), "203.0.113.7");
}

TEST_F(CrowdTest, ALargeHeaderIsTakenWhereTheLimitIsLarge) {
  options.limits.header_bytes = 64 * 1024;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    for (const std::size_t size : {20'000u, 60'000u, 70'000u}) {
      auto peer = co_await RawPeer::connect(server->endpoint());
      co_await peer.send("GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: " +
                         std::string(size, 'x') + "\r\n\r\n");
      const std::string answer = co_await peer.read_until_closed();
      EXPECT_TRUE(answer.starts_with(size < 64'000 ? "HTTP/1.1 200 " : "HTTP/1.1 431 ")) << size << answer;
    }
  });
}

}  // namespace
}  // namespace net_test
