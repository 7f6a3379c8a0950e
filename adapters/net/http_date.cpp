#include "adapters/net/http_date.hpp"

#include <string>

#include "adapters/net/curl/functions.hpp"

namespace net {

std::optional<core::Instant> http_date(std::string_view text) {
  // Only a date names a day: curl_getdate would take a bare number for one, too.
  if (text.size() < 20 || text.size() > 40) return std::nullopt;
  const std::time_t at = curl().getdate(std::string(text).c_str(), nullptr);
  if (at < 0) return std::nullopt;
  return core::Instant{std::chrono::seconds{at}};
}

}  // namespace net
