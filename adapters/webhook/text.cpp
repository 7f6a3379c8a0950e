#include "adapters/webhook/text.hpp"

#include "adapters/typeset/markdown.hpp"
#include "bot/core/ascii.hpp"

namespace webhook {
namespace {

bool is_letter(char c) {  // of an address: beyond ASCII all bytes count, those domains are linked too
  return core::ascii::is_small(c) || core::ascii::is_capital(c) || static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// Whether `text[at]` begins something that means more at the beginning of a line: heading, list, quotation,
// rule, table, block of code.
bool opens_line(std::string_view text, std::size_t at) {
  return std::string_view("#>+-=|:~*`/").find(text[at]) != std::string_view::npos ||
         typeset::list_mark(text, at) != std::string_view::npos;
}

bool is_markdown(Reading reading) {
  return reading == Reading::backslash || reading == Reading::no_escape;
}

// What no platform has an escape for: whether something invisible must stand after `text[at]`.
bool needs_break(std::string_view text, std::size_t at, Reading reading) {
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (is_blank(next)) return false;
  switch (text[at]) {
    case '@':
      return true;
    case '.':  // some make links of all that looks like a domain
      return typeset::follows_www(text, at) ||
             (reading == Reading::no_escape && at > 0 && !is_blank(text[at - 1]) && is_letter(next) &&
              at + 2 < text.size() && is_letter(text[at + 2]));
    case ':':
      return next == '/' || (is_markdown(reading) && typeset::opens_picture(text, at));
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

bool breaks(std::string_view text, std::size_t at) {
  return needs_break(text, at, Reading::backslash);
}
// Links and code are drawn by markdown.cpp, as each reading has them.
constexpr typeset::Dialect backslash{breaks, nullptr, nullptr};

}  // namespace

std::string harmless(std::string_view text, Reading reading, bool line_start) {
  if (reading == Reading::backslash) return typeset::escaped(text, backslash, line_start);
  const bool markdown = is_markdown(reading);
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (markdown && line_start && c == ' ') continue;  // four of them make a block of code
    if (markdown && line_start && opens_line(text, at)) out += typeset::nothing;
    line_start = c == '\n';
    if (const std::string_view other = replaced(c, reading); !other.empty()) {
      out += other;
    } else {
      out += c;
    }
    if (needs_break(text, at, reading)) out += typeset::nothing;
  }
  return out;
}

}  // namespace webhook
