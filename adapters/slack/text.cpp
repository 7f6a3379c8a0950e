#include "adapters/slack/text.hpp"

#include <algorithm>

namespace slack {
namespace {

constexpr std::string_view ellipsis = "…";

// Bytes of the code point that begins with `lead`; 0 when none does.
std::size_t bytes_from(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

// The code point at `at`, as bytes. A broken byte stands for itself, so that every walk ends.
std::string_view code_point(std::string_view text, std::size_t at) {
  const std::size_t size = bytes_from(static_cast<unsigned char>(text[at]));
  return text.substr(at, size == 0 ? 1 : size);
}

std::size_t units(std::string_view point) {
  return point.size() == 4 ? 2 : 1;
}

std::string_view entity(std::string_view point) {
  if (point == "&") return "&amp;";
  if (point == "<") return "&lt;";
  if (point == ">") return "&gt;";
  return point;
}

// `text` through `change`, cut so that the outcome with its ellipsis stays within `limit`.
template <class Change>
std::string changed_and_cut(std::string_view text, std::size_t limit, Change change) {
  std::string out;
  std::size_t used = 0, fits_at = 0;  // where an ellipsis would still have room
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view point = code_point(text, at);
    const std::string_view shown = change(point);
    const std::size_t more = point == shown ? units(point) : shown.size();
    if (used + more > limit) {
      out.resize(fits_at);
      return limit == 0 ? std::string() : out + std::string(ellipsis);
    }
    out += shown;
    used += more;
    if (used + 1 <= limit) fits_at = out.size();
    at += point.size();
  }
  return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = bytes_from(lead);
    if (size == 0 || at + size > text.size()) return false;
    for (std::size_t i = 1; i < size; ++i)
      if ((static_cast<unsigned char>(text[at + i]) & 0xc0) != 0x80) return false;
    const auto second = static_cast<unsigned char>(size > 1 ? text[at + 1] : 0);
    // Longer than needed, a surrogate, or beyond U+10FFFF.
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
        (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
      return false;
    at += size;
  }
  return true;
}

std::size_t length(std::string_view text) {
  std::size_t total = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view point = code_point(text, at);
    total += units(point);
    at += point.size();
  }
  return total;
}

std::string cut(std::string_view text, std::size_t limit) {
  return changed_and_cut(text, limit, [](std::string_view point) { return point; });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char& c : text) out += entity({&c, 1});
  return out;
}

std::string escaped_cut(std::string_view text, std::size_t limit) {
  return changed_and_cut(text, limit, entity);
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view taken = text.substr(at, 1), meant = taken;
    for (const std::string_view plain : {"&", "<", ">"})
      if (text.substr(at).starts_with(entity(plain))) {
        taken = entity(plain);
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
    const auto close = text.find('>');
    const bool marked = close != text.npos && close > 1 && text.find('<', 1) > close;
    if (marked) add_marked(out, text.substr(1, close - 1));
    if (!marked) out.words("<");
    text.remove_prefix(marked ? close + 1 : 1);
  }
  return out;
}

std::vector<std::string> pieces(std::string_view text, std::size_t limit) {
  std::vector<std::string> out;
  std::size_t used = limit;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view point = code_point(text, at);
    if (used + units(point) > limit) {
      out.emplace_back();
      used = 0;
    }
    out.back() += point;
    used += units(point);
    at += point.size();
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
