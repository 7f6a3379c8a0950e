// A connection of the server's, and which of many makes room for another. Private to http_server.cpp and
// http_session.cpp.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/net/address.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"

namespace net {

struct Connection {
  static constexpr auto never = std::chrono::steady_clock::time_point::max();

  Connection(std::unique_ptr<Stream> accepted, std::size_t buffer_bytes)
      : stream(std::move(accepted)), peer(stream->peer()), buffer(buffer_bytes) {
    comes_from(peer);
  }
  void comes_from(std::string visitor) {
    source = std::move(visitor);
    place = place_of(source);
  }

  void expect_within(std::chrono::milliseconds limit) {
    expired = false;
    waits_since = std::chrono::steady_clock::now();
    deadline = waits_since + limit;
  }
  // For the other end to send or take something; not while a handler works, and never as a WebSocket.
  bool waits() const { return deadline != never && stream && !leaving; }

  std::unique_ptr<Stream> stream;               // null once a WebSocket has taken it
  std::shared_ptr<WebSocketSession> websocket;  // null before
  std::string peer;
  std::string source;  // the visitor: the peer, or whom a trusted proxy names; by comes_from()
  std::string place;   // what is counted as one with it
  boost::beast::flat_buffer buffer;
  std::chrono::steady_clock::time_point waits_since;
  std::chrono::steady_clock::time_point deadline = never;
  bool fresh = true;     // no byte of any request yet
  bool idle = true;      // nothing of the next request yet
  bool expired = false;  // the sweep cancelled what it waits for
  bool leaving = false;  // not counted any more: is told 503, or made room
  bool told = false;     // one too many
  boost::asio::cancellation_signal cut;
};

// The TLS handshake, where there is TLS. False: whoever came could not agree with us, or said nothing in
// time.
boost::asio::awaitable<bool> greet(Connection& connection, std::chrono::milliseconds limit);

// accept() failed because this process or the machine has no room for another.
bool out_of_descriptors(boost::system::error_code error);

using Connections = std::list<std::shared_ptr<Connection>>;

// Connections of this place (place_of).
std::size_t held_by(const Connections& connections, std::string_view place);
// Of them: those whose request is being answered just now, and WebSockets.
std::size_t asked_by(const Connections& connections, std::string_view place);

// Who holds connections and says nothing must not keep others out: the one that has kept us waiting longest,
// of the place that holds most. A request that has begun is spared for a moment, unless its place is not the
// newcomer's. Null when none waits.
std::shared_ptr<Connection> longest_waiting(const Connections& connections, std::string_view newcomer,
                                            bool among_its_own);

// The visitor whom the proxy next to us names: the last name in the last line of this header, which it adds
// behind what the caller claims. `Forwarded` as RFC 7239 writes it, any other as a list of addresses, with
// ports or without. One visitor has one name, however it is written. Empty: none.
std::string visitor_named(const Headers& headers, std::string_view header);

}  // namespace net
