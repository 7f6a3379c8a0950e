#include "adapters/net/proxies.hpp"

#include <map>
#include <stdexcept>

#include "adapters/net/http_client.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/net/raw_server.hpp"

namespace net_test {
namespace {

using net::Fault;
using net::Proxies;
using Connection = RawConnection;

std::string way(const Proxies& proxies, std::string_view url) {
  const auto proxy = proxies.of(net::parse_url(url).value());
  return proxy ? proxy->address() : "direct";
}

TEST(Proxies, LeavesOutWhatTheListSays) {
  const Proxies proxies(
      "proxy.kommune.no:3128", "http://plain:8080",
      ".kommune.no, chat.example:8443 10.0.0.0/8,*.intern,192.0.2.7,[2001:db8::1],2001:db8:1::/48");
  EXPECT_EQ(way(proxies, "https://slack.com/"), "proxy.kommune.no:3128");
  EXPECT_EQ(way(proxies, "wss://slack.com/"), "proxy.kommune.no:3128");
  EXPECT_EQ(way(proxies, "http://slack.com/"), "plain:8080");
  EXPECT_EQ(way(proxies, "ws://slack.com/"), "plain:8080");
  for (const char* left_out :
       {"https://chat.kommune.no/", "https://KOMMUNE.no./", "https://chat.example:8443/", "https://10.1.2.3/",
        "https://a.intern/", "https://192.0.2.7/", "https://[2001:db8::1]/", "https://[2001:db8:1::5]/",
        "https://[::ffff:10.1.2.3]/", "http://localhost:80/", "http://127.0.0.2/", "http://[::1]/",
        "http://a.localhost/"})
    EXPECT_EQ(way(proxies, left_out), "direct") << left_out;
  for (const char* taken : {"https://notkommune.no/", "https://chat.example/", "https://11.1.2.3/",
                            "https://192.0.2.70/", "https://[2001:db8:2::5]/", "https://intern.example/"})
    EXPECT_EQ(way(proxies, taken), "proxy.kommune.no:3128") << taken;
  EXPECT_EQ(way(Proxies("a:1", "", "*"), "https://slack.com/"), "direct");
  EXPECT_EQ(way(Proxies("a:1", "", ""), "http://slack.com/"), "direct");
  EXPECT_EQ(way(Proxies(), "https://slack.com/"), "direct");
}

TEST(Proxies, ReadsTheEnvironment) {
  std::map<std::string, std::string> variables;
  const auto read = [&] {
    return Proxies::from_environment([&](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? nullptr : found->second.c_str();
    });
  };
  EXPECT_TRUE(read().none());
  EXPECT_EQ(read().in_words(), "");
  variables = {{"HTTPS_PROXY", "http://kari:hemmelig%40ord@proxy:3128"},
               {"HTTP_PROXY", "http://evil:1"},
               {"NO_PROXY", ".kommune.no"}};
  const Proxies proxies = read();
  EXPECT_EQ(way(proxies, "http://slack.com/"), "direct");  // a caller's header could have set HTTP_PROXY
  EXPECT_EQ(proxies.in_words(), "proxy:3128 (for http: none), but not for .kommune.no");
  const auto proxy = proxies.of(*net::parse_url("https://slack.com/"));
  EXPECT_EQ(proxy->authorization(), "Basic a2FyaTpoZW1tZWxpZ0BvcmQ=");
  variables = {{"all_proxy", "everything:1"}};
  EXPECT_EQ(way(read(), "http://slack.com/"), "everything:1");
  EXPECT_EQ(read().in_words(), "everything:1");
}

TEST(Proxies, SaysWhatCannotBeUsedWithoutTheSecret) {
  for (const char* bad : {"socks5h://u:hemmelig@proxy:1", "https://u:hemmelig@proxy:1",
                          "http://u:hemmelig@:1", "u:hemmelig@proxy:99999", "http://"}) {
    try {
      Proxies(bad, "", "", "HTTPS_PROXY");
      FAIL() << bad;
    } catch (const std::invalid_argument& error) {
      EXPECT_EQ(std::string(error.what()).find("hemmelig"), std::string::npos);
      EXPECT_NE(std::string(error.what()).find("HTTPS_PROXY"), std::string::npos);
    }
  }
}

class ThroughProxy : public NetTest {
 protected:
  ~ThroughProxy() override { net::set_house_proxies(Proxies()); }
  static std::string address_of(const RawServer& server, const std::string& user = "") {
    return "http://" + user + "127.0.0.1:" + std::to_string(server.port());
  }
  net::HttpOutcome post(const std::string& url, const RawServer& proxy,
                        std::chrono::milliseconds limit = 10s) {
    settings.ca_file = proxy.ca_file();
    settings.proxies = std::make_shared<Proxies>(address_of(proxy, user), address_of(proxy, user), "");
    client = std::make_unique<net::HttpClient>(settings);
    net::HttpCall call;
    call.method = "POST";
    call.url = url;
    call.body = "{}";
    call.limit = limit;
    net::HttpOutcome outcome;
    run([&]() -> asio::awaitable<void> { outcome = co_await client->send(call); });
    return outcome;
  }
  // Leads to itself: tells yes, then is the server.
  static RawServer::Script leads(std::string answer) {
    return [answer](Connection& peer, int) -> asio::awaitable<void> {
      if (!co_await peer.request()) co_return;
      co_await peer.send("HTTP/1.1 200 Connection established\r\nVia: proxy\r\n\r\n");
      if (!co_await peer.start_tls()) co_return;
      while (co_await peer.request()) co_await peer.send(answer);
    };
  }

  std::string user;
  net::HttpClientOptions settings;
  std::unique_ptr<net::HttpClient> client;
};

TEST_F(ThroughProxy, LeadsToTheServerByTls) {
  user = "kari:ord@";
  std::string asked;
  RawServer proxy(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    asked = peer.seen();
    co_await peer.send("HTTP/1.1 200 Connection established\r\nVia: proxy\r\n\r\n");
    if (!co_await peer.start_tls()) co_return;
    if (co_await peer.request()) co_await peer.send("HTTP/1.1 201 Made\r\nContent-Length: 2\r\n\r\nok");
  });
  // The name is one that this machine does not know: the proxy looks it up. The certificate is for localhost,
  // which no proxy is asked for, so the name has to be wrong here.
  const net::HttpOutcome wrong = post("https://chat.example/x", proxy);
  EXPECT_TRUE(asked.starts_with("CONNECT chat.example:443 HTTP/1.1\r\n")) << asked;
  EXPECT_NE(asked.find("Proxy-Authorization: Basic a2FyaTpvcmQ="), std::string::npos) << asked;
  EXPECT_EQ(asked.find("/x"), std::string::npos);
  EXPECT_FALSE(wrong.sent);
  EXPECT_EQ(wrong.fault, Fault::tls) << wrong.error.message();
}

TEST_F(ThroughProxy, CarriesPlainHttp) {
  std::string asked;
  RawServer proxy(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
    while (co_await peer.request()) {
      asked = peer.seen();
      co_await peer.send("HTTP/1.1 201 Made\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  const net::HttpOutcome outcome = post("http://chat.example:8065/hooks/x", proxy);
  EXPECT_EQ(outcome.reply.status, 201) << outcome.error.message();
  EXPECT_TRUE(asked.starts_with("POST http://chat.example:8065/hooks/x HTTP/1.1\r\n")) << asked;
  EXPECT_EQ(proxy.requests(), 1);
}

TEST_F(ThroughProxy, HoldsAddressesAgainstTheGuard) {
  RawServer proxy(io, false, leads("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  settings.dialling.may_connect = [](const asio::ip::address&) { return false; };
  for (const char* url :
       {"https://10.0.0.1/", "https://[fd00::1]/", "https://167772161/", "https://0x0a.1/"}) {
    const net::HttpOutcome outcome = post(url, proxy);
    EXPECT_EQ(outcome.error, net::refused_addresses) << url;
    EXPECT_FALSE(outcome.sent);
  }
  EXPECT_EQ(proxy.requests(), 0);
  post("https://chat.example/", proxy);  // the proxy itself need not pass
  EXPECT_EQ(proxy.requests(), 1);
}

TEST_F(ThroughProxy, SaysThatTheProxyIsAtFault) {
  struct Row {
    std::string answer;
    const char* words;
  };
  for (const Row& row :
       {Row{"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "(403)"},
        Row{"HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", "(407)"},
        Row{"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", "(502)"}, Row{"junk\r\n\r\n", "answer"},
        Row{"", "answer"}}) {
    RawServer proxy(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
      if (co_await peer.request()) co_await peer.send(row.answer);
    });
    const net::HttpOutcome outcome = post("https://chat.example/", proxy);
    EXPECT_FALSE(outcome.sent) << row.answer;
    EXPECT_EQ(outcome.fault, Fault::proxy) << row.answer << outcome.error.message();
    const std::string words = net::in_words(outcome.fault, outcome.error, "chat.example", "proxy:1");
    EXPECT_NE(words.find(row.words), std::string::npos) << words;
    EXPECT_EQ(proxy.requests(), 1);
  }
  RawServer silent(io, false, [](Connection& peer, int) { return peer.until_closed(); });
  const net::HttpOutcome late = in_short(
      60ms, [&](auto limit) { return post("https://chat.example/", silent, limit); },
      [](const auto& outcome) { return outcome.fault == Fault::proxy; });
  EXPECT_FALSE(late.sent);
  EXPECT_EQ(late.fault, Fault::proxy);
  RawServer cuts(io, false, [](Connection& peer, int) -> asio::awaitable<void> {
    if (co_await peer.request()) co_await peer.send("HTTP/1.1 200 Yes\r\n\r\n");
    peer.reset();
  });
  const net::HttpOutcome cut = post("https://chat.example/", cuts);
  EXPECT_FALSE(cut.sent);
  EXPECT_EQ(cut.fault, Fault::tls) << cut.error.message();
  settings.dialling.lookup = [](std::string) -> asio::awaitable<net::Result<std::vector<asio::ip::address>>> {
    co_return boost::system::error_code(asio::error::host_not_found);
  };
  settings.proxies = std::make_shared<Proxies>("proxy.example:1", "", "");
  net::HttpClient lost(settings);
  net::HttpCall call;
  call.url = "https://chat.example/";
  run([&]() -> asio::awaitable<void> {
    const net::HttpOutcome outcome = co_await lost.send(call);
    EXPECT_EQ(outcome.fault, Fault::proxy);
    EXPECT_FALSE(outcome.sent);
  });
}

TEST_F(ThroughProxy, LeadsAWebSocket) {
  std::string asked, upgraded;
  RawServer proxy(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    asked = peer.seen();
    co_await peer.send("HTTP/1.1 200 Yes\r\n\r\n");
    if (co_await peer.request()) upgraded = peer.seen();
    co_await peer.send("HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nsorry");
    co_await peer.until_closed();
  });
  net::set_house_proxies(Proxies("", address_of(proxy), ""));
  run([&]() -> asio::awaitable<void> {
    net::Headers none;
    net::WebSocketLimits limits;
    auto refused = co_await net::connect_websocket("ws://chat.example/socket", none, limits, nullptr);
    EXPECT_EQ(net::fault_of(refused.error()), Fault::http) << refused.error().message();
  });
  EXPECT_TRUE(asked.starts_with("CONNECT chat.example:80 HTTP/1.1\r\n")) << asked;
  EXPECT_TRUE(upgraded.starts_with("GET /socket HTTP/1.1\r\n")) << upgraded;
  EXPECT_NE(upgraded.find("Host: chat.example\r\n"), std::string::npos);
}

TEST_F(ThroughProxy, TellsAWebSocketThatTheProxySaidNo) {
  RawServer proxy(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
    if (co_await peer.request()) co_await peer.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
  });
  net::set_house_proxies(Proxies(address_of(proxy), "", ""));
  run([&]() -> asio::awaitable<void> {
    net::Headers none;
    net::WebSocketLimits limits;
    auto tls = net::make_tls_client();
    auto refused = co_await net::connect_websocket("wss://chat.example/socket", none, limits, tls);
    EXPECT_EQ(refused.error(), net::proxy_answered(403)) << refused.error().message();
  });
}

}  // namespace
}  // namespace net_test
