#include "adapters/net/stream.hpp"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>
#include <vector>

#include "adapters/net/deadline.hpp"
#include "adapters/net/use_tuple.hpp"

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

class TlsContext {
 public:
  asio::ssl::context context{asio::ssl::context::tls_client};
};

namespace {

// Errors of closing are of no use to anybody: the connection is over either way.
void close_quietly(tcp::socket& socket) {
  error_code ignored;
  socket.close(ignored);
}

std::string peer_of(const tcp::socket& socket) {
  error_code gone;
  auto endpoint = socket.remote_endpoint(gone);
  return gone ? std::string() : endpoint.address().to_string();
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

// A running getaddrinfo cannot be interrupted, so we wait on a timer that its handler wakes, and may leave
// before it.
struct Lookup {
  Lookup(asio::any_io_executor executor, steady_clock::time_point deadline)
      : resolver(executor), answered(executor, deadline) {}
  tcp::resolver resolver;
  asio::steady_timer answered;
  std::optional<error_code> error;
  std::vector<tcp::endpoint> endpoints;
};

asio::awaitable<Result<std::vector<tcp::endpoint>>> resolve(std::string host, std::string port,
                                                            steady_clock::time_point deadline) {
  auto executor = co_await asio::this_coro::executor;
  auto lookup = std::make_shared<Lookup>(executor, deadline);
  auto on_answer = [lookup](error_code error, tcp::resolver::results_type found) {
    lookup->error = error;
    for (const auto& entry : found) lookup->endpoints.push_back(entry.endpoint());
    lookup->answered.cancel();
  };
  lookup->resolver.async_resolve(host, port, on_answer);
  auto [woken] = co_await lookup->answered.async_wait(use_tuple);
  if (!lookup->error) {
    lookup->resolver.cancel();
    co_return woken ? error_code(asio::error::operation_aborted) : error_code(asio::error::timed_out);
  }
  if (*lookup->error) co_return *lookup->error;
  co_return std::move(lookup->endpoints);
}

}  // namespace

void Stream::drain(steady_clock::duration limit, DrainHandler handler) {
  std::make_shared<Drain>(*this, std::move(handler))->start(limit);
}

std::shared_ptr<TlsContext> make_tls_client(const std::string& ca_file) {
  auto tls = std::make_shared<TlsContext>();
  tls->context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                           asio::ssl::context::no_tlsv1_1);
  if (ca_file.empty()) {
    tls->context.set_default_verify_paths();
  } else {
    tls->context.load_verify_file(ca_file);
  }
  tls->context.set_verify_mode(asio::ssl::verify_peer);
  return tls;
}

asio::awaitable<Result<std::unique_ptr<Stream>>> connect(std::string host, std::string port,
                                                         std::shared_ptr<TlsContext> tls,
                                                         steady_clock::time_point deadline,
                                                         MayConnect may_connect) {
  auto executor = co_await asio::this_coro::executor;
  auto endpoints = co_await resolve(host, port, deadline);
  if (!endpoints) co_return endpoints.error();
  if (may_connect) {
    std::erase_if(*endpoints, [&](const tcp::endpoint& found) { return !may_connect(found.address()); });
    if (endpoints->empty()) co_return make_error_code(refused_addresses);
  }

  tcp::socket socket(executor);
  {
    Deadline limit(executor, deadline, [&socket] { close_quietly(socket); });
    auto [error, used] = co_await asio::async_connect(socket, *endpoints, use_tuple);
    if (limit.expired()) co_return error_code(asio::error::timed_out);
    if (error) co_return error;
  }
  error_code error;
  socket.set_option(tcp::no_delay(true), error);
  if (error) co_return error;
  if (!tls) co_return std::make_unique<TcpStream>(std::move(socket));

  auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(tls));
  Deadline limit(executor, deadline, [&stream] { stream->close(); });
  error = co_await stream->handshake(host);
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

asio::awaitable<Result<std::unique_ptr<Stream>>> Listener::accept() {
  auto [error, socket] = co_await impl_->acceptor.async_accept(use_tuple);
  if (error) co_return error;
  error_code ignored;  // a peer that has left already; the first read says so
  socket.set_option(tcp::no_delay(true), ignored);
  co_return std::make_unique<TcpStream>(std::move(socket));
}

void Listener::close() {
  error_code ignored;
  impl_->acceptor.close(ignored);
}

}  // namespace net
