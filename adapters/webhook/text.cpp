#include "adapters/webhook/text.hpp"

#include <algorithm>
#include <cstdint>

#include "bot/core/utf8.hpp"

namespace webhook {
namespace {

constexpr std::string_view nothing = "\xE2\x80\x8B";  // U+200B, a space of no width
constexpr std::string_view ellipsis = "…";

std::size_t units(Unit unit, const core::CodePoint& point) {
  switch (unit) {
    case Unit::bytes:
      return point.bytes;
    case Unit::utf16:
      return point.value > 0xFFFF ? 2 : 1;
    case Unit::code_points:
      return 1;
  }
  return 1;
}

// Drawn together with what stands before it.
bool clings(char32_t value) {
  return (value >= 0x300 && value <= 0x36F) || (value >= 0x1AB0 && value <= 0x1AFF) ||
         (value >= 0x20D0 && value <= 0x20FF) || (value >= 0xFE00 && value <= 0xFE0F) || value == 0x200D ||
         (value >= 0x1F3FB && value <= 0x1F3FF);
}

bool is_letter(char c) {  // of an address: beyond ASCII all bytes count, those domains are linked too
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// Whether `text[at]` begins something that means more at the beginning of a line: heading, list, quotation,
// rule, table, block of code. For a numbered item `mark` is moved to the point after the number.
bool opens_line(std::string_view text, std::size_t at, std::size_t& mark) {
  mark = at;
  if (std::string_view("#>+-=|:~*`/").find(text[at]) != std::string_view::npos) return true;
  while (mark < text.size() && is_digit(text[mark])) ++mark;
  return mark > at && mark < text.size() && (text[mark] == '.' || text[mark] == ')');
}

// ":smile:" would become a picture.
bool opens_picture(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() &&
         ((is_letter(text[end]) && static_cast<unsigned char>(text[end]) < 0x80) || is_digit(text[end]) ||
          text[end] == '_' || text[end] == '+' || text[end] == '-'))
    ++end;
  return end > at + 1 && end < text.size() && text[end] == ':';
}

bool is_markdown(Reading reading) {
  return reading == Reading::backslash || reading == Reading::no_escape;
}

bool follows_www(std::string_view text, std::size_t at) {
  const auto lower = [&](std::size_t i) { return text[i] == 'w' || text[i] == 'W'; };
  return at >= 3 && lower(at - 1) && lower(at - 2) && lower(at - 3);
}

// What no platform has an escape for: whether something invisible must stand after `text[at]`.
bool needs_break(std::string_view text, std::size_t at, Reading reading) {
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (is_blank(next)) return false;
  switch (text[at]) {
    case '@':
      return true;
    case '.':  // some make links of all that looks like a domain
      return follows_www(text, at) || (reading == Reading::no_escape && at > 0 && !is_blank(text[at - 1]) &&
                                       is_letter(next) && at + 2 < text.size() && is_letter(text[at + 2]));
    case ':':
      return next == '/' || (is_markdown(reading) && opens_picture(text, at));
    case '<':  // also Slack's own marks, which Mattermost and Zulip read before anything is escaped
      return reading != Reading::html;
    case '&':
      return is_markdown(reading);  // "&#64;" would be an @ again
    case '#':
    case '~':
    case '$':
      return is_markdown(reading);
    case ']':
    case '!':
    case '\\':
      return reading == Reading::no_escape;
  }
  return false;
}

std::string_view html(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\n':
      return "<br>";
  }
  return {};
}

std::string_view look_alike(char c) {
  switch (c) {
    case '*':
      return "∗";  // asterisk operator
    case '_':
      return "ˍ";  // modifier letter low macron
    case '`':
      return "ˋ";  // modifier letter grave accent
    case '~':
      return "∼";  // tilde operator
  }
  return {};
}

std::string_view replaced(char c, Reading reading) {
  if (reading == Reading::html) return html(c);
  if (reading == Reading::no_escape) return look_alike(c);
  return {};
}

}  // namespace

std::size_t size_in(Unit unit, std::string_view utf8) {
  std::size_t size = 0;
  while (!utf8.empty()) {
    const core::CodePoint point = core::code_point_at(utf8, 0);
    size += units(unit, point);
    utf8.remove_prefix(point.bytes);
  }
  return size;
}

std::size_t beginning(std::string_view utf8, std::size_t room, Unit unit) {
  std::size_t at = 0, whole = 0;
  bool joined = false;
  while (at < utf8.size()) {
    const core::CodePoint point = core::code_point_at(utf8, at);
    if (!clings(point.value) && !joined) whole = at;
    if (units(unit, point) > room) return whole > 0 ? whole : at;
    room -= units(unit, point);
    joined = point.value == 0x200D;
    at += point.bytes;
  }
  return at;
}

std::string shortened(std::string_view utf8, std::size_t room, Unit unit) {
  if (beginning(utf8, room, unit) == utf8.size()) return std::string(utf8);
  const std::size_t mark = size_in(unit, ellipsis);
  if (room < mark) return {};
  std::string text(utf8.substr(0, beginning(utf8, room - mark, unit)));
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  return text + std::string(ellipsis);
}

std::string harmless(std::string_view text, Reading reading, bool line_start) {
  const bool markdown = is_markdown(reading);
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t escape_at = std::string_view::npos;  // the point of "1." at the beginning of a line
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (markdown && line_start && c == ' ') continue;  // four of them make a block of code
    if (std::size_t mark = 0; markdown && line_start && opens_line(text, at, mark)) {
      if (reading == Reading::backslash && std::string_view("=:/").find(c) == std::string_view::npos) {
        escape_at = mark;
      } else {
        out += nothing;
      }
    }
    line_start = c == '\n';
    if (reading == Reading::backslash &&
        (at == escape_at || std::string_view("\\`*_~[]|>").find(c) != std::string_view::npos))
      out += '\\';
    if (const std::string_view other = replaced(c, reading); !other.empty()) {
      out += other;
    } else {
      out += c;
    }
    if (needs_break(text, at, reading)) out += nothing;
  }
  return out;
}

std::string harmless_url(std::string_view url) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || std::string_view("()<>|\"\\`*[]").find(c) != std::string_view::npos) {
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace webhook
