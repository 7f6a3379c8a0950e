#include "adapters/net/websocket.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "adapters/net/fault.hpp"
#include "adapters/net/proxies.hpp"
#include "adapters/net/reachability.hpp"
#include "adapters/net/short_head.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/url.hpp"
#include "adapters/net/use_tuple.hpp"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ws = beast::websocket;
namespace http = beast::http;
using boost::system::error_code;

// Beast finds these two by argument-dependent lookup when a WebSocket has ended.
void beast_close_socket(Stream& stream) {
  stream.close();
}

template <class Handler>
void async_teardown(beast::role_type, Stream& stream, Handler&& handler) {
  stream.async_drain(std::chrono::seconds(2), std::forward<Handler>(handler));
}

namespace {

class Session final : public WebSocketSession, public std::enable_shared_from_this<Session> {
 public:
  Session(std::unique_ptr<Stream> stream, const WebSocketLimits& limits)
      : limits_(limits),
        stream_(std::move(stream)),
        socket_(*stream_),
        close_limit_(stream_->get_executor()) {
    ws::stream_base::timeout timeout{};
    timeout.handshake_timeout = limits.handshake;
    timeout.idle_timeout = limits.idle;
    timeout.keep_alive_pings = true;
    socket_.set_option(timeout);
    socket_.read_message_max(limits.message_bytes);
    socket_.auto_fragment(false);
    socket_.text(true);
  }

  asio::awaitable<error_code> accept(const Request& request) {
    http::request<http::empty_body> upgrade(http::verb::get, request.path, 11);
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
      auto field = request.headers[i];
      upgrade.insert(field.name, field.value);
    }
    socket_.set_option(
        ws::stream_base::decorator([](ws::response_type& response) { response.erase(http::field::server); }));
    auto [error] = co_await socket_.async_accept(upgrade, use_tuple);
    co_return error;
  }

  asio::awaitable<error_code> handshake(std::string host, std::string target, Headers headers) {
    socket_.set_option(ws::stream_base::decorator([headers = std::move(headers)](ws::request_type& request) {
      request.erase(http::field::user_agent);
      for (std::size_t i = 0; i < headers.size(); ++i) request.insert(headers[i].name, headers[i].value);
    }));
    auto [error] = co_await socket_.async_handshake(host, target, use_tuple);
    co_return error;
  }

  bool send(std::string text) override {
    if (!is_open()) return false;
    bool full = waiting_.size() >= limits_.queue_frames || waiting_bytes_ + text.size() > limits_.queue_bytes;
    if (full) {
      // A peer that does not read: what waits is of no use to it any more.
      waiting_.clear();
      waiting_bytes_ = 0;
      close(CloseCode::policy);
      return false;
    }
    waiting_bytes_ += text.size();
    waiting_.push_back(std::move(text));
    pump();
    return true;
  }

  asio::awaitable<std::optional<std::string>> receive() override {
    auto self = shared_from_this();
    while (!ended_) {
      // Beast does not hear of a cancellation at every step: who was told to stop meanwhile waits for no
      // more.
      const auto told = co_await asio::this_coro::cancellation_state;
      if (told.cancelled() != asio::cancellation_type::none) break;
      if (told.slot().is_connected())
        told.slot().assign([this](asio::cancellation_type how) { stop_reading_.emit(how); });
      auto [error, size] = co_await socket_.async_read(
          incoming_, asio::bind_cancellation_slot(stop_reading_.slot(), use_tuple));
      if (told.slot().is_connected()) told.slot().clear();
      if (error) break;
      if (!socket_.got_text() && limits_.skip_binary) {
        incoming_.consume(size);
        continue;
      }
      if (!socket_.got_text()) close(CloseCode::unknown_data);
      std::string text = beast::buffers_to_string(incoming_.data());
      ::explicit_bzero(incoming_.data().data(), size);  // Beast may fill it from what it had read before
      incoming_.consume(size);
      if (is_open()) co_return text;
    }
    end();
    co_return std::nullopt;
  }

  void close(CloseCode code) override {
    if (!is_open()) return;
    closing_ = code;
    close_limit_.expires_after(limits_.close);
    close_limit_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled) self->end();
    });
    pump();
  }

  void abort() override { end(); }
  bool is_open() const override {
    return !ended_ && closing_ == CloseCode::none && peer_code() == CloseCode::none;
  }
  CloseCode peer_code() const override { return static_cast<CloseCode>(socket_.reason().code); }

 private:
  // Starts the next step of sending, unless one is under way: a message, or the close frame once all are out.
  void pump() {
    if (writing_ || ended_) return;
    if (!waiting_.empty()) {
      writing_ = true;
      in_flight_ = std::move(waiting_.front());
      waiting_.pop_front();
      socket_.async_write(asio::buffer(in_flight_),
                          [self = shared_from_this()](error_code error, std::size_t) {
                            self->writing_ = false;
                            self->waiting_bytes_ -= std::min(self->waiting_bytes_, self->in_flight_.size());
                            // The end of a broken connection is the reader's to report; here only the queue
                            // stops.
                            if (error) self->waiting_.clear();
                            self->pump();
                          });
    } else if (closing_ != CloseCode::none) {
      writing_ = true;
      ws::close_reason reason(static_cast<ws::close_code>(closing_));
      socket_.async_close(
          reason, asio::bind_cancellation_slot(stop_closing_.slot(),
                                               [self = shared_from_this()](error_code) { self->end(); }));
    }
  }

  void end() {
    if (ended_) return;
    ended_ = true;
    waiting_.clear();
    close_limit_.cancel();
    stream_->close();
    // A frame that breaks the protocol, while we close: Beast's reader and its closer wait for each other
    // then, and nothing that befalls the stream wakes them.
    asio::post(stream_->get_executor(), [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      self->stop_reading_.emit(asio::cancellation_type::terminal);
      self->stop_closing_.emit(asio::cancellation_type::terminal);
    });
  }

  WebSocketLimits limits_;
  asio::cancellation_signal stop_reading_, stop_closing_;  // outlive what waits in the socket
  std::unique_ptr<Stream> stream_;
  ws::stream<Stream&, false> socket_;  // false: no compression, which costs memory and leaks lengths
  asio::steady_timer close_limit_;
  beast::flat_buffer incoming_;
  std::deque<std::string> waiting_;
  std::string in_flight_;          // owned until its write has ended, whatever happens to the queue
  std::size_t waiting_bytes_ = 0;  // with the one in flight
  CloseCode closing_ = CloseCode::none;
  bool writing_ = false;
  bool ended_ = false;
};

asio::awaitable<WebSocketResult> open_websocket(Url to, std::optional<Proxy> proxy, Headers headers,
                                                WebSocketLimits limits, std::shared_ptr<TlsContext> tls) {
  const auto deadline = std::chrono::steady_clock::now() + limits.handshake;
  auto stream = co_await connect(to.host, to.port, tls, deadline, proxy);
  if (!stream) co_return stream.error();
  auto session = std::make_shared<Session>(make_short_head(std::move(*stream)), limits);
  error_code error = co_await session->handshake(to.host_header(), to.target, std::move(headers));
  if (error) co_return error;
  co_return session;
}

}  // namespace

asio::awaitable<WebSocketResult> accept_websocket(std::unique_ptr<Stream> stream, const Request& request,
                                                  WebSocketLimits limits) {
  auto session = std::make_shared<Session>(std::move(stream), limits);
  error_code error = co_await session->accept(request);
  if (error) co_return error;
  co_return session;
}

asio::awaitable<WebSocketResult> connect_websocket(std::string url, Headers headers, WebSocketLimits limits,
                                                   std::shared_ptr<TlsContext> tls) {
  error_code bad = make_error_code(boost::system::errc::invalid_argument);
  const auto parts = parse_url(url);
  if (!parts || !parts->scheme.starts_with("ws") || !headers.safe_to_send()) co_return bad;
  if (!parts->secure()) {
    tls = nullptr;
  } else if (!tls) {
    co_return bad;
  }
  const std::string host = parts->host;
  const auto proxy = house_proxies().of(*parts);
  WebSocketResult opened = co_await open_websocket(*parts, proxy, std::move(headers), limits, std::move(tls));
  const std::string line = host + ", WebSocket";  // may break while calls get through
  if (opened)
    reached(line);
  else if (opened.error() != asio::error::operation_aborted)
    not_reached(line, in_words(fault_of(opened.error()), opened.error(), host,
                               proxy ? proxy->address() : std::string()));
  co_return opened;
}

}  // namespace net
