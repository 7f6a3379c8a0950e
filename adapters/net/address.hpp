// Which addresses we may call when others chose them. Pure; any thread.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>

namespace net {

/// https anywhere, plain http on this machine alone.
bool may_fetch(std::string_view url);

/// An address of the public internet: not loopback, private, link-local (where clouds keep their metadata),
/// carrier-grade NAT, multicast, documentation, nor IPv6 that wraps an IPv4 address. Figures: IANA's
/// registries of special-purpose addresses. Fits Dialling::may_connect.
bool is_public(const boost::asio::ip::address& address);

}  // namespace net
