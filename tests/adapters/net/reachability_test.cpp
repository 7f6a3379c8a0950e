// What the log tells of calls that do not get through.
#include "adapters/net/reachability.hpp"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <boost/asio/error.hpp>
#include <sstream>

#include "adapters/net/http_client.hpp"
#include "adapters/net/proxies.hpp"
#include "adapters/net/websocket.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/net/raw_server.hpp"

namespace net_test {
namespace {

using testing::HasSubstr;

class ReachabilityTest : public NetTest {
 protected:
  ReachabilityTest() {
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    sink->set_pattern("%v");
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("reachability-test", sink));
    net::log_reachability();
  }
  ~ReachabilityTest() override { spdlog::set_default_logger(before_); }

  void get(const std::string& url, net::HttpClientOptions with = {}) {
    net::HttpClient client(std::move(with));
    net::HttpCall call;
    call.url = url;
    call.limit = 2s;
    run([&]() -> asio::awaitable<void> { co_await client.send(call); });
  }
  void open(const std::string& url) {
    run([&]() -> asio::awaitable<void> {
      net::Headers none;
      net::WebSocketLimits limits;
      co_await net::connect_websocket(url, none, limits, nullptr);
    });
  }
  std::string told() {
    std::string text = log_.str();
    log_.str("");
    return text;
  }
  static RawServer::Script answers(std::string bytes) {
    return [bytes](RawConnection& peer, int) -> asio::awaitable<void> {
      if (co_await peer.request()) co_await peer.send(bytes);
    };
  }
  std::string nobody() {
    RawServer gone(io, false, answers(""));
    return "127.0.0.1:" + std::to_string(gone.port());
  }

 private:
  std::ostringstream log_;
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

TEST_F(ReachabilityTest, SaysWhereItBroke) {
  net::HttpClientOptions lost;
  lost.dialling.lookup = [](std::string) -> asio::awaitable<net::Result<std::vector<asio::ip::address>>> {
    co_return boost::system::error_code(asio::error::host_not_found);
  };
  get("http://chat.example/", lost);
  EXPECT_THAT(told(), HasSubstr("a call did not get through: DNS: the name chat.example was not found"));

  const std::string closed = nobody();
  get("http://" + closed + "/secret-path");
  const std::string refused = told();
  EXPECT_THAT(refused, HasSubstr("TCP: 127.0.0.1 did not take the connection (Connection refused)"));
  EXPECT_THAT(refused, testing::Not(HasSubstr("secret-path")));

  RawServer strange(io, true, answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  get(strange.url());
  EXPECT_THAT(told(), HasSubstr("TLS: no trusted connection to localhost"));

  net::HttpClientOptions by_proxy;
  by_proxy.proxies = std::make_shared<const net::Proxies>(net::Proxies("", "http://" + closed, ""));
  get("http://proxied.example/", by_proxy);
  EXPECT_THAT(told(), HasSubstr("proxy: "));
}

TEST_F(ReachabilityTest, SaysWhatWasAnsweredAndWhenItIsOver) {
  int call = 0;
  RawServer moody(io, false, [&](RawConnection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    const std::string status = ++call == 3 ? "404 Not Found" : "502 Bad Gateway";
    co_await peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  get(moody.url());
  EXPECT_EQ(told(), "a call did not get through: HTTP: localhost answered with status 502\n");
  get(moody.url());
  EXPECT_EQ(told(), "") << "the same once more is no news";
  get(moody.url());
  EXPECT_EQ(told(), "calls get through again: localhost\n") << "whatever it says of this one";
}

TEST_F(ReachabilityTest, IsToldOfSocketsToo) {
  open("ws://" + nobody() + "/api");
  EXPECT_THAT(told(), HasSubstr("TCP: 127.0.0.1 did not take the connection (Connection refused)"));
  RawServer declines(io, false, answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
  open("ws://localhost:" + std::to_string(declines.port()) + "/api");
  EXPECT_THAT(told(), HasSubstr("HTTP: localhost was reached and gave no good answer"));
}

}  // namespace
}  // namespace net_test
