#include "adapters/mattermost/text.hpp"

#include <algorithm>

#include "adapters/typeset/markdown.hpp"
#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// What nothing can escape: mentions, channels, hashtags, addresses, entities, formulas, and the marks of
// Slack's that Mattermost rewrites before it reads Markdown.
bool needs_break(std::string_view text, std::size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (is_blank(next)) return false;
  const char c = text[at];
  if (c == ':') return next == '/' || typeset::opens_picture(text, at);
  if (c == '.') return typeset::follows_www(text, at);
  if (c == '<') return !typeset::is_one_of(next, "-=<>");  // arrows and comparisons mean nothing
  return typeset::is_one_of(c, "@&#~$");
}

std::string code(std::string_view text) {
  return inert(text, false);
}

std::string address(std::string_view url) {
  return typeset::is_web_address(url, true) ? typeset::safe_url(url) : std::string();
}

constexpr typeset::Dialect dialect{needs_break, code, address};

}  // namespace

std::string one_line(std::string_view text) {
  std::string out = core::cleaned(text);
  for (char& c : out)
    if (c == '\n') c = ' ';
  return out;
}

std::string escaped(std::string_view raw, bool line_start) {
  return typeset::escaped(core::cleaned(raw), dialect, line_start);
}

std::string inert(std::string_view raw, bool line_start) {
  std::string text = one_line(raw);
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  std::string out;
  if (line_start && !text.empty() &&
      (typeset::is_one_of(text[0], "#>+-=|:~/") || typeset::list_mark(text, 0) != text.npos))
    out = typeset::nothing;
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
    if (needs_break(text, at)) out += typeset::nothing;
  }
  return out;
}

std::string markdown(const core::Rich& spans, std::string_view indent) {
  return typeset::markdown(spans, dialect, indent);
}

}  // namespace mattermost
