// Which addresses a client may connect to.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/errc.hpp>
#include <functional>

namespace net {

/// Empty = all may.
using MayConnect = std::function<bool(const boost::asio::ip::address&)>;

/// What a connection fails with when none of the addresses a name has may be used. The system's own connect
/// never ends so.
inline constexpr auto refused_addresses = boost::system::errc::no_such_device_or_address;

}  // namespace net
