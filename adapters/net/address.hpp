// Addresses as they are compared, and which of them we may call when others chose them. Pure; any thread.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace net {

// IPv4 as IPv4, also where a socket at [::] or a proxy tells it as ::ffff:192.0.2.1; any other as it is.
boost::asio::ip::address unmapped(const boost::asio::ip::address& address);

// What is counted as one when somebody asks much: of IPv6 the whole network (/64), which one household or
// phone is given; of IPv4 the address. What is no address is its own place.
std::string place_of(const std::string& source);

// https anywhere, plain http on this machine alone.
bool may_fetch(std::string_view url);

// An address of the public internet: not loopback, private, link-local (where clouds keep their metadata),
// carrier-grade NAT, multicast, documentation, nor IPv6 that wraps an IPv4 address. Figures: IANA's
// registries of special-purpose addresses. Fits Dialling::may_connect.
bool is_public(const boost::asio::ip::address& address);

}  // namespace net
