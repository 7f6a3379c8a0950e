// Connects to a name: addresses are looked up, held against what may be called, and raced. Private to net.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <optional>

#include "adapters/net/dialling.hpp"
#include "adapters/net/fault.hpp"

namespace net {

struct Dialled {
  boost::system::error_code error;
  Fault fault = Fault::none;
  std::optional<boost::asio::ip::tcp::socket> socket;  // connected, TCP_NODELAY set; empty with an error
};

// Races the addresses as RFC 8305 says: families in turn, the next address after a while or as soon as one
// has failed, the first that answers wins. The guard sees the very addresses that are used, so a name that
// changes between a check and the connection (DNS rebinding) gains nothing. Errors: of the lookup (dns) or
// of the last attempt (tcp); refused_addresses; timed_out at `deadline`; operation_aborted when cancelled.
boost::asio::awaitable<Dialled> dial(std::string host, std::string port,
                                     std::chrono::steady_clock::time_point deadline, Dialling how);

}  // namespace net
