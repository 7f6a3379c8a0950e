#pragma once
// Blanks around a value of a header (RFC 9110 5.6.3), and what ends its line.

#include <string_view>

namespace net {

inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace net
