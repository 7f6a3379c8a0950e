// WebSocket, both ends: text messages in order, bounded both ways. Beast stays in websocket.cpp.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/http.hpp"

namespace net {

class Stream;
class TlsContext;

struct WebSocketLimits {
  std::size_t message_bytes = 64 * 1024;        // a larger inbound message closes with 1009
  std::size_t queue_frames = 1000;              // more waiting outbound messages close with 1008
  std::size_t queue_bytes = 4 * 1024 * 1024;    // likewise
  std::chrono::milliseconds handshake{10'000};  // opening: name lookup, connecting, TLS and upgrade together
  std::chrono::milliseconds idle{60'000};       // silence for so long ends it; pings go out after half of it
  // A peer that sends binary messages is ignored instead of told off (1003), as Slack's own client does.
  bool skip_binary = false;
  std::chrono::milliseconds close{5'000};  // from close() until the socket is closed without an answer
};

// RFC 6455 section 7.4.1
enum class CloseCode : std::uint16_t {
  none = 0,
  normal = 1000,
  going_away = 1001,
  unknown_data = 1003,
  bad_text = 1007,
  policy = 1008,
  too_big = 1009,
  internal_error = 1011,
};

// An open connection. Use on the I/O thread only. Somebody must keep calling receive(): pings, pongs and the
// close handshake are answered there. When the last owner goes, the socket is closed.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;

  // Queues a text message (UTF-8) behind those already waiting; never blocks. False: the session is closing
  // or the queue was full (which closes it), and nothing was queued.
  virtual bool send(std::string text) = 0;

  // The next text message; nothing once the connection has ended, for whatever reason. A binary message
  // closes with 1003, bad UTF-8 with 1007. One call at a time. Being cancelled ends the connection.
  virtual boost::asio::awaitable<std::optional<std::string>> receive() = 0;

  // Sends what is queued, then closes politely within the limit. Later calls do nothing.
  virtual void close(CloseCode code = CloseCode::normal) = 0;

  virtual void abort() = 0;          // ends now; nothing more is sent
  virtual bool is_open() const = 0;  // false as soon as either side began to close

  // Why the peer closed; none while open and when the connection broke without a close frame.
  virtual CloseCode peer_code() const = 0;
};

using WebSocketResult = boost::system::result<std::shared_ptr<WebSocketSession>>;

// Connects to ws://host[:port]/path, or to wss:// with `tls` (needed for wss, ignored for ws). `headers` go
// out with the handshake. Goes
// through the house's proxy (proxies.hpp). Errors: as net::connect; invalid_argument for a bad URL or
// header; Beast's when the peer declines.
boost::asio::awaitable<WebSocketResult> connect_websocket(std::string url, Headers headers,
                                                          WebSocketLimits limits,
                                                          std::shared_ptr<TlsContext> tls);

// The server's half, used by HttpServer: answers an upgrade request that has been read from `stream`.
boost::asio::awaitable<WebSocketResult> accept_websocket(std::unique_ptr<Stream> stream,
                                                         const Request& request, WebSocketLimits limits);

}  // namespace net
