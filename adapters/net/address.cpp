#include "adapters/net/address.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <cstdint>

#include "adapters/net/url.hpp"

namespace net {
namespace {

namespace ip = boost::asio::ip;

struct AddressRange {
  std::uint32_t first;
  int bits;
};
constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0, std::uint32_t d = 0) {
  return a << 24 | b << 16 | c << 8 | d;
}
constexpr std::array not_public_v4{
    AddressRange{v4(0, 0), 8},
    AddressRange{v4(10, 0), 8},
    AddressRange{v4(100, 64), 10},
    AddressRange{v4(127, 0), 8},
    AddressRange{v4(169, 254), 16},
    AddressRange{v4(172, 16), 12},
    AddressRange{v4(192, 0, 0), 24},
    AddressRange{v4(192, 0, 2), 24},
    AddressRange{v4(192, 88, 99), 24},
    AddressRange{v4(192, 168), 16},
    AddressRange{v4(198, 18), 15},
    AddressRange{v4(198, 51, 100), 24},
    AddressRange{v4(203, 0, 113), 24},
    AddressRange{v4(224, 0), 4},
    AddressRange{v4(240, 0), 4},
    // A cloud's own resolver and metadata under an address that looks public (Azure).
    AddressRange{v4(168, 63, 129, 16), 32},
};

bool is_public_v4(std::uint32_t address) {
  return std::none_of(not_public_v4.begin(), not_public_v4.end(), [&](const AddressRange& range) {
    return ((address ^ range.first) >> (32 - range.bits)) == 0;
  });
}

// Only 2000::/3 is given out to the internet; mapped, local and multicast addresses and NAT64 lie outside it.
bool is_public_v6(const ip::address_v6::bytes_type& b) {
  if ((b[0] & 0xE0) != 0x20) return false;
  const int first = b[0] << 8 | b[1], second = b[2] << 8 | b[3];
  if (first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) return false;  // Teredo and others; documents
  if (first == 0x2002) return false;                                           // 6to4 wraps IPv4
  return !(first == 0x3FFF && second < 0x1000);                                // documents
}

}  // namespace

ip::address unmapped(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

std::string place_of(const std::string& source) {
  boost::system::error_code not_one;
  const ip::address address = unmapped(ip::make_address(source, not_one));
  if (not_one) return source;
  if (address.is_v4()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  constexpr int network = 8;  // bytes
  std::fill(bytes.begin() + network, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes).to_string() + "/64";
}

bool may_fetch(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed && (parsed->scheme == "https" || (parsed->scheme == "http" && is_this_machine(parsed->host)));
}

bool is_public(const ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6().to_bytes());
}

}  // namespace net
