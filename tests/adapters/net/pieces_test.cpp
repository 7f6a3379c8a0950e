// Messages that come in pieces, cut at every byte: what one read brings is never up to us.
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/net/http_parser.hpp"
#include "adapters/net/websocket.hpp"
#include "tests/adapters/net/fixture.hpp"

namespace net_test {
namespace {

namespace beast = boost::beast;

// Of both directions: chunked bodies of every form, and what is broken.
const std::vector<std::string>& bodies() {
  static const std::vector<std::string> all{
      "0\r\n\r\n",
      "00\r\n\r\n",
      "0;a=b\r\n\r\n",
      "0\r\nX: y\r\n\r\n",
      "0\r\nX: y\r\n z\r\n\r\n",
      "5\r\na=b&c\r\n0\r\n\r\n",
      "5;x=\"y\"\r\na=b&c\r\n1\r\nd\r\n0\r\nA: b\r\nC:\r\n\r\n",
      "0\r\na=b&c\r\n\r\n",
      "5\r\na=b&c0\r\n\r\n",
      "0\rX\r\n\r\n",
      "0\r\n\rX",
      "g\r\n\r\n",
      "ffffffffffffffffff\r\n",
      "1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n",
  };
  return all;
}

// Fed piece by piece; the size of the body, or -1 for one that is refused or never ends.
long fed(const std::vector<std::string_view>& pieces) {
  net::RequestParser parser(8192, 4096);
  beast::flat_buffer buffer(16 * 1024);
  for (std::string_view piece : pieces) {
    auto room = buffer.prepare(piece.size());
    buffer.commit(boost::asio::buffer_copy(room, boost::asio::buffer(piece)));
    const auto error = parser.feed(buffer);
    if (!error) return static_cast<long>(parser.body.size());
    if (error != beast::http::error::need_more) return -1;
  }
  return -1;
}

void cut_everywhere(const std::string& head) {
  for (const std::string& body : bodies()) {
    const std::string whole = head + body;
    const std::string_view text = whole;
    const long expected = fed({text});
    const std::size_t from = head.size() - 3;
    for (std::size_t a = from; a <= whole.size(); ++a)
      for (std::size_t b = a; b <= whole.size(); ++b)
        EXPECT_EQ(fed({text.substr(0, a), text.substr(a, b - a), text.substr(b)}), expected)
            << body << " cut at " << a - from << " and " << b - from;
    std::vector<std::string_view> single;
    for (std::size_t at = 0; at < whole.size(); ++at) single.push_back(text.substr(at, 1));
    EXPECT_EQ(fed(single), expected) << body;
  }
}

TEST(Pieces, OfAChunkedRequestAreTheSameAsTheWhole) {
  cut_everywhere("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
}
TEST(Pieces, OfAProperBodyMakeItWhole) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(fed({head + "0\r\n", "\r", "\n"}), 0);
  EXPECT_EQ(fed({head, "5\r\na=b&c\r\n0\r\n", "\r", "\n"}), 5);
}

using PiecesOverSockets = NetTest;

// The other side reads what has been sent before the next piece leaves.
asio::awaitable<void> let_it_be_read(asio::io_context& io) {
  for (int turn = 0; turn < 3; ++turn) co_await asio::post(io, asio::use_awaitable);
}

asio::awaitable<std::string> in_two(asio::io_context& io, net::Endpoint to, std::string_view text,
                                    std::size_t cut) {
  auto peer = co_await RawPeer::connect(to);
  co_await peer.send(text.substr(0, cut));
  co_await let_it_be_read(io);
  co_await peer.send(text.substr(cut));
  peer.shutdown_send();
  co_return co_await peer.read_until_closed();
}

TEST_F(PiecesOverSockets, AChunkedRequestCutAtEveryByteIsAnswered) {
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    const std::string_view text =
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      const std::string answer = co_await in_two(io, server->endpoint(), text, cut);
      EXPECT_TRUE(answer.ends_with("POST /x ")) << cut << answer;
    }
    auto peer = co_await RawPeer::connect(server->endpoint());
    for (std::string_view piece : {text.substr(0, text.size() - 5), text.substr(text.size() - 5, 3),
                                   std::string_view("\r"), std::string_view("\n")}) {
      co_await peer.send(piece);
      co_await let_it_be_read(io);
    }
    const std::string answer = co_await peer.read_until_closed();
    EXPECT_TRUE(answer.ends_with("POST /x ")) << answer;
  });
  EXPECT_EQ(errors, std::vector<std::string>());
}

// What a fuzzer found the library's assertions with, in this order of bytes.
TEST_F(PiecesOverSockets, BrokenRequestsCutAtEveryByteEndAsErrors) {
  using namespace std::string_literals;
  options.limits.read = 100ms;
  serve_echo();
  const std::string head =
      "alhoOST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX: Tok\xff\xff en abc\r\n\r\n";
  run([&]() -> asio::awaitable<void> {
    for (const std::string& text :
         {head + "0\r\na=b&c\r\n5", head + "0\r\na=b&c\r\n0\r\nX: y\r\n\r\n", head + "0\r\nab",
          head + "0\r\n\0\0\0"s,
          "aEtT /a?b=1 HTTP/1.0\r\nHost: loce\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na=b&c\r\n0\xdb"s}) {
      for (std::size_t cut = 1; cut < text.size(); ++cut) co_await in_two(io, server->endpoint(), text, cut);
    }
    const std::string good = co_await in_two(
        io, server->endpoint(), "GET /still HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 5);
    EXPECT_TRUE(good.ends_with("GET /still ")) << good;
  });
}

// A server that answers a WebSocket's greeting with what it is told, in pieces.
asio::awaitable<void> answer_once(asio::io_context& io, net::Listener& listener,
                                  std::vector<std::string> pieces) {
  auto stream = co_await listener.accept();
  RawPeer peer(std::move(stream.value()));
  co_await peer.read_until("\r\n\r\n");
  for (const std::string& piece : pieces) {
    co_await peer.send(piece);
    co_await let_it_be_read(io);
  }
  peer.shutdown_send();
  co_await peer.read_until_closed();
}

TEST_F(PiecesOverSockets, AnAnswerToAWebSocketThatIsNoGreetingIsAnError) {
  net::Listener listener(io.get_executor(), {"127.0.0.1", 0});
  const std::string head = "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::vector<std::vector<std::string>> answers{{head + "0\r\n", "\r", "\n"},
                                                      {head, "5\r\na=b&c\r\n0\r\n", "\r", "\n"},
                                                      {"HTTP/1.1 200 OK\r\n\r\n"},
                                                      {"H", "TTP/1.1 302 Found\r\n\r\n"},
                                                      {"\r\n"},
                                                      {""},
                                                      {"HTTP/1.1 10"},
                                                      {"HTTP/1.0 101 OK\r\n\r\n"}};
  for (const auto& pieces : answers) {
    spawn(answer_once(io, listener, pieces));
    run([&]() -> asio::awaitable<void> {
      net::Headers none;
      net::WebSocketLimits limits;
      std::string url = "ws://127.0.0.1:" + std::to_string(listener.endpoint().port) + "/";
      auto opened = co_await net::connect_websocket(std::move(url), none, limits, nullptr);
      EXPECT_TRUE(opened.has_error()) << pieces.front();
    });
  }
}

TEST_F(PiecesOverSockets, AnOriginThatIsNoAddressIsRefused) {
  net::WebSocketRoute route;
  route.path = "/ws";
  route.run = [](auto session, net::Request) -> asio::awaitable<void> {
    while (co_await session->receive()) continue;
  };
  options.websockets.push_back(route);
  serve_echo();
  run([&]() -> asio::awaitable<void> {
    for (const char* origin : {"http:>", "h:]", "http:?", "http:#", "http:[", "ft:\xe5", "http://]"}) {
      const std::string text =
          "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " +
          std::string(origin) + "\r\n\r\n";
      const std::string answer = co_await in_two(io, server->endpoint(), text, text.size() - 4);
      EXPECT_NE(answer.find(" 403 "), answer.npos) << origin << answer;
    }
  });
}

}  // namespace
}  // namespace net_test
