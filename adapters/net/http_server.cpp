#include "adapters/net/http_server.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "adapters/net/http_core.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/core/log.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t max_refused = 32;           // connections that are just being told 503
constexpr auto unwind = std::chrono::seconds(1);  // for cancelled handlers to end

}  // namespace

HttpServer::Core::Core(asio::any_io_executor runs_on, HttpServerOptions&& given, HttpHandler&& handles)
    : executor(std::move(runs_on)),
      options(std::move(given)),
      handler(std::move(handles)),
      listener(executor, options.listen),
      endpoint(listener.endpoint()),
      pause(executor),
      sweep_timer(executor),
      finished(executor) {
  const HttpLimits& limits = options.limits;
  sweep_every =
      std::clamp<steady_clock::duration>(std::min({limits.read, limits.first, limits.idle, limits.write}) / 4,
                                         std::chrono::milliseconds(1), std::chrono::seconds(1));
}

void HttpServer::Core::report(std::string_view code) const {
  if (options.on_error) return options.on_error(code);
  core::log(core::Level::warning, "http_server", code);
}

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
  const std::string peer = stream->peer(), place = place_of(peer);
  bool full = connections.size() - leaving >= limits.max_connections && !make_room(place, false);
  if (!full && !is_proxy(peer) && held_by(connections, place) >= limits.max_per_source)
    full = !make_room(place, true);
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
