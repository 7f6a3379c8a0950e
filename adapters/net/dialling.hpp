// How a client finds its way to a peer: which addresses, in which order, and which of them it may use.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace net {

template <class T>
using Result = boost::system::result<T>;

// Empty = all may.
using MayConnect = std::function<bool(const boost::asio::ip::address&)>;

// What a connection fails with when none of the addresses a name has may be used. The system's own connect
// never ends so.
inline constexpr auto refused_addresses = boost::system::errc::no_such_device_or_address;

// The addresses of a name, best first. Ends by itself; who waits for it may leave before.
using Lookup =
    std::function<boost::asio::awaitable<Result<std::vector<boost::asio::ip::address>>>(std::string host)>;

struct Dialling {
  MayConnect may_connect;                       // asked about each address before it is connected to
  Lookup lookup;                                // empty = the system's, on threads of ours (lookups.hpp)
  std::chrono::milliseconds next_address{250};  // so long an address has a start before the next (RFC 8305)
};

}  // namespace net
