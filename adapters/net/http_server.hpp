// HTTP/1.1 and WebSocket server: framing, limits, time-outs and refusals. What to answer is the handler's
// business.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/tls_server.hpp"
#include "adapters/net/websocket.hpp"

namespace net {

struct HttpLimits {
  std::size_t header_bytes = 8 * 1024;      // more: 431
  std::size_t body_bytes = 256 * 1024;      // more: 413
  std::chrono::milliseconds read{10'000};   // from a request's first byte to its last; more: 408
  std::chrono::milliseconds first{5'000};   // before a connection's first byte; more: closed without a word
  std::chrono::milliseconds idle{60'000};   // between requests; more: closed without a word
  std::chrono::milliseconds write{10'000};  // for one response; more: closed
  // With WebSockets. One more closes the one that has kept us waiting longest; where none waits: 503.
  std::size_t max_connections = 256;
  // Of one address at a time, likewise. Through a trusted proxy: requests of one visitor being answered;
  // more: 429.
  std::size_t max_per_source = 128;
};

// Has no time limit but the caller's own; a handler that waits without end holds its connection. It is
// cancelled (terminal) when the server is cut off. What it throws becomes a 500 with a fixed body.
using HttpHandler = std::function<boost::asio::awaitable<Response>(Request)>;

struct WebSocketRoute {
  std::string path;
  // Runs for as long as the connection shall live; afterwards it is closed (1000, or 1011 when it threw).
  std::function<boost::asio::awaitable<void>(std::shared_ptr<WebSocketSession>, Request)> run;
  // The answer to a client that must not come in, or nothing to let it in. When empty: 403 for whatever is
  // not is_local_or_same_origin().
  std::function<std::optional<Response>(const Request&)> refuse;
  WebSocketLimits limits;
};

struct HttpServerOptions {
  Endpoint listen{"127.0.0.1", 0};
  // What is shown to callers; each new connection gets what it holds then. Null: plain HTTP.
  std::shared_ptr<const TlsServer> tls;
  HttpLimits limits;
  std::vector<WebSocketRoute> websockets;
  // Addresses of proxies whose word on who calls is believed, and the header in which they say it: a list of
  // addresses, or RFC 7239's. One alone: a proxy passes on what a caller writes into the other.
  std::vector<std::string> trusted_proxies{"127.0.0.1", "::1"};
  std::string visitor_header = "X-Forwarded-For";  // or "Forwarded"
  // Told a fixed code, never content: handler_failed, response_invalid, accept_failed,
  // descriptors_exhausted, session_failed.
  std::function<void(std::string_view code)> on_error;
};

// Listens from construction on, and serves from start() on. One I/O thread, the executor's. Time-outs are
// kept by one sweep over all connections four times per shortest limit, so they may come up to a quarter
// late. The server answers by itself: 400 (not proper HTTP), 405 (unknown method), 408, 413, 431, 500
// (handler threw), 429, 503.
class HttpServer {
 public:
  // Throws boost::system::system_error when it cannot listen.
  HttpServer(boost::asio::any_io_executor executor, HttpServerOptions options, HttpHandler handler);
  // Cuts everything that still runs. Handlers are cancelled, but end only when the executor next runs:
  // whoever wants to know them gone awaits stop().
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();
  Endpoint endpoint() const;        // the actual one, also after stop()
  std::size_t connections() const;  // open now

  // Stops accepting, closes idle connections, lets running requests answer and tells WebSockets 1001; after
  // `limit` closes and cancels the rest. True when everything had ended by itself. Call once.
  boost::asio::awaitable<bool> stop(std::chrono::steady_clock::duration limit);

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace net
