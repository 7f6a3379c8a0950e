#include "adapters/teams/escape.hpp"

#include "bot/core/ascii.hpp"

namespace teams {
namespace {

constexpr std::string_view joiner = "\u2060";
constexpr std::string_view marks = "\\*_[]()~`#>|!+";

}  // namespace

std::string inert(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    out += text[i];
    const bool address = rest.starts_with("://") || (rest.starts_with("www.") && rest.size() > 4);
    if (rest.starts_with("{{") || text[i] == '<' || address) out += joiner;
  }
  return out;
}

std::string escaped(std::string_view text) {
  const std::string quiet = inert(text);
  std::string out, line;
  out.reserve(quiet.size() + 32);
  for (char c : quiet) {
    if (c == '\n') {
      out += "\n\n";
      line.clear();
      continue;
    }
    // Where a list could begin; not every client reads a backslash there.
    if (c == '.' && core::ascii::is_digits(line)) out += joiner;
    if (marks.find(c) != std::string_view::npos) out += '\\';
    out += c;
    if (c == '-' && line.empty()) out += joiner;
    if (c != ' ' || !line.empty()) line += c;
  }
  return out;
}

}  // namespace teams
