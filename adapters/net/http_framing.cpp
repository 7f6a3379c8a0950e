#include "adapters/net/http_framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "adapters/net/url.hpp"

namespace net {

namespace beast = boost::beast;
using boost::system::error_code;

int refusal_of(error_code parse_error) {
  if (parse_error == beast::http::error::header_limit) return 431;
  if (parse_error == beast::http::error::body_limit) return 413;
  return 400;
}

namespace {

// RFC 9112 3.2.2: "http://refleks.example/hjelp/" is "/hjelp/" of refleks.example, whatever Host says. False
// when it begins so and is no such address.
bool to_origin_form(RequestParser& request) {
  std::string_view target = request.target;
  std::size_t scheme = 0;
  for (const std::string_view known : {"http://", "https://"})
    if (equal_ignoring_case(target.substr(0, known.size()), known)) scheme = known.size();
  if (scheme == 0) return true;
  target.remove_prefix(scheme);
  const std::size_t end = std::min(target.find_first_of("/?#"), target.size());
  const std::string_view host = target.substr(0, end);
  if (host.empty() || !parse_site(host)) return false;
  if (request.headers.has("Host"))
    request.headers.replace("Host", host);
  else
    request.headers.add("Host", host);
  std::string rest(target.substr(end));
  if (!rest.starts_with('/')) {
    const bool asks_all = rest.empty() && request.method == "OPTIONS";  // 3.2.4
    rest.insert(0, asks_all ? "*" : "/");
  }
  request.target = std::move(rest);
  return true;
}

}  // namespace

// What Beast's parser lets through although RFC 9112 does not, and what would let two servers read two
// requests.
int refusal_of(RequestParser& request) {
  const Headers& headers = request.headers;
  std::size_t hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && request.http_1_1)) return 400;
  if (!to_origin_form(request)) return 400;
  const std::string_view host = headers.get("Host");
  if (!host.empty() && !is_site(host)) return 400;
  std::size_t codings = headers.count("Transfer-Encoding");
  bool chunked = codings == 1 && equal_ignoring_case(headers.get("Transfer-Encoding"), "chunked");
  if (codings > 0 && !(chunked && request.http_1_1)) return 400;
  for (std::string_view known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (request.method != known) continue;
    bool good_target = request.target.starts_with('/') || (request.target == "*" && known == "OPTIONS");
    return good_target ? whole : 400;
  }
  return 405;
}

bool has_websocket_key(const Headers& headers) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string_view key = headers.get("Sec-WebSocket-Key");
  return headers.count("Sec-WebSocket-Key") == 1 && key.size() == 24 && key.find_first_not_of(digits) == 22 &&
         key.ends_with("==");
}

Response plain(int status) {
  auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(status));
  Response response(status, fmt::format("{} {}\n", status, std::string_view(reason.data(), reason.size())));
  if (status == 405) response.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  if (status == 503 || status == 429) response.headers.add("Retry-After", "1");
  return response;
}

bool may_send(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  for (const char* own : {"Content-Type", "Content-Length", "Connection", "Transfer-Encoding"}) {
    if (response.headers.has(own)) return false;
  }
  return response.headers.safe_to_send() && is_safe_value(response.content_type);
}

bool carries_body(int status) {
  return status != 204 && status != 304;
}

std::string head_of(const Response& response, bool keep_alive, bool http_1_1) {
  auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
  std::string head;
  head.reserve(256);
  const auto add = [&](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) head.append(part);
  };
  add({"HTTP/1.1 ", std::to_string(response.status), " ", {reason.data(), reason.size()}, "\r\n"});
  if (carries_body(response.status)) {
    if (!response.content_type.empty()) add({"Content-Type: ", response.content_type, "\r\n"});
    add({"Content-Length: ", std::to_string(response.body.size()), "\r\n"});
  }
  for (std::size_t i = 0; i < response.headers.size(); ++i) {
    const Headers::Field field = response.headers[i];
    add({field.name, ": ", field.value, "\r\n"});
  }
  if (!keep_alive) head += "Connection: close\r\n";
  if (keep_alive && !http_1_1) head += "Connection: keep-alive\r\n";
  return head += "\r\n";
}

Request take(RequestParser& parser, const std::string& peer, const std::string& source) {
  Request request;
  request.method = std::move(parser.method);
  std::size_t mark = parser.target.find('?');
  if (mark != parser.target.npos) {
    request.query = parser.target.substr(mark + 1);
    parser.target.resize(mark);
  }
  request.path = std::move(parser.target);
  request.headers = std::move(parser.headers);
  request.body = std::move(parser.body);
  request.peer = peer;
  request.source = source;
  return request;
}

}  // namespace net
