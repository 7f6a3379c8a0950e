// A TLS server for the client's tests, with an authority made afresh for each of them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <string>

namespace net_test {

class TlsPeer {
 public:
  /// Certified for `localhost` alone. Answers each connection's first request with `answer`, then closes.
  TlsPeer(boost::asio::io_context& io, std::string answer);
  ~TlsPeer();
  std::uint16_t port() const;
  const std::string& ca_file() const;  ///< trusts this peer; removed with it
  int requests() const;                ///< that came through the handshake

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace net_test
