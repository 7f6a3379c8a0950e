#include "adapters/net/url.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdint>

#include "adapters/net/address.hpp"
#include "adapters/net/http.hpp"
#include "bot/core/ascii.hpp"

namespace net {
namespace {

constexpr std::size_t longest_url = 8 * 1024;
constexpr std::size_t most_fields = 1000;

bool all_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return core::ascii::is_letter_or_digit(c) || others.find(c) != others.npos;
  });
}

// "host", "host:80", "[::1]:80", and nothing that needs decoding.
bool may_be_authority(std::string_view text) {
  return text.size() <= 300 && all_of(text, "-._~!$&'()*+,;=:[]");
}

// Boost.URL 1.81 asserts, in functions that cannot throw, where one character behind the colon is no path:
// "h:]", "http:?". So it is only given one of our schemes with "//" behind, and brackets only where a host
// stands.
bool may_be_url(std::string_view text, std::string_view scheme) {
  if (text.size() > longest_url) return false;
  const std::string_view rest = text.substr(scheme.size() + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  return may_be_authority(rest.substr(0, end)) && all_of(rest.substr(end), "-._~!$&'()*+,;=:@%/?#");
}

std::string_view usual_port(std::string_view scheme) {
  return scheme == "https" || scheme == "wss" ? "443" : "80";
}

bool is_port(std::string_view digits) {
  return core::ascii::number<std::uint16_t>(digits).value_or(0) != 0;
}

// What each byte of a query or a form says: itself, a blank for '+', nothing where it may not stand there.
constexpr auto in_forms = [] {
  std::array<char, 256> all{};
  for (const char c : std::string_view("-._~!$&'()*,;=:@/?")) all[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) all[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) all[static_cast<unsigned char>(c)] = c;
  for (char c = '0'; c <= '9'; ++c) all[static_cast<unsigned char>(c)] = c;
  all['+'] = ' ';
  return all;
}();
constexpr auto hex_digits = [] {
  std::array<signed char, 256> all{};
  all.fill(-1);
  for (std::size_t i = 0; i < 10; ++i) all['0' + i] = static_cast<signed char>(i);
  for (std::size_t i = 0; i < 6; ++i) all['a' + i] = all['A' + i] = static_cast<signed char>(10 + i);
  return all;
}();

// False where something stands in it that may not. Not Boost.URL's, which takes three times as long: a form
// is most of what a platform sends, and some 4 kB.
bool decode(std::string_view coded, std::string& out) {
  out.resize(coded.size());
  char* to = out.data();
  const auto* at = reinterpret_cast<const unsigned char*>(coded.data());
  const auto* const end = at + coded.size();
  while (at != end) {
    if (*at == '%') {
      if (end - at < 3) return false;
      const int byte = hex_digits[at[1]] * 16 | hex_digits[at[2]];  // below zero where one of them is
      if (byte < 0) return false;
      *to++ = static_cast<char>(byte);
      at += 3;
    } else {
      const char c = in_forms[*at++];
      if (c == '\0') return false;
      *to++ = c;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return true;
}

}  // namespace

std::string Url::host_header() const {
  std::string text = host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != usual_port(scheme)) text += ":" + port;
  return text;
}

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  for (std::string_view scheme : {"http", "https", "ws", "wss"}) {
    if (equal_ignoring_case(text.substr(0, scheme.size()), scheme) &&
        text.substr(scheme.size()).starts_with("://"))
      url.scheme = scheme;
  }
  if (url.scheme.empty() || !may_be_url(text, url.scheme)) return std::nullopt;
  auto parsed = boost::urls::parse_uri(text);
  if (!parsed || !parsed->has_authority() || parsed->has_userinfo()) return std::nullopt;
  // Boost.URL 1.81 reads "http://a:80.evil.example" as port 80 and a path, and lets ports beyond 65535 pass.
  std::string_view path = parsed->encoded_path();
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  url.host = parsed->host_address();
  url.port = std::string(parsed->port().empty() ? usual_port(url.scheme) : std::string_view(parsed->port()));
  if (url.host.empty() || !is_port(url.port)) return std::nullopt;
  std::string_view target = parsed->encoded_target();
  url.target = path.empty() ? "/" + std::string(target) : std::string(target);
  return url;
}

std::optional<Site> parse_site(std::string_view text) {
  if (!may_be_authority(text)) return std::nullopt;
  auto parsed = boost::urls::parse_authority(text);
  if (!parsed || parsed->has_userinfo() || parsed->host_address().empty()) return std::nullopt;
  Site site;
  site.host = parsed->host_address();
  site.port = std::string(std::string_view(parsed->port()));
  site.is_address = parsed->host_type() != boost::urls::host_type::name;
  return site;
}

// A name of letters, digits, '.' and '-', perhaps with a port: nearly all are, and to take one apart costs as
// much as the rest of a request's header. What begins as an address does is left to the library.
bool is_site(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(':'));
  const std::string_view port = text.substr(std::min(name.size() + 1, text.size()));
  const bool plain = !name.empty() && !core::ascii::is_digit(name.front()) && text.size() <= 300 &&
                     all_of(name, "-.") && std::ranges::all_of(port, core::ascii::is_digit);
  return plain || parse_site(text);
}

bool is_this_machine(const std::string& host) {
  const std::string_view name = "localhost";
  if (host.size() >= name.size() && equal_ignoring_case(host.substr(host.size() - name.size()), name) &&
      (host.size() == name.size() || host[host.size() - name.size() - 1] == '.'))
    return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && unmapped(address).is_loopback();
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    if (core::ascii::is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty()) {
    if (fields.size() == most_fields) return std::nullopt;
    const std::string_view field = text.substr(0, text.find('&'));
    const std::string_view name = field.substr(0, field.find('='));
    auto& [key, value] = fields.emplace_back();
    if (!decode(name, key) || !decode(field.substr(std::min(name.size() + 1, field.size())), value))
      return std::nullopt;
    if (field.size() + 1 == text.size()) fields.emplace_back();  // "a=1&"
    text.remove_prefix(std::min(field.size() + 1, text.size()));
  }
  if (fields.size() > most_fields) return std::nullopt;
  return fields;
}

}  // namespace net
