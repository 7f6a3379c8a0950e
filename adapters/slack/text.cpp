#include "adapters/slack/text.hpp"

#include <algorithm>

#include "adapters/typeset/measure.hpp"

namespace slack {
namespace {

using typeset::block_kit::entity;

std::size_t escaped_units(const core::CodePoint& point) {
  const std::string_view become = entity(point.value);
  return become.empty() ? typeset::utf16(point) : become.size();
}

}  // namespace

std::size_t length(std::string_view text) {
  return typeset::size_in(typeset::utf16, text);
}

std::string cut(std::string_view text, std::size_t limit) {
  return typeset::shortened(text, limit, typeset::utf16);
}

std::string escaped_cut(std::string_view text, std::size_t limit) {
  return escaped(typeset::shortened(text, limit, escaped_units));
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view taken = text.substr(at, 1), meant = taken;
    for (const std::string_view plain : {"&", "<", ">"})
      if (const std::string_view become = entity(static_cast<unsigned char>(plain[0]));
          text.substr(at).starts_with(become)) {
        taken = become;
        meant = plain;
      }
    out += meant;
    at += taken.size();
  }
  return out;
}

namespace {

// What stands between < and >: "@U1", "@U1|kari", "#C1|name", "!here", "https://a.no|a.no".
void add_marked(core::Typed& typed, std::string_view marked) {
  const auto bar = marked.find('|');
  const std::string label = bar == marked.npos ? "" : unescaped(marked.substr(bar + 1));
  const std::string_view what = marked.substr(0, bar);
  const std::string id(what.substr(std::min<std::size_t>(1, what.size())));
  if (what.starts_with("@U") || what.starts_with("@W")) {
    std::string shown = label.empty() ? id : label;
    if (!shown.starts_with('@')) shown.insert(0, "@");
    typed.person({std::move(shown), id});
  } else if (what.starts_with('#')) {
    typed.words("#" + (label.empty() ? id : label));
  } else if (what.starts_with('!')) {
    typed.words(label.empty() ? "@" + id : label);
  } else {
    typed.words(label.empty() ? unescaped(what) : label);
  }
}

}  // namespace

core::Typed typed(std::string_view text) {
  core::Typed out;
  while (!text.empty()) {
    const auto open = std::min(text.find('<'), text.size());
    out.words(unescaped(text.substr(0, open)));
    text.remove_prefix(open);
    if (text.empty()) break;
    const auto close = text.substr(0, text.find('<', 1)).find('>');
    const bool marked = close != text.npos && close > 1;
    if (marked) add_marked(out, text.substr(1, close - 1));
    if (!marked) out.words("<");
    text.remove_prefix(marked ? close + 1 : 1);
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

std::string never_empty(std::string text) {
  return text.find_first_not_of(" \t\r\n") == text.npos ? "–" : text;
}

}  // namespace slack
