// The pieces of URL syntax we need, on top of Boost.URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace net {

struct Url {
  std::string scheme;  // lower case: http, https, ws or wss
  std::string host;    // name or address, without brackets
  std::string port;    // digits; the scheme's usual port when none was given
  std::string target;  // path and query, percent-coded, begins with '/'; the fragment is dropped
  bool secure() const { return scheme == "https" || scheme == "wss"; }
  // As the Host header wants it: brackets around IPv6, the usual port left out.
  std::string host_header() const;
};

// Nothing for another scheme, user:password, an empty host, a percent code in the host, port 0, more than 8
// kB or a syntax error.
std::optional<Url> parse_url(std::string_view text);

// Whether a host is this machine itself: localhost and what is below it, or a loopback address.
bool is_this_machine(const std::string& host);

// What a Host header says.
struct Site {
  std::string host;  // name or address, without brackets
  std::string port;  // digits, or empty
  bool is_address = false;
};
// Nothing when it is no host with or without a port.
std::optional<Site> parse_site(std::string_view text);
// Whether it is one, which is asked of each request.
bool is_site(std::string_view text);

// As a part of a path, or a value in a query or form: everything but letters of ASCII, digits and `-._~` in
// percent codes.
std::string percent_encoded(std::string_view text);

// Decodes `a=1&b=x+y%21` (a query, or a body of type application/x-www-form-urlencoded) in order, repeats
// kept. Nothing when a percent code is broken, a character is not allowed there, or there are more than
// 1000.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

}  // namespace net
