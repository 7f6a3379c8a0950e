#include "adapters/nextcloud/text.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace nextcloud {
namespace {

using Style = core::Span::Style;

constexpr std::string_view nothing = "\xE2\x80\x8B";  // U+200B

bool is_one_of(char c, std::string_view all) {
  return all.find(c) != all.npos;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool follows_www(std::string_view text, std::size_t at) {
  const auto w = [&](std::size_t i) { return text[i] == 'w' || text[i] == 'W'; };
  return at >= 3 && w(at - 1) && w(at - 2) && w(at - 3);
}

// What has no escape: mentions, places, addresses, entities. Talk looks for mentions and places in the text
// as it is, backslashes and all. What comes behind the end is not known here.
bool needs_break(std::string_view text, std::size_t at) {
  const bool last = at + 1 == text.size();
  if (text[at] == ':') return !last && text[at + 1] == '/';
  if (!last && is_one_of(text[at + 1], " \n")) return false;
  if (text[at] == '.') return follows_www(text, at);
  return is_one_of(text[at], "@{&<#");
}

// Where the mark stands that would make a list of "1." at the beginning of a line.
std::size_t list_mark(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end > at && end < text.size() && is_one_of(text[end], ".)") ? end : text.npos;
}

// Nothing is escaped between these marks: the mark itself becomes a look-alike.
std::string code(std::string_view words) {
  std::string out;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] == '`')
      out += "ˋ";  // modifier letter grave accent
    else
      out += words[at];
    if (needs_break(words, at)) out += nothing;
  }
  return out;
}

// Our own addresses, safe inside (...); nothing for what is none.
std::string address(const std::string& url) {
  constexpr char hex[] = "0123456789ABCDEF";
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || is_one_of(c, "()<>|\"\\`*[]{}"))
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
  const std::string link = address(span.url);
  const bool bare = span.style == Style::plain && link.empty();
  std::string text = span.style == Style::code ? code(words) : escaped(words, line_start && bare);
  if (span.style == Style::strong) text = "**" + text + "**";
  if (span.style == Style::emphasis) text = "_" + text + "_";
  if (span.style == Style::code) text = "`" + text + "`";
  if (!link.empty()) text = "[" + text + "](" + link + ")";
  return std::string(line_start ? "" : line.substr(0, first)) + text + std::string(line.substr(last + 1));
}

}  // namespace

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

core::Rich shortened(core::Rich words, std::size_t letters) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& text = words[i].text;
    const std::size_t size = core::letters_in(text);
    if (size <= letters) {
      letters -= size;
      continue;
    }
    std::size_t at = 0;
    for (; letters > 0; --letters) at += core::code_point_at(text, at).bytes;
    text.resize(at);
    text += "…";
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
    break;
  }
  return words;
}

}  // namespace nextcloud
