#include <array>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "adapters/net/http_core.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/core/busy.hpp"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

namespace {

constexpr auto linger = std::chrono::seconds(2);  // for a peer to take our last answer

}  // namespace

asio::awaitable<void> HttpServer::Core::serve(std::shared_ptr<Connection> connection) {
  if (!co_await greet(*connection, options.limits.first)) co_return;
  bool unread = false;  // the peer may still be sending what nobody will read
  for (bool keep = true; keep;) {
    RequestParser parser(options.limits.header_bytes, options.limits.body_bytes);
    int refusal_status = co_await read_request(*connection, parser);
    connection->deadline = Connection::never;
    if (refusal_status == gone) co_return;
    if (refusal_status != whole) {
      Response response = plain(refusal_status);
      unread = co_await write_response(*connection, std::move(response), false, false, true);
      break;
    }
    if (connection->source != connection->peer &&
        asked_by(connections, connection->place) > options.limits.max_per_source) {
      Response response = plain(429);
      unread = co_await write_response(*connection, std::move(response), false, false, true);
      break;
    }
    keep = parser.keep_alive();
    bool http_1_1 = parser.http_1_1;
    Request request = take(parser, connection->peer, connection->source);
    bool head_only = request.method == "HEAD";
    std::optional<Response> response;
    if (const WebSocketRoute* route = websocket_route(parser, request)) {
      response = refusal(*route, request);
      // A client must wait for our side of the handshake; bytes behind it would be lost.
      if (!response && connection->buffer.size() > 0) response = plain(400);
      if (!response) {
        co_await run_websocket(*connection, *route, std::move(request));
        co_return;
      }
    } else {
      response = co_await answer(std::move(request));
    }
    keep = keep && !stopping;
    bool written = co_await write_response(*connection, std::move(*response), keep, head_only, http_1_1);
    unread = written && connection->buffer.size() > 0;
    if (connection->source != connection->peer) connection->comes_from(connection->peer);
    if (!written) break;
  }
  if (!unread) co_return;
  connection->expect_within(linger);
  co_await connection->stream->async_drain(linger, asio::use_awaitable);
}

void HttpServer::Core::name_source(Connection& connection, const Headers& headers) const {
  if (!is_proxy(connection.peer)) return;
  const std::string visitor = visitor_named(headers, options.visitor_header);
  if (!visitor.empty() && visitor.size() <= 64) connection.comes_from(visitor);
}

// The parser's message is whole, or a status to refuse it with, or gone.
asio::awaitable<int> HttpServer::Core::read_request(Connection& connection, RequestParser& parser) {
  beast::flat_buffer& buffer = connection.buffer;
  connection.idle = true;
  connection.expect_within(connection.fresh ? options.limits.first : options.limits.idle);
  bool continued = false;
  for (;;) {
    error_code parsed = parser.feed(buffer);
    if (connection.idle && (parser.has_begun() || parsed != beast::http::error::need_more)) {
      connection.idle = connection.fresh = false;
      connection.expect_within(options.limits.read);
    }
    if (connection.idle && stopping) co_return gone;
    if (!parsed) {
      name_source(connection, parser.headers);
      co_return refusal_of(parser);
    }
    if (parsed != beast::http::error::need_more) co_return refusal_of(parsed);
    if (parser.is_header_done() && !continued) {
      continued = true;
      name_source(connection, parser.headers);
      // curl, for one, waits a second for this before it sends a larger body.
      if (parser.http_1_1 && equal_ignoring_case(parser.headers.get("Expect"), "100-continue")) {
        std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [error, size] = co_await asio::async_write(*connection.stream, asio::buffer(interim), use_tuple);
        if (error) co_return gone;
      }
    }
    // The header is taken out as it is parsed, the body likewise: only one unfinished line can fill the
    // buffer.
    std::size_t room = std::min(request_read_bytes, buffer.max_size() - buffer.size());
    if (room == 0) co_return 431;
    auto [error, size] = co_await connection.stream->async_read_some(buffer.prepare(room), use_tuple);
    buffer.commit(size);
    if (error) co_return connection.expired && !connection.idle ? 408 : gone;
  }
}

// False when the peer did not take it in time; nothing more can be said then.
asio::awaitable<bool> HttpServer::Core::write_response(Connection& connection, Response response, bool keep,
                                                       bool head_only, bool http_1_1) {
  std::string head = head_of(response, keep, http_1_1);
  bool body = !head_only && carries_body(response.status);
  std::array<asio::const_buffer, 2> message{asio::buffer(head), asio::const_buffer()};
  if (body) message[1] = asio::buffer(response.body);
  connection.expect_within(options.limits.write);
  auto [error, size] = co_await asio::async_write(*connection.stream, message, use_tuple);
  connection.deadline = Connection::never;
  co_return !error;
}

asio::awaitable<Response> HttpServer::Core::answer(Request request) {
  try {
    Response response = co_await handler(std::move(request));
    if (may_send(response)) co_return response;
    report("response_invalid");
  } catch (const core::Busy&) {
    report("busy");
    Response later = plain(503);
    later.headers.add("Retry-After", "5");
    co_return later;
  } catch (...) {
    // Whatever it was may quote what a person wrote, so neither the log nor the client is told.
    if (!cutting) report("handler_failed");
  }
  co_return plain(500);
}

asio::awaitable<void> HttpServer::Core::refuse(std::shared_ptr<Connection> connection) {
  if (!co_await greet(*connection, options.limits.first)) co_return;
  Response response = plain(503);
  bool written = co_await write_response(*connection, std::move(response), false, false, true);
  if (written) co_await connection->stream->async_drain(linger, asio::use_awaitable);
}

// --- WebSocket
// --------------------------------------------------------------------------------------------------------

const WebSocketRoute* HttpServer::Core::websocket_route(const RequestParser& parser,
                                                        const Request& request) const {
  if (!parser.upgrade() || request.method != "GET") return nullptr;
  const std::string_view wanted = request.headers.get("Upgrade");
  if (!beast::http::token_list(beast::string_view(wanted.data(), wanted.size())).exists("websocket")) {
    return nullptr;
  }
  for (const WebSocketRoute& route : options.websockets) {
    if (route.path == request.path) return &route;
  }
  return nullptr;
}

std::optional<Response> HttpServer::Core::refusal(const WebSocketRoute& route, const Request& request) const {
  if (stopping) return plain(503);
  if (!has_websocket_key(request.headers)) return plain(400);
  if (!route.refuse) return is_local_or_same_origin(request) ? std::nullopt : std::optional(plain(403));
  try {
    std::optional<Response> refusal = route.refuse(request);
    if (!refusal || may_send(*refusal)) return refusal;
    report("response_invalid");
  } catch (...) {
    report("handler_failed");
  }
  return plain(500);
}

asio::awaitable<void> HttpServer::Core::run_websocket(Connection& connection, const WebSocketRoute& route,
                                                      Request request) {
  auto accepted = co_await accept_websocket(std::move(connection.stream), request, route.limits);
  if (!accepted) co_return;
  auto session = *accepted;
  connection.websocket = session;
  if (stopping) session->close(CloseCode::going_away);
  CloseCode code = CloseCode::normal;
  try {
    co_await route.run(session, std::move(request));
  } catch (...) {
    if (!cutting) report("handler_failed");
    code = CloseCode::internal_error;
  }
  session->close(code);
  // Somebody has to read the peer's half of the closing handshake.
  while (co_await session->receive()) continue;
}

}  // namespace net
