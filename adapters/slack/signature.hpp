#pragma once
// Slack's request signatures (section "Verifying requests from Slack" of its documentation). Pure; any
// thread.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "bot/core/time.hpp"

namespace slack {

inline constexpr std::chrono::seconds signature_life{300};  // both ways

// "v0=" and 64 lower-case hexadecimal digits.
std::string sign(std::string_view secret, std::string_view timestamp, std::string_view body);

// Whether one of the secrets made the request's signature, whenever that was.
bool is_sealed(const net::Request& request, const std::vector<std::string>& secrets);

// Whether one of the secrets made the request's signature, over the body's bytes as they came, at most
// signature_life from `now`. Strict: one timestamp of decimal digits, one signature, lower case.
bool is_signed(const net::Request& request, const std::vector<std::string>& secrets, core::Instant now);

}  // namespace slack
