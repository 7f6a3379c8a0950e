#include "adapters/net/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>

#include "adapters/net/http.hpp"

namespace net {
namespace {

std::string_view usual_port(std::string_view scheme) {
  return scheme == "https" || scheme == "wss" ? "443" : "80";
}

bool is_port(std::string_view digits) {
  std::uint16_t number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() && number != 0;
}

}  // namespace

std::string Url::host_header() const {
  std::string text = host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != usual_port(scheme)) text += ":" + port;
  return text;
}

std::optional<Url> parse_url(std::string_view text) {
  auto parsed = boost::urls::parse_uri(text);
  if (!parsed || !parsed->has_authority() || parsed->has_userinfo()) return std::nullopt;
  // Boost.URL 1.81 reads "http://a:80.evil.example" as port 80 and a path, and lets ports beyond 65535 pass.
  std::string_view path = parsed->encoded_path();
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  Url url;
  for (const char* scheme : {"http", "https", "ws", "wss"}) {
    if (equal_ignoring_case(parsed->scheme(), scheme)) url.scheme = scheme;
  }
  url.host = parsed->host_address();
  url.port = std::string(parsed->port().empty() ? usual_port(url.scheme) : std::string_view(parsed->port()));
  if (url.scheme.empty() || url.host.empty() || !is_port(url.port)) return std::nullopt;
  std::string_view target = parsed->encoded_target();
  url.target = path.empty() ? "/" + std::string(target) : std::string(target);
  return url;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
  auto parsed = boost::urls::parse_query(text);
  if (!parsed) return std::nullopt;
  boost::urls::encoding_opts options;
  options.space_as_plus = true;
  std::vector<std::pair<std::string, std::string>> fields;
  fields.reserve(parsed->size());
  for (auto field : *parsed) fields.emplace_back(field.key.decode(options), field.value.decode(options));
  return fields;
}

}  // namespace net
