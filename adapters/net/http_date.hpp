#pragma once

#include <optional>
#include <string_view>

#include "bot/core/time.hpp"

namespace net {

// What a header like Date or Retry-After says, in any of the three forms that RFC 9110 knows; nothing for
// what is no date.
std::optional<core::Instant> http_date(std::string_view text);

}  // namespace net
