#include "adapters/net/http.hpp"

#include <algorithm>

#include "adapters/net/url.hpp"
#include "bot/core/ascii.hpp"

namespace net {
namespace {

char lower(char c) {
  return core::ascii::is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token(std::string_view text) {
  return core::ascii::is_name(text, "!#$%&'*+-.^_`|~");
}

bool is_local_name(std::string_view host) {
  constexpr std::string_view suffix = ".localhost";
  if (equal_ignoring_case(host, "localhost")) return true;
  return host.size() > suffix.size() && equal_ignoring_case(host.substr(host.size() - suffix.size()), suffix);
}

std::string_view port_or(std::string_view port, std::string_view fallback) {
  return port.empty() ? fallback : port;
}

}  // namespace

bool is_safe_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

Headers::Headers(std::initializer_list<Field> fields) {
  for (const Field& field : fields) add(field.name, field.value);
}

void Headers::add(std::string_view name, std::string_view value) {
  if (places_.empty()) {  // what an ordinary request has
    places_.reserve(8);
    text_.reserve(400);
  }
  auto at = static_cast<std::uint32_t>(text_.size());
  auto name_size = static_cast<std::uint32_t>(name.size());
  places_.push_back({at, name_size, at + name_size, static_cast<std::uint32_t>(value.size())});
  text_.append(name).append(value);
}

void Headers::replace(std::string_view name, std::string_view value) {
  const auto at = static_cast<std::uint32_t>(text_.size());
  for (std::size_t i = 0; i < size(); ++i)
    if (is_named(i, name)) {
      places_[i].value_at = at;
      places_[i].value_size = static_cast<std::uint32_t>(value.size());
    }
  text_.append(value);
}

Headers::Field Headers::operator[](std::size_t index) const {
  const Place& place = places_.at(index);
  std::string_view text = text_;
  return {text.substr(place.name_at, place.name_size), text.substr(place.value_at, place.value_size)};
}

std::string_view Headers::get(std::string_view name) const {
  for (std::size_t i = 0; i < size(); ++i)
    if (is_named(i, name)) return (*this)[i].value;
  return {};
}

std::size_t Headers::count(std::string_view name) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < size(); ++i) found += is_named(i, name) ? 1 : 0;
  return found;
}

// A dozen names are asked for in each request: most are told apart by their length.
bool Headers::is_named(std::size_t index, std::string_view name) const {
  return places_[index].name_size == name.size() && equal_ignoring_case((*this)[index].name, name);
}

bool Headers::safe_to_send() const {
  for (std::size_t i = 0; i < size(); ++i) {
    Field field = (*this)[i];
    if (!is_token(field.name) || !is_safe_value(field.value)) return false;
  }
  return true;
}

bool is_local_or_same_origin(const Request& request, std::span<const std::string> public_hosts) {
  if (request.headers.count("Host") != 1 || request.headers.count("Origin") > 1) return false;
  const auto host = parse_site(request.headers.get("Host"));
  if (!host) return false;

  // A name can be pointed at us by whoever owns it; an address cannot, so only names need to be known ones.
  bool known = host->is_address || is_local_name(host->host) ||
               std::any_of(public_hosts.begin(), public_hosts.end(), [&](const std::string& allowed) {
                 return equal_ignoring_case(allowed, host->host);
               });
  if (!known) return false;

  if (!request.headers.has("Origin")) return true;
  const std::string_view text = request.headers.get("Origin");
  const auto origin = parse_url(text);
  if (!origin || !origin->scheme.starts_with("http")) return false;
  // An origin ends behind its port.
  if (text.find_first_of("/?#", origin->scheme.size() + 3) != text.npos) return false;
  // Behind a proxy that ends TLS we do not know our own scheme, so the origin's scheme says which port is
  // left out.
  return equal_ignoring_case(origin->host, host->host) &&
         origin->port == port_or(host->port, origin->secure() ? "443" : "80");
}

}  // namespace net
