#include "adapters/net/http_server.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "adapters/net/http_connection.hpp"
#include "adapters/net/http_framing.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/core/busy.hpp"
#include "bot/core/log.hpp"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t request_read_bytes = 8 * 1024;  // one read takes an ordinary webhook whole
constexpr std::size_t max_refused = 32;               // connections that are just being told 503
constexpr auto linger = std::chrono::seconds(2);      // for a peer to take our last answer
constexpr auto unwind = std::chrono::seconds(1);      // for cancelled handlers to end

}  // namespace

struct HttpServer::Core : std::enable_shared_from_this<Core> {
  Core(asio::any_io_executor runs_on, HttpServerOptions&& given, HttpHandler&& handles)
      : executor(std::move(runs_on)),
        options(std::move(given)),
        handler(std::move(handles)),
        listener(executor, options.listen),
        endpoint(listener.endpoint()),
        pause(executor),
        sweep_timer(executor),
        finished(executor) {
    const HttpLimits& limits = options.limits;
    sweep_every = std::clamp<steady_clock::duration>(
        std::min({limits.read, limits.first, limits.idle, limits.write}) / 4, std::chrono::milliseconds(1),
        std::chrono::seconds(1));
  }

  void report(std::string_view code) const {
    if (options.on_error) return options.on_error(code);
    core::log(core::Level::warning, "http_server", code);
  }

  asio::awaitable<void> accept_loop();
  void admit(std::unique_ptr<Stream> stream);
  bool is_proxy(const std::string& address) const;
  bool make_room(const std::string& newcomer, bool among_its_own);
  void name_source(Connection& connection, const Headers& headers) const;
  asio::awaitable<void> refuse(std::shared_ptr<Connection> connection);
  asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  asio::awaitable<int> read_request(Connection& connection, RequestParser& parser);
  asio::awaitable<bool> write_response(Connection& connection, Response response, bool keep, bool head_only,
                                       bool http_1_1);
  asio::awaitable<Response> answer(Request request);
  asio::awaitable<void> run_websocket(Connection& connection, const WebSocketRoute& route, Request request);
  const WebSocketRoute* websocket_route(const RequestParser& parser, const Request& request) const;
  std::optional<Response> refusal(const WebSocketRoute& route, const Request& request) const;

  void sweep();
  void ended(const std::shared_ptr<Connection>& connection, std::exception_ptr failure);
  void ask_to_end();
  void cut();
  bool all_ended() const { return !accepting && connections.empty(); }

  asio::any_io_executor executor;
  HttpServerOptions options;
  HttpHandler handler;
  Listener listener;
  Endpoint endpoint;
  asio::steady_timer pause;        // between accepts when descriptors ran out
  asio::steady_timer sweep_timer;  // one for all connections: a request costs no timer
  asio::steady_timer finished;     // stop() waits on it; the last one out cancels it
  steady_clock::duration sweep_every{};
  Connections connections;
  std::size_t leaving = 0;     // of these: not counted any more
  std::size_t being_told = 0;  // of those: with a 503
  bool accepting = false;
  bool sweeping = false;
  bool stopping = false;
  bool cutting = false;
};

// --- accepting
// --------------------------------------------------------------------------------------------------------

asio::awaitable<void> HttpServer::Core::accept_loop() {
  while (!stopping) {
    auto accepted = co_await listener.accept(options.tls.get());
    if (accepted) {
      admit(std::move(*accepted));
    } else if (accepted.error() == asio::error::operation_aborted ||
               accepted.error() == asio::error::bad_descriptor) {
      break;
    } else if (out_of_descriptors(accepted.error())) {
      // accept() would fail again at once and the loop would spin.
      report("descriptors_exhausted");
      pause.expires_after(std::chrono::seconds(1));
      co_await pause.async_wait(use_tuple);
    } else {
      report("accept_failed");
    }
  }
}

void HttpServer::Core::admit(std::unique_ptr<Stream> stream) {
  if (stopping) return;
  const HttpLimits& limits = options.limits;
  const std::string source = stream->peer();
  bool full = connections.size() - leaving >= limits.max_connections && !make_room(source, false);
  if (!full && !is_proxy(source) && held_by(connections, source) >= limits.max_per_source)
    full = !make_room(source, true);
  if (full && being_told >= max_refused) return;
  auto connection = std::make_shared<Connection>(std::move(stream), limits.header_bytes + request_read_bytes);
  connection->leaving = full;
  connection->told = full;
  connections.push_back(connection);
  leaving += full ? 1 : 0;
  being_told += full ? 1 : 0;
  if (!sweeping) sweep();
  auto session = full ? refuse(connection) : serve(connection);
  auto on_end = [self = shared_from_this(), connection](std::exception_ptr failure) {
    self->ended(connection, failure);
  };
  asio::co_spawn(executor, std::move(session), asio::bind_cancellation_slot(connection->cut.slot(), on_end));
}

bool HttpServer::Core::is_proxy(const std::string& address) const {
  const auto& known = options.trusted_proxies;
  return std::find(known.begin(), known.end(), address) != known.end();
}

// One that waits goes, when there is one.
bool HttpServer::Core::make_room(const std::string& newcomer, bool among_its_own) {
  const auto going = longest_waiting(connections, newcomer, among_its_own);
  if (!going) return false;
  going->leaving = true;
  ++leaving;
  going->stream->close();
  return true;
}

asio::awaitable<void> HttpServer::Core::refuse(std::shared_ptr<Connection> connection) {
  if (!co_await greet(*connection, options.limits.first)) co_return;
  Response response = plain(503);
  bool written = co_await write_response(*connection, std::move(response), false, false, true);
  if (written) co_await connection->stream->async_drain(linger, asio::use_awaitable);
}

void HttpServer::Core::ended(const std::shared_ptr<Connection>& connection, std::exception_ptr failure) {
  // Being thrown out of a wait is how a cut session ends; anything else is a defect of ours.
  if (failure && !cutting) report("session_failed");
  if (connection->stream) connection->stream->close();
  if (connection->websocket) connection->websocket->abort();
  leaving -= connection->leaving ? 1 : 0;
  being_told -= connection->told ? 1 : 0;
  connections.remove(connection);
  if (stopping && all_ended()) finished.cancel();
}

// --- one connection
// ---------------------------------------------------------------------------------------------------

asio::awaitable<void> HttpServer::Core::serve(std::shared_ptr<Connection> connection) {
  if (!co_await greet(*connection, options.limits.first)) co_return;
  bool unread = false;  // the peer may still be sending what nobody will read
  for (bool keep = true; keep;) {
    RequestParser parser(options.limits.header_bytes, options.limits.body_bytes);
    int refusal_status = co_await read_request(*connection, parser);
    connection->deadline = Connection::never;
    if (refusal_status == gone) break;
    if (refusal_status != whole) {
      Response response = plain(refusal_status);
      unread = co_await write_response(*connection, std::move(response), false, false, true);
      break;
    }
    if (connection->source != connection->peer &&
        asked_by(connections, connection->source) > options.limits.max_per_source) {
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
    connection->source = connection->peer;
    if (!written) break;
  }
  if (!unread) co_return;
  connection->expect_within(linger);
  co_await connection->stream->async_drain(linger, asio::use_awaitable);
}

void HttpServer::Core::name_source(Connection& connection, const Headers& headers) const {
  if (!is_proxy(connection.peer)) return;
  const std::string visitor = visitor_named(headers, options.visitor_header);
  if (!visitor.empty() && visitor.size() <= 64) connection.source = visitor;
}

// The parser's message is whole, or a status to refuse it with, or gone.
asio::awaitable<int> HttpServer::Core::read_request(Connection& connection, RequestParser& parser) {
  beast::flat_buffer& buffer = connection.buffer;
  connection.idle = buffer.size() == 0;
  if (connection.idle && stopping) co_return gone;
  const auto silence = connection.fresh ? options.limits.first : options.limits.idle;
  connection.expect_within(connection.idle ? silence : options.limits.read);
  bool continued = false;
  for (;;) {
    error_code parsed = parser.feed(buffer);
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
    if (connection.idle) {
      connection.idle = false;
      connection.fresh = false;
      connection.expect_within(options.limits.read);
    }
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

// --- WebSocket
// --------------------------------------------------------------------------------------------------------

const WebSocketRoute* HttpServer::Core::websocket_route(const RequestParser& parser,
                                                        const Request& request) const {
  auto wanted = request.headers.get("Upgrade");
  if (!parser.upgrade() ||
      !beast::http::token_list(beast::string_view(wanted.data(), wanted.size())).exists("websocket")) {
    return nullptr;
  }
  for (const WebSocketRoute& route : options.websockets) {
    if (route.path == request.path) return &route;
  }
  return nullptr;
}

std::optional<Response> HttpServer::Core::refusal(const WebSocketRoute& route, const Request& request) const {
  if (stopping) return plain(503);
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

// --- time-outs and stopping
// -------------------------------------------------------------------------------------------

void HttpServer::Core::sweep() {
  sweeping = !connections.empty() && !cutting;
  if (!sweeping) return;
  auto now = steady_clock::now();
  for (const auto& connection : connections) {
    if (now < connection->deadline || !connection->stream) continue;
    connection->expired = true;
    connection->stream->cancel();
  }
  sweep_timer.expires_after(sweep_every);
  sweep_timer.async_wait([self = shared_from_this()](error_code cancelled) {
    self->sweeping = false;
    if (!cancelled) self->sweep();
  });
}

void HttpServer::Core::ask_to_end() {
  stopping = true;
  listener.close();
  pause.cancel();
  for (const auto& connection : connections) {
    if (connection->websocket) {
      connection->websocket->close(CloseCode::going_away);
    } else if (connection->idle && connection->stream) {
      connection->stream->cancel();
    }
  }
}

void HttpServer::Core::cut() {
  stopping = true;
  cutting = true;
  listener.close();
  pause.cancel();
  sweep_timer.cancel();
  auto open = connections;  // ending one takes it out of the list
  for (const auto& connection : open) {
    if (connection->stream) connection->stream->close();
    if (connection->websocket) connection->websocket->abort();
    connection->cut.emit(asio::cancellation_type::terminal);
    // Outside the loop emit() only leaves a task behind, which reaches into the signal: it must still be
    // there.
    asio::post(executor, [connection] {});
  }
}

HttpServer::HttpServer(asio::any_io_executor executor, HttpServerOptions options, HttpHandler handler)
    : core_(std::make_shared<Core>(std::move(executor), std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() {
  core_->cut();
}

void HttpServer::start() {
  core_->accepting = true;
  auto on_end = [core = core_](std::exception_ptr failure) {
    if (failure) core->report("accept_failed");
    core->accepting = false;
    if (core->stopping && core->all_ended()) core->finished.cancel();
  };
  asio::co_spawn(core_->executor, core_->accept_loop(), on_end);
}

Endpoint HttpServer::endpoint() const {
  return core_->endpoint;
}

std::size_t HttpServer::connections() const {
  return core_->connections.size();
}

asio::awaitable<bool> HttpServer::stop(steady_clock::duration limit) {
  auto core = core_;
  core->ask_to_end();
  core->finished.expires_after(limit);
  if (!core->all_ended()) co_await core->finished.async_wait(use_tuple);
  bool by_itself = core->all_ended();
  core->cut();
  core->finished.expires_after(unwind);
  if (!core->all_ended()) co_await core->finished.async_wait(use_tuple);
  co_return by_itself;
}

}  // namespace net
