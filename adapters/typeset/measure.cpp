#include "adapters/typeset/measure.hpp"

#include <algorithm>

namespace typeset {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t longest_rest = 16;  // bytes of a word begun that may go so that words stay whole

// Drawn together with what stands before it.
bool clings(char32_t value) {
  return (value >= 0x300 && value <= 0x36F) || (value >= 0x591 && value <= 0x5C7) ||
         (value >= 0x610 && value <= 0x61A) || (value >= 0x64B && value <= 0x65F) || value == 0x670 ||
         (value >= 0x1AB0 && value <= 0x1AFF) || (value >= 0x20D0 && value <= 0x20FF) ||
         (value >= 0xFE00 && value <= 0xFE0F) || value == 0x200D || (value >= 0x1F3FB && value <= 0x1F3FF);
}

// Two of these are a flag.
bool is_half_flag(char32_t value) {
  return value >= 0x1F1E6 && value <= 0x1F1FF;
}

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// Where to end inside `text[0, end)`, behind which there is more.
std::size_t behind_a_word(std::string_view text, std::size_t end) {
  if (is_blank(text[end])) return end;
  const std::size_t blank = text.substr(0, end).find_last_of(" \n\t");
  return blank != text.npos && blank > end / 2 && end - blank <= longest_rest ? blank : end;
}

}  // namespace

std::size_t bytes(const core::CodePoint& point) {
  return point.bytes;
}

std::size_t utf16(const core::CodePoint& point) {
  return point.value > 0xFFFF ? 2 : 1;
}

std::size_t code_points(const core::CodePoint&) {
  return 1;
}

std::size_t size_in(Unit unit, std::string_view utf8) {
  std::size_t size = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const core::CodePoint point = core::code_point_at(utf8, at);
    size += unit(point);
    at += point.bytes;
  }
  return size;
}

std::size_t beginning(std::string_view utf8, std::size_t room, Unit unit) {
  std::size_t at = 0, whole = 0, half_flags = 0;  // in a row
  bool joined = false;
  while (at < utf8.size()) {
    const core::CodePoint point = core::code_point_at(utf8, at);
    const bool half = is_half_flag(point.value), ends_flag = half && half_flags % 2 == 1;
    if (!clings(point.value) && !joined && !ends_flag) whole = at;
    if (unit(point) > room) return whole > 0 ? whole : at;
    half_flags = half ? half_flags + 1 : 0;
    room -= unit(point);
    joined = point.value == 0x200D;
    at += point.bytes;
  }
  return at;
}

std::string shortened(std::string_view utf8, std::size_t room, Unit unit) {
  if (beginning(utf8, room, unit) == utf8.size()) return std::string(utf8);
  const std::size_t mark = size_in(unit, ellipsis);
  if (room < mark) return {};
  std::string text(utf8.substr(0, behind_a_word(utf8, beginning(utf8, room - mark, unit))));
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  return text + std::string(ellipsis);
}

std::vector<std::string> pieces(std::string_view utf8, std::size_t room, Unit unit) {
  std::vector<std::string> all;
  while (!utf8.empty()) {
    const std::size_t size =
        std::max(beginning(utf8, room, unit), core::code_point_at(utf8, 0).bytes);  // it ends
    all.emplace_back(utf8.substr(0, size));
    utf8.remove_prefix(size);
  }
  return all;
}

}  // namespace typeset
