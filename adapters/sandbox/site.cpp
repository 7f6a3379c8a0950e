#include "adapters/sandbox/site.hpp"

#include <nlohmann/json.hpp>

#include "bot/core/embedded.hpp"
#include "bot/core/language.hpp"
#include "bot/core/texts.hpp"

namespace sandbox {
namespace {

using Json = nlohmann::json;
constexpr const char* json_type = "application/json; charset=utf-8";

// The page is ours alone: no script, style, frame or connection from or to anywhere else.
net::Response guarded(net::Response response) {
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src "
                       "'self' data:; connect-src "
                       "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Cross-Origin-Resource-Policy", "same-origin");
  // A few small files over loopback: always those of the daemon that runs.
  response.headers.add("Cache-Control", "no-store");
  return response;
}

const char* content_type(std::string_view name) {
  struct Type {
    std::string_view ending;
    const char* type;
  };
  constexpr Type types[] = {{".html", "text/html; charset=utf-8"},
                            {".js", "text/javascript; charset=utf-8"},
                            {".css", "text/css; charset=utf-8"},
                            {".json", json_type},
                            {".webmanifest", "application/manifest+json"},
                            {".svg", "image/svg+xml"},
                            {".png", "image/png"},
                            {".ico", "image/x-icon"},
                            {".woff2", "font/woff2"},
                            {".txt", "text/plain; charset=utf-8"}};
  for (const Type& known : types)
    if (name.ends_with(known.ending)) return known.type;
  return "application/octet-stream";
}

std::optional<net::Response> texts(std::string_view path) {
  constexpr std::string_view folder = "/texts/", prefix = "sandbox.";
  if (!path.starts_with(folder)) return std::nullopt;
  for (core::Language language : core::all_languages) {
    if (path.substr(folder.size()) != code(language)) continue;
    Json all = Json::object();
    for (const std::string& key : core::all_keys(prefix))
      all[key.substr(prefix.size())] = core::raw_text(language, key);
    return net::Response(200, all.dump(), json_type);
  }
  return std::nullopt;
}

std::optional<net::Response> health(std::string_view path, core::Instant now) {
  if (path != "/health") return std::nullopt;
  const Json body = {{"status", "ok"}, {"now", core::to_text(now)}};
  return net::Response(200, body.dump(), json_type);
}

std::optional<net::Response> socket(std::string_view path) {
  if (path != "/ws") return std::nullopt;
  net::Response response(426, "This address is a WebSocket.\n");
  response.headers.add("Upgrade", "websocket");
  return response;
}

std::optional<net::Response> page(std::string_view path) {
  const auto name = path == "/" ? std::string("index.html") : std::string(path.substr(1));
  auto bytes = core::embedded_copy(name.starts_with("fonts/") ? name : "sandbox/" + name);
  if (!bytes) return std::nullopt;
  return net::Response(200, *std::move(bytes), content_type(name));
}

}  // namespace

std::optional<net::Response> refusal(const net::Request& request, std::span<const std::string> public_hosts) {
  if (net::is_local_or_same_origin(request, public_hosts)) return std::nullopt;
  return guarded(
      net::Response(403, "The sandbox answers its own page only: this Host or Origin is not its own.\n"));
}

std::optional<Pictured> pictured(const net::Request& request, std::span<const std::string> public_hosts) {
  constexpr std::string_view folder = "/pictures/", kind = ".png", dark = "-dark";
  std::string_view name = request.path;
  if ((request.method != "GET" && request.method != "HEAD") || refusal(request, public_hosts)) return {};
  if (!name.starts_with(folder) || !name.ends_with(kind)) return {};
  name.remove_prefix(folder.size());
  name.remove_suffix(kind.size());
  const bool by_night = name.ends_with(dark);
  if (by_night) name.remove_suffix(dark.size());
  return Pictured{std::string(name), by_night};
}

net::Response picture(std::string png) {
  if (png.empty()) return guarded(net::Response(404, "There is no such picture.\n"));
  return guarded(net::Response(200, std::move(png), content_type(".png")));
}

net::Response answer(const net::Request& request, std::span<const std::string> public_hosts,
                     core::Instant now) {
  if (auto no = refusal(request, public_hosts)) return std::move(*no);
  if (request.method != "GET" && request.method != "HEAD") {
    net::Response response(405, "Only GET and HEAD.\n");
    response.headers.add("Allow", "GET, HEAD");
    return guarded(std::move(response));
  }
  if (auto found = health(request.path, now)) return guarded(std::move(*found));
  if (auto found = texts(request.path)) return guarded(std::move(*found));
  if (auto found = socket(request.path)) return guarded(std::move(*found));
  if (auto found = page(request.path)) return guarded(std::move(*found));
  return guarded(net::Response(404, "There is nothing here. The chat is at /.\n"));
}

}  // namespace sandbox
