#include "adapters/net/http_server.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/adapters/net/fixture.hpp"

namespace net_test {
namespace {

using HttpServerTest = NetTest;

asio::awaitable<std::string> talk(net::Endpoint endpoint, std::string bytes) {
  auto peer = co_await RawPeer::connect(endpoint);
  co_await peer.send(bytes);
  co_return co_await peer.read_until_closed();
}

std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

constexpr std::string_view last_get = "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

TEST_F(HttpServerTest, HandsTheHandlerTheWholeRequest) {
  net::Request seen;
  serve([&](net::Request request) -> asio::awaitable<net::Response> {
    seen = std::move(request);
    net::Response response(201, "{}", "application/json");
    response.headers.add("X-Answer", "42");
    co_return response;
  });
  run([&]() -> asio::awaitable<void> {
    std::string answer =
        co_await talk(server->endpoint(),
                      "POST /slack/actions?a=1&b=%20?c HTTP/1.1\r\nHost: localhost\r\n"
                      "x-SIGNATURE: v0=ab\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(
        answer,
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\nX-Answer: 42\r\n"
        "Connection: close\r\n\r\n{}");
  });
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/slack/actions");
  EXPECT_EQ(seen.query, "a=1&b=%20?c");
  EXPECT_EQ(seen.headers.get("X-Signature"), "v0=ab");
  EXPECT_EQ(seen.body, "hello");
  EXPECT_EQ(seen.peer, "127.0.0.1");
}

// RFC 9112 3.2.2: what a proxy sends, and every server must take.
TEST_F(HttpServerTest, AWholeAddressIsTakenApart) {
  std::vector<net::Request> seen;
  serve([&](net::Request request) -> asio::awaitable<net::Response> {
    seen.push_back(std::move(request));
    co_return net::Response(204);
  });
  struct Row {
    std::string line, path, query, host;
  };
  const Row rows[] = {{"GET http://localhost/a/b?c=d", "/a/b", "c=d", "localhost"},
                      {"POST HTTPS://Refleks.Example:8443/", "/", "", "Refleks.Example:8443"},
                      {"GET http://[::1]:80", "/", "", "[::1]:80"},
                      {"GET http://localhost?x", "/", "x", "localhost"},
                      {"OPTIONS http://localhost", "*", "", "localhost"}};
  for (const Row& row : rows) {
    run([&]() -> asio::awaitable<void> {
      const std::string bytes = row.line + " HTTP/1.1\r\nhost: other.example\r\nConnection: close\r\n\r\n";
      const std::string answer = co_await talk(server->endpoint(), bytes);
      EXPECT_TRUE(answer.starts_with("HTTP/1.1 204")) << row.line << answer;
    });
    ASSERT_FALSE(seen.empty()) << row.line;
    EXPECT_EQ(seen.back().path, row.path) << row.line;
    EXPECT_EQ(seen.back().query, row.query) << row.line;
    EXPECT_EQ(seen.back().headers.count("Host"), 1u) << row.line;
    EXPECT_EQ(seen.back().headers.get("Host"), row.host) << row.line;
    seen.clear();
  }
}

// RFC 9112 2.2.
TEST_F(HttpServerTest, AnEmptyLineBeforeARequestIsPassedOver) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send("\r\n\r");
    co_await peer.send("\n" + post("/1", "one") + "\r\n" + std::string(last_get));
    const std::string answers = co_await peer.read_until_closed();
    EXPECT_EQ(occurrences(answers, "HTTP/1.1 200"), 2u) << answers;
    const std::string flood = co_await talk(server->endpoint(), std::string(40'000, '\r'));
    EXPECT_TRUE(flood.starts_with("HTTP/1.1 400")) << flood;
  });
}

TEST_F(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/1", "one"));
    co_await peer.read_until("POST /1 one");
    EXPECT_EQ(server->connections(), 1u);
    co_await peer.send(post("/2", "two"));
    std::string answers = co_await peer.read_until("POST /2 two");
    EXPECT_EQ(occurrences(answers, "HTTP/1.1 200 OK"), 2u);
    EXPECT_EQ(occurrences(answers, "Connection: close"), 0u);
  });
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string requests = post("/1", "one") + post("/2", "two") + std::string(last_get);
    std::string answers = co_await talk(server->endpoint(), requests);
    EXPECT_EQ(occurrences(answers, "HTTP/1.1 200 OK"), 3u);
    EXPECT_LT(answers.find("POST /1 one"), answers.find("POST /2 two"));
    EXPECT_LT(answers.find("POST /2 two"), answers.find("GET /last"));
  });
}

TEST_F(HttpServerTest, ReadsARequestThatComesByteByByte) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    std::string request = post("/slow", "body") + std::string(last_get);
    for (char byte : request) co_await peer.send(std::string_view(&byte, 1));
    std::string answers = co_await peer.read_until_closed();
    EXPECT_NE(answers.find("POST /slow body"), answers.npos);
    EXPECT_NE(answers.find("GET /last"), answers.npos);
  });
}

TEST_F(HttpServerTest, JoinsChunksAndDropsTrailers) {
  net::Request seen;
  serve([&](net::Request request) -> asio::awaitable<net::Response> {
    seen = std::move(request);
    co_return net::Response(204);
  });
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(
        server->endpoint(),
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Signature: forged\r\n\r\n");
    EXPECT_EQ(answer, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  });
  EXPECT_EQ(seen.body, "abcde");
  EXPECT_FALSE(seen.headers.has("X-Signature"));
}

TEST_F(HttpServerTest, SendsNoBodyToHead) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string answer =
        co_await talk(server->endpoint(), "HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("Content-Length: 8\r\n"), answer.npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  });
}

TEST_F(HttpServerTest, SaysContinueToAClientThatAsks) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: "
        "4\r\n\r\n");
    co_await peer.read_until("HTTP/1.1 100 Continue\r\n\r\n");
    co_await peer.send("body");
    std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /x body")) << answer;
  });
}

TEST_F(HttpServerTest, ClosesAfterAnHttp10Request) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(server->endpoint(), "GET /old HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(answer.ends_with("GET /old ")) << answer;
  });
}

struct BadRequest {
  const char* why;
  std::string bytes;
  const char* status;
};

TEST_F(HttpServerTest, RefusesBadRequestsWithAClearStatusAndCloses) {
  options.limits.body_bytes = 100;
  options.limits.header_bytes = 1000;
  bool handled = false;
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    handled = true;
    co_return net::Response(200);
  });
  const std::string host = "Host: localhost\r\n";
  const std::string many_fields = [] {
    std::string fields;
    for (int i = 0; i < 100; ++i) fields += "X-" + std::to_string(i) + ": flood\r\n";
    return fields;
  }();
  const std::vector<BadRequest> cases{
      {"garbage", "\x16\x03\x01 what is this\r\n\r\n", "400 Bad Request"},
      {"no version", "GET /\r\n\r\n", "400 Bad Request"},
      {"another version", "GET / HTTP/3.0\r\n" + host + "\r\n", "400 Bad Request"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", "400 Bad Request"},
      {"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", "400 Bad Request"},
      {"a target of another kind", "GET ftp://a/ HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request"},
      {"a target without a host", "GET http:///x HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request"},
      {"a name in the target", "GET http://me@localhost/ HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request"},
      {"an address without Host", "GET http://localhost/ HTTP/1.1\r\n\r\n", "400 Bad Request"},
      {"a name in Host", "GET / HTTP/1.1\r\nHost: me@localhost\r\n\r\n", "400 Bad Request"},
      {"a path in Host", "GET / HTTP/1.1\r\nHost: localhost/x\r\n\r\n", "400 Bad Request"},
      {"bare ends of lines before it", "\n\nGET / HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request"},
      {"unknown method", "BREW / HTTP/1.1\r\n" + host + "\r\n", "405 Method Not Allowed"},
      {"tunnel", "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", "405 Method Not Allowed"},
      {"body too long", post("/", std::string(101, 'x')), "413 Payload Too Large"},
      {"promised body too long", "POST / HTTP/1.1\r\n" + host + "Content-Length: 9999999999\r\n\r\n", "413"},
      {"chunks too long",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n40\r\n" + std::string(64, 'x') +
           "\r\n40\r\n" + std::string(64, 'x') + "\r\n0\r\n\r\n",
       "413"},
      {"header flood", "GET / HTTP/1.1\r\n" + host + many_fields + "\r\n", "431"},
      {"one long field", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(5000, 'x') + "\r\n\r\n", "431"},
      {"long target", "GET /" + std::string(5000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", "431"},
      {"endless line", "GET /" + std::string(20000, 'x'), "431"},
      {"trailer flood",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + many_fields + "\r\n",
       "431"},
      {"endless chunk extension",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(20000, 'x'),
       "431"},
      {"two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
       "400"},
      {"length and chunks",
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"chunks and length",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
       "400"},
      {"unknown coding", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\nab", "400"},
      {"coded chunks", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "400"},
      {"blank before colon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", "400"},
      {"bad chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
  };
  run([&]() -> asio::awaitable<void> {
    for (const BadRequest& bad : cases) {
      std::string answer = co_await talk(server->endpoint(), bad.bytes);
      EXPECT_TRUE(answer.starts_with(std::string("HTTP/1.1 ") + bad.status)) << bad.why << ": " << answer;
      EXPECT_EQ(occurrences(answer, "Connection: close\r\n"), 1u) << bad.why;
      EXPECT_EQ(occurrences(answer, "HTTP/1.1"), 1u) << bad.why;
    }
  });
  EXPECT_FALSE(handled);
  EXPECT_TRUE(errors.empty());
}

TEST_F(HttpServerTest, HoldsTheHeaderLimitAlsoWhenTheFieldsComeOneByOne) {
  options.limits.header_bytes = 1000;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 100; ++i) co_await peer.send("X-Drop: one more drop into the bucket\r\n");
    co_await peer.send("\r\n");
    std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 431")) << answer;
  });
}

TEST_F(HttpServerTest, StillTellsAClientThatIsBusySendingATooLongBody) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(server->endpoint(), post("/", std::string(900'000, 'x')));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer;
  });
}

TEST_F(HttpServerTest, GivesUpOnASlowHeader) {
  options.limits.read = 50ms;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(server->endpoint(), "GET / HTTP/1.1\r\nHost: loc");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n")) << answer;
  });
}

TEST_F(HttpServerTest, GivesUpOnASlowBody) {
  options.limits.read = 50ms;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(server->endpoint(),
                                       "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 408")) << answer;
  });
}

TEST_F(HttpServerTest, ClosesAnIdleConnectionWithoutAWord) {
  options.limits.idle = 50ms;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/1", "one"));
    std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /1 one"));
  });
}

TEST_F(HttpServerTest, ClosesAConnectionThatNeverSaysAnythingWithoutAWord) {
  options.limits.first = 20ms;
  serve_echo();
  run([&]() -> asio::awaitable<void> { EXPECT_EQ(co_await talk(server->endpoint(), ""), ""); });
}

// It is sent behind a body, together with it or after the answer, and begins no request.
TEST_F(HttpServerTest, AnEmptyLineLeavesAConnectionIdle) {
  options.limits.idle = 50ms;
  options.limits.read = 100ms;
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto together = co_await RawPeer::connect(server->endpoint());
    co_await together.send(post("/1", "one") + "\r\n");
    std::string answer = co_await together.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /1 one")) << answer;
    auto after = co_await RawPeer::connect(server->endpoint());
    co_await after.send(post("/2", "two"));
    co_await after.read_until("POST /2 two");
    co_await after.send("\r\n");
    answer = co_await after.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /2 two")) << answer;
  });
}

TEST_F(HttpServerTest, StopsAtOnceWhereOnlyAnEmptyLineHasCome) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/1", "one") + "\r\n");
    co_await peer.read_until("POST /1 one");
    EXPECT_TRUE(co_await server->stop(1s));
    const std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /1 one")) << answer;
  });
}

TEST_F(HttpServerTest, ClosesOnAClientThatDoesNotRead) {
  options.limits.write = 50ms;
  Gate answering(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    answering.open();
    co_return net::Response(200, std::string(64'000'000, 'x'));
  });
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/", ""));
    co_await answering.wait();
    EXPECT_TRUE(co_await server->stop(10s));
    EXPECT_EQ(server->connections(), 0u);
  });
}

TEST_F(HttpServerTest, AnswersAThrowingHandlerWithAFixed500AndGoesOn) {
  serve([](net::Request request) -> asio::awaitable<net::Response> {
    if (request.path == "/bad") throw std::runtime_error("secret words of a person");
    co_return net::Response(200, "fine");
  });
  run([&]() -> asio::awaitable<void> {
    std::string answer = co_await talk(server->endpoint(), post("/bad", "x") + std::string(last_get));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    EXPECT_NE(answer.find("\r\n\r\n500 Internal Server Error\n"), answer.npos);
    EXPECT_EQ(answer.find("secret"), answer.npos);
    EXPECT_TRUE(answer.ends_with("fine"));
  });
  EXPECT_EQ(errors, std::vector<std::string>{"handler_failed"});
}

TEST_F(HttpServerTest, NeverSendsAHeaderThatSplitsTheResponse) {
  serve([](net::Request request) -> asio::awaitable<net::Response> {
    net::Response response(302);
    if (request.path == "/split") response.headers.add("Location", "/a\r\nSet-Cookie: b=c");
    if (request.path == "/own") response.headers.add("content-length", "3");
    if (request.path == "/last") response.content_type = "text/html\r\nX: y";
    co_return response;
  });
  run([&]() -> asio::awaitable<void> {
    std::string answer =
        co_await talk(server->endpoint(), post("/split", "") + post("/own", "") + std::string(last_get));
    EXPECT_EQ(occurrences(answer, "HTTP/1.1 500"), 3u) << answer;
    EXPECT_EQ(answer.find("Set-Cookie"), answer.npos);
  });
  EXPECT_EQ(errors, std::vector<std::string>(3, "response_invalid"));
}

TEST_F(HttpServerTest, TurnsAwayOneConnectionTooMany) {
  options.limits.max_connections = 1;
  Gate answering(io), go_on(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    answering.open();
    co_await go_on.wait();
    co_return net::Response(200, "one");
  });
  run([&]() -> asio::awaitable<void> {
    auto first = co_await RawPeer::connect(server->endpoint());
    co_await first.send(last_get);
    co_await answering.wait();
    std::string second = co_await talk(server->endpoint(), post("/2", "two"));
    EXPECT_TRUE(second.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << second;
    go_on.open();
    std::string answers = co_await first.read_until_closed();
    EXPECT_TRUE(answers.ends_with("one"));
  });
}

TEST_F(HttpServerTest, WaitsWhenDescriptorsRunOutAndThenAcceptsAgain) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/1", "one"));
    co_await peer.read_until("POST /1 one");
    // The kernel completes the client's side of the connection; accept() then finds no descriptor left.
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    int lowest_free = ::open("/dev/null", O_RDONLY);
    ::close(lowest_free);
    rlimit one_more = before;
    one_more.rlim_cur = static_cast<rlim_t>(lowest_free) + 1;  // the client's own socket still fits
    setrlimit(RLIMIT_NOFILE, &one_more);
    auto late = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/2", "two"));
    co_await peer.read_until("POST /2 two");
    setrlimit(RLIMIT_NOFILE, &before);
    co_await late.send(last_get);
    std::string answer = co_await late.read_until_closed();
    EXPECT_TRUE(answer.ends_with("GET /last ")) << answer;
  });
  EXPECT_EQ(errors, std::vector<std::string>{"descriptors_exhausted"});
}

TEST_F(HttpServerTest, FailsToStartOnAPortThatIsTaken) {
  serve_echo();
  net::HttpServerOptions same;
  same.listen = server->endpoint();
  EXPECT_THROW(net::HttpServer(io.get_executor(), same, {}), std::exception);
}

TEST_F(HttpServerTest, LetsARunningRequestFinishWhenItStops) {
  Gate entered(io);
  Gate release(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    entered.open();
    co_await release.wait();
    co_return net::Response(200, "done");
  });
  run([&]() -> asio::awaitable<void> {
    auto idle = co_await RawPeer::connect(server->endpoint());
    auto busy = co_await RawPeer::connect(server->endpoint());
    co_await busy.send(post("/", ""));
    co_await entered.wait();
    bool by_itself = false;
    Gate stopped(io);
    spawn([&]() -> asio::awaitable<void> {
      by_itself = co_await server->stop(10s);
      stopped.open();
    });
    EXPECT_EQ(co_await idle.read_until_closed(), "");
    EXPECT_FALSE(stopped.is_open());
    release.open();
    std::string answer = co_await busy.read_until_closed();
    EXPECT_TRUE(answer.ends_with("Connection: close\r\n\r\ndone")) << answer;
    co_await stopped.wait();
    EXPECT_TRUE(by_itself);
    auto deadline = std::chrono::steady_clock::now() + 5s;
    auto port = std::to_string(server->endpoint().port);
    auto refused = co_await net::connect("127.0.0.1", port, nullptr, deadline);
    EXPECT_TRUE(refused.has_error());
  });
}

TEST_F(HttpServerTest, CutsARequestThatOutlastsTheStop) {
  Gate entered(io);
  Gate never(io);
  bool unwound = false;
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    auto note = [&unwound](int*) { unwound = true; };
    int guarded = 0;
    std::unique_ptr<int, decltype(note)> on_exit(&guarded, note);
    entered.open();
    co_await never.wait();
    co_return net::Response(200);
  });
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/", ""));
    co_await entered.wait();
    EXPECT_FALSE(co_await server->stop(20ms));
    EXPECT_EQ(server->connections(), 0u);
    EXPECT_TRUE(unwound);
    EXPECT_EQ(co_await peer.read_until_closed(), "");
  });
  EXPECT_TRUE(errors.empty());
}

TEST_F(HttpServerTest, MayBeDestroyedWhileARequestRuns) {
  Gate entered(io);
  Gate never(io);
  serve([&](net::Request) -> asio::awaitable<net::Response> {
    entered.open();
    co_await never.wait();
    co_return net::Response(200);
  });
  run([&]() -> asio::awaitable<void> {
    auto peer = co_await RawPeer::connect(server->endpoint());
    co_await peer.send(post("/", ""));
    co_await entered.wait();
    server.reset();
    EXPECT_EQ(co_await peer.read_until_closed(), "");
  });
}

}  // namespace
}  // namespace net_test
