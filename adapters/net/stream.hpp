// The only sockets in the house: a byte stream that is TCP or TLS behind one small type. Beast's and Asio's
// composed operations are instantiated over this type alone, which makes each of their files two to four
// times cheaper to compile.
//
// One I/O thread: everything in adapters/net is made, used and destroyed on the thread that runs its
// executor. There are no strands and no mutexes.
#pragma once

#include <array>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/dialling.hpp"
#include "adapters/net/proxies.hpp"

namespace net {

// Up to 16 buffers of one gather or scatter operation, so that header and body leave in one packet.
template <class Buffer>
class BufferList {
 public:
  using value_type = Buffer;
  using const_iterator = const Buffer*;
  template <class Sequence>
  explicit BufferList(const Sequence& buffers) {
    auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end && size_ < items_.size(); ++it) {
      Buffer buffer(*it);
      if (buffer.size() > 0) items_[size_++] = buffer;
    }
  }
  const Buffer* begin() const { return items_.data(); }
  const Buffer* end() const { return items_.data() + size_; }

 private:
  std::array<Buffer, 16> items_;
  std::size_t size_ = 0;
};

// Fulfils Asio's AsyncReadStream and AsyncWriteStream. At most one read and one write at a time; the caller
// keeps the stream alive until they have ended.
class Stream {
 public:
  using executor_type = boost::asio::any_io_executor;
  using TransferSignature = void(boost::system::error_code, std::size_t);
  using TransferHandler = boost::asio::any_completion_handler<TransferSignature>;
  using DrainSignature = void(boost::system::error_code);
  using DrainHandler = boost::asio::any_completion_handler<DrainSignature>;

  virtual ~Stream() = default;
  virtual executor_type get_executor() = 0;
  // What comes before the first byte of an accepted stream: the TLS handshake, where there is TLS. Ended by
  // cancel() like any operation.
  virtual boost::asio::awaitable<boost::system::error_code> greet() { co_return boost::system::error_code(); }
  virtual void cancel() = 0;  // ends pending operations with operation_aborted; the stream stays usable
  virtual void close() = 0;   // ends everything now; may be called twice
  virtual void shutdown_send() = 0;      // tells the peer that nothing more comes
  virtual std::string peer() const = 0;  // the peer's address without port; empty when not connected

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    auto start = [this](auto handler, BufferList<boost::asio::mutable_buffer> list) {
      // What came last may have been an answer, and what comes next may be shorter, or long in coming.
      for (const auto& buffer : list) ::explicit_bzero(buffer.data(), buffer.size());
      read_some(list, TransferHandler(std::move(handler)));
    };
    return boost::asio::async_initiate<Token, TransferSignature>(
        start, token, BufferList<boost::asio::mutable_buffer>(buffers));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    auto start = [this](auto handler, BufferList<boost::asio::const_buffer> list) {
      write_some(list, TransferHandler(std::move(handler)));
    };
    return boost::asio::async_initiate<Token, TransferSignature>(
        start, token, BufferList<boost::asio::const_buffer>(buffers));
  }

  // Ends politely: nothing more is sent, and what still comes is read and dropped (at most 1 MB and
  // `limit`). Closing a socket with unread data in it resets the connection, and the peer may lose our last
  // answer. Never fails; the caller closes afterwards.
  template <class Token>
  auto async_drain(std::chrono::steady_clock::duration limit, Token&& token) {
    auto start = [this, limit](auto handler) { drain(limit, DrainHandler(std::move(handler))); };
    return boost::asio::async_initiate<Token, DrainSignature>(start, token);
  }

  virtual void read_some(BufferList<boost::asio::mutable_buffer> buffers, TransferHandler handler) = 0;
  virtual void write_some(BufferList<boost::asio::const_buffer> buffers, TransferHandler handler) = 0;
  void drain(std::chrono::steady_clock::duration limit, DrainHandler handler);
};

// What a TLS client trusts, or what a TLS server shows. Opaque: OpenSSL stays in tls_context.hpp and its
// users.
class TlsContext;

// TLS 1.2 or newer; the peer's certificate and host name are always checked. `ca_file` is a PEM file with
// roots to trust besides the system's. Throws boost::system::system_error when the file cannot be read.
std::shared_ptr<TlsContext> make_tls_client(const std::string& ca_file = "");

// Dials `host` (dialer.hpp), or the proxy and lets it lead there (CONNECT); then TLS unless `tls` is null.
// Errors: of the dialler, the proxy (fault.hpp) and the handshake; timed_out at `deadline`;
// operation_aborted when cancelled. Nothing of the caller's has left when this fails.
boost::asio::awaitable<Result<std::unique_ptr<Stream>>> connect(
    std::string host, std::string port, std::shared_ptr<TlsContext> tls,
    std::chrono::steady_clock::time_point deadline, std::optional<Proxy> proxy = std::nullopt);

class TlsServer;

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

// A listening TCP socket. Destroy it only when no accept() is pending.
class Listener {
 public:
  // Binds and listens at once. `address` is an IPv4 or IPv6 address, port 0 = any free one. Throws
  // boost::system::system_error.
  Listener(boost::asio::any_io_executor executor, const Endpoint& endpoint);
  ~Listener();
  Endpoint endpoint() const;  // the actual one
  // `tls`: whose certificate of that moment the new connection is shown; null: it is plain TCP. The
  // handshake is Stream::greet().
  boost::asio::awaitable<Result<std::unique_ptr<Stream>>> accept(const TlsServer* tls = nullptr);
  void close();  // accept() ends with operation_aborted

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
