#include "adapters/web/post_guard.hpp"

#include "adapters/net/url.hpp"
#include "adapters/web/multipart.hpp"

namespace web {
namespace {

// "https://bot.example.no" of "https://bot.example.no/path"; the usual port is left out, as browsers do.
std::string origin_of(const std::string& url) {
  const auto parts = net::parse_url(url);
  return parts ? parts->scheme + "://" + parts->host_header() : std::string();
}

bool from_elsewhere(const net::Request& request, const std::string& public_url) {
  const auto site = request.headers.get("Sec-Fetch-Site");
  // "none" is the person alone, as when a phone opens its pages again.
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const auto origin = request.headers.get("Origin");
  // Browsers say "null" when the page has told them to keep its address to themselves, as ours do.
  if (origin.empty() || origin == "null") return false;
  const std::string host(request.headers.get("Host"));
  return origin != origin_of(public_url) && origin != "https://" + host && origin != "http://" + host;
}

}  // namespace

std::optional<int> refusal_of_post(const net::Request& request, const std::string& public_url) {
  if (from_elsewhere(request, public_url)) return 403;
  const auto type = request.headers.get("Content-Type");
  const auto plain = type.substr(0, type.find_first_of("; "));
  const bool with_file = is_multipart(type);
  if (!with_file && !net::equal_ignoring_case(plain, "application/x-www-form-urlencoded")) return 415;
  if (request.body.size() > (with_file ? most_bytes_with_file : most_body_bytes)) return 413;
  return std::nullopt;
}

Posted written_by(const net::Request& request, const std::string& public_url) {
  if (request.method != "POST" || refusal_of_post(request, public_url)) return {};
  auto body = body_of(request);
  return body ? std::move(body->posted) : Posted();
}

void guard(net::Response& response, const std::string& content_policy) {
  net::Headers& headers = response.headers;
  headers.add("Content-Security-Policy", content_policy);
  headers.add("Referrer-Policy", "no-referrer");
  if (headers.get("Cache-Control").empty()) headers.add("Cache-Control", "no-store");
  headers.add("X-Robots-Tag", "noindex, nofollow");
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("X-Frame-Options", "DENY");
  headers.add("Cross-Origin-Opener-Policy", "same-origin");
  headers.add("Cross-Origin-Embedder-Policy", "require-corp");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  headers.add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
}

}  // namespace web
