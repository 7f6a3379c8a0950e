#include "adapters/net/proxies.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <cstdlib>
#include <span>
#include <stdexcept>

#include "adapters/net/address.hpp"
#include "adapters/net/hmac.hpp"
#include "adapters/net/http.hpp"

namespace net {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_of(std::string_view host) {
  boost::system::error_code is_name;
  const ip::address address = ip::make_address(host, is_name);
  if (is_name) return std::nullopt;
  return unmapped(address);
}

bool ends_with_name(std::string_view host, std::string_view suffix) {
  return host.size() > suffix.size() && host[host.size() - suffix.size() - 1] == '.' &&
         equal_ignoring_case(host.substr(host.size() - suffix.size()), suffix);
}

bool in_network(const ip::address& address, const ip::address& network, int bits) {
  if (address.is_v4() != network.is_v4()) return false;
  if (address.is_v4()) {
    const auto length = static_cast<unsigned short>(std::min(bits, 32));
    return ip::network_v4(address.to_v4(), length).canonical() ==
           ip::network_v4(network.to_v4(), length).canonical();
  }
  const auto length = static_cast<unsigned short>(std::min(bits, 128));
  return ip::network_v6(address.to_v6(), length).canonical() ==
         ip::network_v6(network.to_v6(), length).canonical();
}

std::string unescaped(std::string_view text) {
  // parse_form reads "+" as a blank, which it is not in an address.
  std::string escaped;
  for (char c : text) escaped += c == '+' ? std::string("%2B") : std::string(1, c);
  const auto fields = parse_form("x=" + escaped);
  return fields && fields->size() == 1 ? fields->front().second : std::string(text);
}

std::optional<Proxy> read_proxy(std::string_view text, const std::string& called) {
  if (text.empty()) return std::nullopt;
  std::string address(text);
  if (address.find("://") == address.npos) address = "http://" + address;
  const std::size_t start = address.find("://") + 3;
  Proxy proxy;
  if (const std::size_t at = address.rfind('@'); at != address.npos) {
    const std::string pair = address.substr(start, at - start);
    const std::size_t colon = pair.find(':');
    proxy.user = unescaped(pair.substr(0, colon));
    if (colon != pair.npos) proxy.password = unescaped(pair.substr(colon + 1));
    address.erase(start, at + 1 - start);
  }
  const auto url = parse_url(address);
  if (!url) throw std::invalid_argument(called + " is no address of a proxy: write http://host:port");
  if (url->scheme != "http")
    throw std::invalid_argument(called +
                                ": only proxies that are spoken to in plain HTTP can be used, "
                                "http://host:port");
  proxy.host = url->host;
  proxy.port = url->port;
  return proxy;
}

std::optional<Proxies>& house() {
  static std::optional<Proxies> proxies;
  return proxies;
}

}  // namespace

std::string Proxy::address() const {
  return (host.find(':') == host.npos ? host : "[" + host + "]") + ":" + port;
}

std::string Proxy::authorization() const {
  if (user.empty()) return {};
  const std::string pair = user + ":" + password;
  const std::span<const unsigned char> bytes(reinterpret_cast<const unsigned char*>(pair.data()),
                                             pair.size());
  return "Basic " + to_base64(bytes);
}

Proxies::Proxies(std::string_view https, std::string_view http, std::string_view none,
                 const std::string& called)
    : https_(read_proxy(https, called)), http_(read_proxy(http, called)) {
  leave_out(none);
}

void Proxies::sign_in(const std::string& user, const std::string& password) {
  for (auto* proxy : {&https_, &http_})
    if (*proxy) {
      (*proxy)->user = user;
      (*proxy)->password = password;
    }
}

void Proxies::leave_out(std::string_view none) {
  constexpr std::string_view separators = ", \t";
  while (!none.empty()) {
    const std::size_t size = std::min(none.find_first_of(separators), none.size());
    std::string_view entry = none.substr(0, size);
    none.remove_prefix(std::min(size + 1, none.size()));
    if (entry.empty()) continue;
    list_ += (list_.empty() ? "" : ", ") + std::string(entry);
    Left left;
    if (const std::size_t slash = entry.find('/'); slash != entry.npos) {
      const std::string_view bits = entry.substr(slash + 1);
      std::from_chars(bits.data(), bits.data() + bits.size(), left.bits);
      entry = entry.substr(0, slash);
    }
    const std::size_t colon = entry.rfind(':');
    const bool has_port =
        colon != entry.npos && (entry.find(':') == colon || entry[colon - (colon > 0)] == ']');
    if (has_port) {
      left.port = entry.substr(colon + 1);
      entry = entry.substr(0, colon);
    }
    if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    while (entry.starts_with('*') && entry.size() > 1) entry.remove_prefix(1);
    while (entry.starts_with('.')) entry.remove_prefix(1);
    while (entry.ends_with('.')) entry.remove_suffix(1);
    left.host = entry;
    left_out_.push_back(std::move(left));
  }
}

Proxies Proxies::from_environment(const std::function<const char*(const char*)>& variable) {
  const auto first = [&](std::initializer_list<const char*> names) -> std::pair<std::string, std::string> {
    for (const char* name : names)
      if (const char* value = variable(name); value && *value) return {name, value};
    return {};
  };
  const auto all = first({"all_proxy", "ALL_PROXY"});
  auto https = first({"https_proxy", "HTTPS_PROXY"});
  auto http = first({"http_proxy"});
  if (https.second.empty()) https = all;
  if (http.second.empty()) http = all;
  const auto none = first({"no_proxy", "NO_PROXY"});
  Proxies proxies(https.second, "", none.second, "the environment's " + https.first);
  proxies.http_ = read_proxy(http.second, "the environment's " + http.first);
  return proxies;
}

bool Proxies::left_out(const Url& url) const {
  std::string_view host = url.host;
  if (host.ends_with('.')) host.remove_suffix(1);
  const auto address = address_of(host);
  return std::any_of(left_out_.begin(), left_out_.end(), [&](const Left& left) {
    if (!left.port.empty() && left.port != url.port) return false;
    if (left.host == "*") return true;
    const auto listed = address_of(left.host);
    if (listed)
      return address && (left.bits >= 0 ? in_network(*address, *listed, left.bits) : *address == *listed);
    return !left.host.empty() && (equal_ignoring_case(host, left.host) || ends_with_name(host, left.host));
  });
}

std::optional<Proxy> Proxies::of(const Url& url) const {
  const auto& proxy = url.secure() ? https_ : http_;
  if (!proxy || is_this_machine(url.host) || left_out(url)) return std::nullopt;
  return proxy;
}

std::string Proxies::in_words() const {
  if (none()) return {};
  std::string words = https_ ? https_->address() : "none for https";
  const std::string http = http_ ? http_->address() : "none";
  if (!https_ || !http_ || http != words) words += " (for http: " + http + ")";
  if (!list_.empty()) words += ", but not for " + list_;
  return words;
}

const Proxies& house_proxies() {
  if (!house()) house() = Proxies::from_environment([](const char* name) { return std::getenv(name); });
  return *house();
}

void set_house_proxies(Proxies proxies) {
  house() = std::move(proxies);
}

}  // namespace net
