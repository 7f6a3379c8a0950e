#include "adapters/slack/signature.hpp"

#include "adapters/net/hmac.hpp"
#include "bot/core/ascii.hpp"

namespace slack {

std::string sign(std::string_view secret, std::string_view timestamp, std::string_view body) {
  return "v0=" + net::to_hex(net::hmac_sha256(secret, {"v0:", timestamp, ":", body}));
}

namespace {
constexpr const char* stamp = "X-Slack-Request-Timestamp";
constexpr const char* seal = "X-Slack-Signature";
}  // namespace

bool is_sealed(const net::Request& request, const std::vector<std::string>& secrets) {
  if (request.headers.count(stamp) != 1 || request.headers.count(seal) != 1) return false;
  const std::string_view digits = request.headers.get(stamp);
  const std::string_view given = request.headers.get(seal);
  if (digits.size() > 12 || !core::ascii::is_digits(digits)) return false;
  bool good = false;
  for (const std::string& secret : secrets)
    good |= !secret.empty() && net::equal_in_constant_time(sign(secret, digits, request.body), given);
  return good;
}

bool is_signed(const net::Request& request, const std::vector<std::string>& secrets, core::Instant now) {
  if (!is_sealed(request, secrets)) return false;
  const auto seconds = core::ascii::number<std::int64_t>(request.headers.get(stamp));
  return seconds && std::chrono::abs(now - core::Instant(std::chrono::seconds(*seconds))) <= signature_life;
}

}  // namespace slack
