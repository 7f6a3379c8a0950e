#include "adapters/typeset/markdown.hpp"

#include "bot/core/ascii.hpp"
#include "bot/core/utf8.hpp"

namespace typeset {
namespace {

using Style = core::Span::Style;

bool is_picture_letter(char c) {
  return core::ascii::is_letter_or_digit(c) || is_one_of(c, "_+-");
}

std::string styled(std::string_view line, const core::Span& span, const Dialect& dialect, bool line_start) {
  const Inner inner = inner_of(line);
  if (inner.words.empty()) return line_start ? std::string() : std::string(line);
  const std::string link = dialect.address(span.url);
  const bool bare = span.style == Style::plain && link.empty();
  std::string text = span.style == Style::code ? dialect.code(inner.words)
                                               : escaped(inner.words, dialect, line_start && bare);
  if (span.style == Style::strong) text = "**" + text + "**";
  if (span.style == Style::emphasis) text = "_" + text + "_";
  if (span.style == Style::code) text = "`" + text + "`";
  if (!link.empty()) text = "[" + text + "](" + link + ")";
  return std::string(line_start ? "" : inner.before) + text + std::string(inner.after);
}

}  // namespace

std::string escaped(std::string_view text, const Dialect& dialect, bool line_start) {
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t escape_at = text.npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (line_start && c == ' ') continue;  // four of them make a block of code
    if (line_start) {
      if (is_one_of(c, "#+-")) escape_at = at;
      if (core::ascii::is_digit(c)) escape_at = list_mark(text, at);
      if (is_one_of(c, "=:/")) out += nothing;  // an underlined heading, a table's row, a command
    }
    line_start = c == '\n';
    if (at == escape_at || is_one_of(c, "\\`*_~[]|>")) out += '\\';
    out += c;
    if (dialect.breaks(text, at)) out += nothing;
  }
  return out;
}

std::string markdown(const core::Rich& spans, const Dialect& dialect, std::string_view indent) {
  core::Rich cleaned = spans;
  for (core::Span& span : cleaned) span.text = core::cleaned(span.text);
  return lines_of(cleaned, indent, [&](std::string_view line, const core::Span& span, bool line_start) {
    return styled(line, span, dialect, line_start);
  });
}

Inner inner_of(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  if (first == line.npos) return {line, {}, {}};
  const auto last = line.find_last_not_of(' ');
  return {line.substr(0, first), line.substr(first, last - first + 1), line.substr(last + 1)};
}

std::size_t list_mark(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && core::ascii::is_digit(text[end])) ++end;
  return end > at && end < text.size() && is_one_of(text[end], ".)") ? end : text.npos;
}

bool opens_picture(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_picture_letter(text[end])) ++end;
  return end > at + 1 && end < text.size() && text[end] == ':';
}

bool follows_www(std::string_view text, std::size_t at) {
  const auto w = [&](std::size_t i) { return text[i] == 'w' || text[i] == 'W'; };
  return at >= 3 && w(at - 1) && w(at - 2) && w(at - 3);
}

std::string safe_url(std::string_view url, std::string_view also) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || is_one_of(c, "()<>|\"\\`*[]") || is_one_of(c, also))
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    else
      out += c;
  }
  return out;
}

bool is_web_address(std::string_view url, bool mail) {
  return url.starts_with("https://") || url.starts_with("http://") || (mail && url.starts_with("mailto:"));
}

}  // namespace typeset
