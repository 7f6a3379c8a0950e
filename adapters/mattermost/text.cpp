#include "adapters/mattermost/text.hpp"

#include <algorithm>

#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

using Style = core::Span::Style;

constexpr std::string_view ellipsis = "…";
constexpr std::string_view nothing = "\xE2\x80\x8B";  // U+200B

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_one_of(char c, std::string_view all) {
  return all.find(c) != all.npos;
}
bool is_emoji_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || is_one_of(c, "_+-");
}

// ":smile:" would become a picture.
bool opens_emoji(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_emoji_letter(text[end])) ++end;
  return end > at + 1 && end < text.size() && text[end] == ':';
}

bool follows_www(std::string_view text, std::size_t at) {
  const auto w = [&](std::size_t i) { return text[i] == 'w' || text[i] == 'W'; };
  return at >= 3 && w(at - 1) && w(at - 2) && w(at - 3);
}

// What nothing can escape: mentions, channels, hashtags, addresses, entities, formulas, and the marks of
// Slack's that Mattermost rewrites before it reads Markdown.
bool needs_break(std::string_view text, std::size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (is_blank(next)) return false;
  const char c = text[at];
  if (c == ':') return next == '/' || opens_emoji(text, at);
  if (c == '.') return follows_www(text, at);
  if (c == '<') return !is_one_of(next, "-=<>");  // arrows and comparisons mean nothing
  return is_one_of(c, "@&#~$");
}

// The point or bracket of "1." at the beginning of a line, which would make a list of it.
std::size_t list_mark(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end > at && end < text.size() && is_one_of(text[end], ".)") ? end : text.npos;
}

template <class Measure>
std::string cut(std::string_view text, std::size_t limit, std::size_t mark, Measure measure) {
  std::size_t used = 0, fits_at = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = core::code_point_at(text, at).bytes;
    const std::size_t more = measure(bytes);
    if (used + more > limit) {
      std::string out(text.substr(0, fits_at));
      while (!out.empty() && is_blank(out.back())) out.pop_back();
      return limit < mark ? std::string() : out + std::string(ellipsis);
    }
    used += more;
    at += bytes;
    if (used + mark <= limit) fits_at = at;
  }
  return std::string(text);
}

bool is_address(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
}

// Our own addresses, safe inside (...).
std::string address(const std::string& url) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || is_one_of(c, "()<>|\"\\`*[]"))
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    else
      out += c;
  }
  return out;
}

// One line of a span. A mark of style may not have a blank on its inner side.
std::string styled(std::string_view line, const core::Span& span, bool line_start) {
  const auto first = line.find_first_not_of(' ');
  if (first == line.npos) return line_start ? std::string() : std::string(line);
  const auto last = line.find_last_not_of(' ');
  const std::string_view words = line.substr(first, last - first + 1);
  const bool linked = is_address(span.url);
  const bool bare = span.style == Style::plain && !linked;
  std::string text = span.style == Style::code ? inert(words, false) : escaped(words, line_start && bare);
  if (span.style == Style::strong) text = "**" + text + "**";
  if (span.style == Style::emphasis) text = "_" + text + "_";
  if (span.style == Style::code) text = "`" + text + "`";
  if (linked) text = "[" + text + "](" + address(span.url) + ")";
  return std::string(line_start ? "" : line.substr(0, first)) + text + std::string(line.substr(last + 1));
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out = core::cleaned(text);
  for (char& c : out)
    if (c == '\n') c = ' ';
  return out;
}

std::size_t runes(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size(); at += core::code_point_at(utf8, at).bytes) ++count;
  return count;
}

std::string cut_bytes(std::string_view utf8, std::size_t bytes) {
  return cut(utf8, bytes, ellipsis.size(), [](std::size_t size) { return size; });
}

std::string cut_runes(std::string_view utf8, std::size_t most) {
  return cut(utf8, most, 1, [](std::size_t) { return std::size_t{1}; });
}

std::string escaped(std::string_view raw, bool line_start) {
  const std::string text = core::cleaned(raw);
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t escape_at = text.npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (line_start && c == ' ') continue;  // four of them make a block of code
    if (line_start) {
      if (is_one_of(c, "#+-")) escape_at = at;
      if (is_digit(c)) escape_at = list_mark(text, at);
      if (is_one_of(c, "=:/")) out += nothing;  // an underlined heading, a table's row, a command
    }
    line_start = c == '\n';
    if (at == escape_at || is_one_of(c, "\\`*_~[]|>")) out += '\\';
    out += c;
    if (needs_break(text, at)) out += nothing;
  }
  return out;
}

std::string inert(std::string_view raw, bool line_start) {
  std::string text = one_line(raw);
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  std::string out;
  if (line_start && !text.empty() && (is_one_of(text[0], "#>+-=|:~/") || list_mark(text, 0) != text.npos))
    out = nothing;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '*':
        out += "∗";  // asterisk operator
        break;
      case '_':
        out += "ˍ";  // modifier letter low macron
        break;
      case '`':
        out += "ˋ";  // modifier letter grave accent
        break;
      case '[':
        out += "［";  // fullwidth left square bracket
        break;
      default:
        out += text[at];
    }
    if (needs_break(text, at)) out += nothing;
  }
  return out;
}

std::string markdown(const core::Rich& words, std::string_view indent) {
  std::string out;
  bool line_start = true;
  for (const core::Span& span : words) {
    const std::string text = core::cleaned(span.text);
    std::string_view rest = text;
    while (true) {
      const auto end = rest.find('\n');
      const std::string line = styled(rest.substr(0, end), span, line_start);
      out += line;
      line_start = line_start && line.empty();
      if (end == rest.npos) break;
      out += '\n' + std::string(indent);
      line_start = true;
      rest.remove_prefix(end + 1);
    }
  }
  return out;
}

}  // namespace mattermost
