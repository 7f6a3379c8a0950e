// A server that does what a test says, right or wrong, plain or under TLS: with an authority made afresh.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net_test {

// One connection of a RawServer. Nothing throws: a peer that has left is for the test to see elsewhere.
class RawConnection {
 public:
  RawConnection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context, int& requests)
      : socket_(std::move(socket)), context_(context), requests_(requests) {}

  boost::asio::awaitable<bool> start_tls();
  // Reads one whole request (head, and a body by Content-Length) and counts it; false: none came.
  boost::asio::awaitable<bool> request();
  boost::asio::awaitable<void> send(std::string_view bytes);
  boost::asio::awaitable<void> until_closed();  // reads and drops until the peer has left
  void close();                                 // under TLS: without a word of it (no close_notify)
  void reset();
  const std::string& seen() const { return seen_; }  // the last request

 private:
  boost::asio::awaitable<bool> more();
  boost::asio::ip::tcp::socket socket_;
  boost::asio::ssl::context& context_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  int& requests_;
  std::string received_, seen_;
};

class RawServer {
 public:
  // What to do with a connection, counted from 1. It is closed behind.
  using Script = std::function<boost::asio::awaitable<void>(RawConnection&, int connection)>;

  // Certified for `localhost` alone. `tls`: the script's connections come with TLS begun.
  RawServer(boost::asio::io_context& io, bool tls, Script script);
  ~RawServer();
  std::uint16_t port() const;
  std::string url(std::string_view path = "/") const;  // of `localhost`
  const std::string& ca_file() const;                  // trusts this server; removed with it
  int requests() const;                                // whole ones
  int connections() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace net_test
