#include "adapters/net/stream.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "adapters/net/address.hpp"
#include "adapters/net/deadline.hpp"
#include "adapters/net/dialer.hpp"
#include "adapters/net/tls_context.hpp"
#include "adapters/net/tls_server.hpp"
#include "adapters/net/use_tuple.hpp"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t proxy_head = 64 * 1024;  // bytes of its answer to CONNECT

// Errors of closing are of no use to anybody: the connection is over either way.
void close_quietly(tcp::socket& socket) {
  error_code ignored;
  socket.close(ignored);
}

std::string peer_of(const tcp::socket& socket) {
  error_code gone;
  auto endpoint = socket.remote_endpoint(gone);
  return gone ? std::string() : unmapped(endpoint.address()).to_string();
}

class TcpStream final : public Stream {
 public:
  explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {}

  executor_type get_executor() override { return socket_.get_executor(); }
  void cancel() override {
    error_code ignored;
    socket_.cancel(ignored);
  }
  void close() override { close_quietly(socket_); }
  void shutdown_send() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  std::string peer() const override { return peer_of(socket_); }
  tcp::socket take() { return std::move(socket_); }
  void read_some(BufferList<asio::mutable_buffer> buffers, TransferHandler handler) override {
    socket_.async_read_some(buffers, std::move(handler));
  }
  void write_some(BufferList<asio::const_buffer> buffers, TransferHandler handler) override {
    socket_.async_write_some(buffers, std::move(handler));
  }

 private:
  tcp::socket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(tcp::socket socket, std::shared_ptr<TlsContext> context)
      : context_(std::move(context)), stream_(std::move(socket), context_->context) {}

  executor_type get_executor() override { return stream_.get_executor(); }
  void cancel() override {
    error_code ignored;
    stream_.next_layer().cancel(ignored);
  }
  void close() override { close_quietly(stream_.next_layer()); }
  void shutdown_send() override {
    // No close_notify: HTTP and WebSocket say themselves where a message ends.
    error_code ignored;
    stream_.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
  }
  std::string peer() const override { return peer_of(stream_.next_layer()); }
  void read_some(BufferList<asio::mutable_buffer> buffers, TransferHandler handler) override {
    stream_.async_read_some(buffers, std::move(handler));
  }
  void write_some(BufferList<asio::const_buffer> buffers, TransferHandler handler) override {
    stream_.async_write_some(buffers, std::move(handler));
  }

  asio::awaitable<error_code> greet() override {
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, use_tuple);
    co_return error;
  }
  asio::awaitable<error_code> handshake(std::string host) {
    error_code is_name;
    asio::ip::make_address(host, is_name);
    // Server name indication is for names; an address there is against RFC 6066.
    if (is_name && SSL_set_tlsext_host_name(stream_.native_handle(), host.c_str()) != 1) {
      co_return make_error_code(boost::system::errc::invalid_argument);
    }
    stream_.set_verify_callback(asio::ssl::host_name_verification(host));
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::client, use_tuple);
    co_return error;
  }

 private:
  std::shared_ptr<TlsContext> context_;
  asio::ssl::stream<tcp::socket> stream_;
};

// State of one Stream::drain. The pending read's caller keeps the stream alive until the handler is called.
struct Drain : std::enable_shared_from_this<Drain> {
  Drain(Stream& drained, Stream::DrainHandler whenDone)
      : stream(drained), timer(drained.get_executor()), handler(std::move(whenDone)) {}

  void start(steady_clock::duration limit) {
    stream.shutdown_send();
    timer.expires_after(limit);
    timer.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled && !self->done) self->stream.close();
    });
    read();
  }
  void read() {
    auto on_read = [self = shared_from_this()](error_code error, std::size_t size) {
      self->left -= std::min(size, self->left);
      if (!error && self->left > 0) return self->read();
      self->done = true;
      self->timer.cancel();
      std::move(self->handler)(error_code());
    };
    BufferList<asio::mutable_buffer> buffers(asio::buffer(dropped));
    stream.read_some(buffers, Stream::TransferHandler(std::move(on_read)));
  }

  Stream& stream;
  asio::steady_timer timer;
  Stream::DrainHandler handler;
  std::array<char, 4096> dropped;
  std::size_t left = 1 << 20;
  bool done = false;
};

// Asks the proxy to lead to the host. Nothing more may come from it before we have spoken.
asio::awaitable<error_code> pass_through(Stream& stream, const Proxy& proxy, const std::string& host,
                                         const std::string& port) {
  Proxy there{host, port, {}, {}};
  http::request<http::empty_body> request(http::verb::connect, there.address(), 11);
  request.set(http::field::host, there.address());
  request.set(http::field::user_agent, "Refleks");
  if (const std::string seal = proxy.authorization(); !seal.empty())
    request.set(http::field::proxy_authorization, seal);
  auto [write_error, written] = co_await http::async_write(stream, request, use_tuple);
  if (write_error) co_return write_error;
  beast::flat_buffer buffer(proxy_head);
  http::response_parser<http::empty_body> parser;
  parser.skip(true);
  auto [error, size] = co_await http::async_read_header(stream, buffer, parser, use_tuple);
  if (error == asio::error::operation_aborted) co_return error;
  if (error || buffer.size() > 0) co_return proxy_answered(0);
  const int status = static_cast<int>(parser.get().result_int());
  co_return status / 100 == 2 ? error_code() : proxy_answered(status);
}

}  // namespace

void Stream::drain(steady_clock::duration limit, DrainHandler handler) {
  std::make_shared<Drain>(*this, std::move(handler))->start(limit);
}

std::shared_ptr<TlsContext> make_tls_client(const std::string& ca_file) {
  auto tls = std::make_shared<TlsContext>(asio::ssl::context::tls_client);
  tls->context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                           asio::ssl::context::no_tlsv1_1);
  SSL_CTX_set_options(tls->context.native_handle(), SSL_OP_CLEANSE_PLAINTEXT);  // answers come by it, too
  tls->context.set_default_verify_paths();
  if (!ca_file.empty()) tls->context.load_verify_file(ca_file);
  tls->context.set_verify_mode(asio::ssl::verify_peer);
  return tls;
}

asio::awaitable<Result<std::unique_ptr<Stream>>> connect(std::string host, std::string port,
                                                         std::shared_ptr<TlsContext> tls,
                                                         steady_clock::time_point deadline,
                                                         std::optional<Proxy> proxy) {
  auto executor = co_await asio::this_coro::executor;
  const Proxy first = proxy.value_or(Proxy{host, port, {}, {}});
  Dialled dialled = co_await dial(first.host, first.port, deadline, Dialling());
  if (dialled.error) co_return dialled.error;
  tcp::socket socket = std::move(*dialled.socket);
  if (proxy) {
    TcpStream plain(std::move(socket));
    Deadline limit(executor, deadline, [&plain] { plain.close(); });
    const error_code refused = co_await pass_through(plain, *proxy, host, port);
    if (limit.expired()) co_return error_code(asio::error::timed_out);
    if (refused) co_return refused;
    socket = plain.take();
  }
  if (!tls) co_return std::make_unique<TcpStream>(std::move(socket));

  auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(tls));
  Deadline limit(executor, deadline, [&stream] { stream->close(); });
  const error_code error = co_await stream->handshake(host);
  if (limit.expired()) co_return error_code(asio::error::timed_out);
  if (error) co_return error;
  co_return std::move(stream);
}

struct Listener::Impl {
  explicit Impl(asio::any_io_executor executor) : acceptor(std::move(executor)) {}
  tcp::acceptor acceptor;
};

Listener::Listener(asio::any_io_executor executor, const Endpoint& endpoint)
    : impl_(std::make_unique<Impl>(std::move(executor))) {
  tcp::endpoint local(asio::ip::make_address(endpoint.address), endpoint.port);
  impl_->acceptor.open(local.protocol());
  impl_->acceptor.set_option(tcp::acceptor::reuse_address(true));
  impl_->acceptor.bind(local);
  impl_->acceptor.listen();
}

Listener::~Listener() = default;

Endpoint Listener::endpoint() const {
  auto local = impl_->acceptor.local_endpoint();
  return {local.address().to_string(), local.port()};
}

asio::awaitable<Result<std::unique_ptr<Stream>>> Listener::accept(const TlsServer* tls) {
  auto [error, socket] = co_await impl_->acceptor.async_accept(use_tuple);
  if (error) co_return error;
  error_code ignored;  // a peer that has left already; the first read says so
  socket.set_option(tcp::no_delay(true), ignored);
  if (tls) co_return std::make_unique<TlsStream>(std::move(socket), tls->current());
  co_return std::make_unique<TcpStream>(std::move(socket));
}

void Listener::close() {
  error_code ignored;
  impl_->acceptor.close(ignored);
}

}  // namespace net
