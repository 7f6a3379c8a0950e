#include "adapters/nextcloud/text.hpp"

#include "adapters/typeset/markdown.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace nextcloud {
namespace {

// What has no escape: mentions, places, addresses, entities. Talk looks for mentions and places in the text
// as it is, backslashes and all. What comes behind the end is not known here.
bool needs_break(std::string_view text, std::size_t at) {
  const bool last = at + 1 == text.size();
  if (text[at] == ':') return !last && text[at + 1] == '/';
  if (!last && typeset::is_one_of(text[at + 1], " \n")) return false;
  if (text[at] == '.') return typeset::follows_www(text, at);
  return typeset::is_one_of(text[at], "@{&<#");
}

// Nothing is escaped between these marks: the mark itself becomes a look-alike.
std::string code(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '`')
      out += "ˋ";  // modifier letter grave accent
    else
      out += text[at];
    if (needs_break(text, at)) out += typeset::nothing;
  }
  return out;
}

std::string address(std::string_view url) {
  return typeset::is_web_address(url) ? typeset::safe_url(url, "{}") : std::string();
}

constexpr typeset::Dialect dialect{needs_break, code, address};

}  // namespace

std::string escaped(std::string_view raw, bool line_start) {
  return typeset::escaped(core::cleaned(raw), dialect, line_start);
}

std::string markdown(const core::Rich& spans, std::string_view indent) {
  return typeset::markdown(spans, dialect, indent);
}

core::Rich shortened(core::Rich spans, std::size_t letters) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    std::string& text = spans[i].text;
    const std::size_t size = core::letters_in(text);
    if (size <= letters) {
      letters -= size;
      continue;
    }
    text.resize(letters == 0 ? 0 : typeset::beginning(text, letters, typeset::code_points));
    text += "…";
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(i) + 1, spans.end());
    break;
  }
  return spans;
}

}  // namespace nextcloud
