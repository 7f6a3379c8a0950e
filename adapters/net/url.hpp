// The two pieces of URL syntax we need, on top of Boost.URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace net {

struct Url {
  std::string scheme;  ///< lower case: http, https, ws or wss
  std::string host;    ///< name or address, without brackets
  std::string port;    ///< digits; the scheme's usual port when none was given
  std::string target;  ///< path and query, percent-coded, begins with '/'; the fragment is dropped
  bool secure() const { return scheme == "https" || scheme == "wss"; }
  /// As the Host header wants it: brackets around IPv6, the usual port left out.
  std::string host_header() const;
};

/// Nothing for another scheme, user:password, an empty host, port 0 or a syntax error.
std::optional<Url> parse_url(std::string_view text);

/// Decodes `a=1&b=x+y%21` (a query, or a body of type application/x-www-form-urlencoded) in order, repeats
/// kept. Nothing when a percent code is broken or a character is not allowed there.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

}  // namespace net
