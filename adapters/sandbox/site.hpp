#pragma once
// The sandbox's plain HTTP side: the page, its texts, and whether we are well. A pure function of the request
// and now.

#include <optional>
#include <span>
#include <string>

#include "adapters/net/http.hpp"
#include "bot/core/time.hpp"

namespace sandbox {

// 200, 403 (a foreign Host or Origin), 404, 405 or 426 (the socket's address without a socket), with words;
// always with the strict content policy.
net::Response answer(const net::Request& request, std::span<const std::string> public_hosts,
                     core::Instant now);

// A picture that is asked for: of which message, and for which ground.
struct Pictured {
  std::string message;
  bool dark = false;
};
std::optional<Pictured> pictured(const net::Request& request, std::span<const std::string> public_hosts);
// 200, or 404 for no bytes.
net::Response picture(std::string png);

// The 403 for a request that must not come in, or nothing.
std::optional<net::Response> refusal(const net::Request& request, std::span<const std::string> public_hosts);

}  // namespace sandbox
