// HTTP messages as plain data: what the server hands in and the client hands out. No Asio, no Beast, no
// sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace net {

// Header fields in the order they came; names compare without regard to ASCII case. One block of memory for
// them all.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  Headers() = default;
  Headers(std::initializer_list<Field> fields);

  void add(std::string_view name, std::string_view value);
  // Of all fields of that name, which are there.
  void replace(std::string_view name, std::string_view value);

  // The first value of that name, or an empty view. Views live until the next add() or move of this object.
  std::string_view get(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  bool has(std::string_view name) const { return count(name) > 0; }

  std::size_t size() const { return places_.size(); }
  Field operator[](std::size_t index) const;

  // False when a name is not an RFC 9110 token or a value holds a control character (CR, LF, NUL ...): such
  // a field could smuggle a second message and is never sent.
  bool safe_to_send() const;

 private:
  struct Place {
    std::uint32_t name_at, name_size, value_at, value_size;
  };
  bool is_named(std::size_t index, std::string_view name) const;

  std::string text_;
  std::vector<Place> places_;
};

// One whole inbound request. Owns its data.
struct Request {
  std::string method;  // GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; the server answers 405 to all others
  std::string path;    // begins with '/', exactly as received (percent codes kept); for OPTIONS also "*"
  std::string query;   // after the first '?', without it, as received; see parse_form in url.hpp
  Headers headers;
  std::string body;      // raw bytes, for signature checks; chunks already joined
  std::string peer;      // address of the other end, no port. Personal data: not for logs.
  std::string source{};  // the visitor: the peer, or whom a trusted proxy names. Personal data, likewise.
};

// What a handler answers. Has constructors, because g++ 12 frees an aggregate twice in a statement with
// co_await.
struct Response {
  Response() = default;
  explicit Response(int status_code) : status(status_code) {}
  Response(int status_code, std::string text, std::string type = "text/plain; charset=utf-8")
      : status(status_code), body(std::move(text)), content_type(std::move(type)) {}

  int status = 200;
  Headers headers;  // beyond Content-Type, Content-Length and Connection, which the server writes itself
  std::string body;
  std::string content_type = "text/plain; charset=utf-8";  // empty: no such field
};

// Stops DNS rebinding and cross-site calls from a browser. True when
// - Host is `localhost`, below `.localhost`, an IP address, or one of `public_hosts` (names without port),
// and
// - Origin is absent (not a browser, or a plain page load), or names the same host and port as Host.
// A page on another port of this machine is another origin and is refused.
bool is_local_or_same_origin(const Request& request, std::span<const std::string> public_hosts = {});

// Nothing in it could end a field: no CR, LF, NUL or other control character but a tab.
bool is_safe_value(std::string_view text);

// ASCII only, both.
std::string lower_case(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace net
