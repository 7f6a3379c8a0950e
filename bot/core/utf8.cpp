#include "bot/core/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>

namespace core {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool ends_line(std::string_view text, std::size_t at, char32_t c) {
  return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029 ||
         (c == '\r' && !text.substr(at + 1).starts_with('\n'));
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto end = static_cast<std::int64_t>(text.size());
  auto next = static_cast<std::int64_t>(at);
  UChar32 value = 0;
  U8_NEXT(bytes, next, end, value);
  if (value < 0) return {};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(next) - at, true};
}

std::string cleaned(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.good)
      clean += replacement;
    else if (ends_line(text, at, point.value))
      clean += '\n';
    else if (point.value == '\t')
      clean += ' ';
    else if (!is_unseen(point.value))
      clean += text.substr(at, point.bytes);
    at += point.bytes;
  }
  return clean;
}

}  // namespace core
