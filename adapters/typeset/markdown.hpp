#pragma once
// Words of ours and of people as Markdown in which a backslash takes the meaning away. Platforms differ in
// what a backslash does not stop, and that is all that a platform says of itself. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/core/message.hpp"

namespace typeset {

inline constexpr std::string_view nothing = "\xE2\x80\x8B";  // U+200B, a space of no width

constexpr bool is_one_of(char c, std::string_view all) {
  return all.find(c) != all.npos;
}

// What a platform makes of text in spite of a backslash.
struct Dialect {
  // Whether `nothing` must stand behind `text[at]`: a mention, a channel, an address, an entity begins there.
  bool (*breaks)(std::string_view text, std::size_t at);
  // What stands between marks of code, where nothing can be escaped, on one line.
  std::string (*code)(std::string_view words);
  // The address that a link may have, safe inside (...); empty: it is no link.
  std::string (*address)(std::string_view url);
};

// `text` (core::cleaned) so that it shows and does nothing. `line_start`: it stands where a line begins,
// where more marks mean something.
std::string escaped(std::string_view text, const Dialect& dialect, bool line_start = true);

// Lines after the first begin with `indent`, so that they stay in their list.
std::string markdown(const core::Rich& spans, const Dialect& dialect, std::string_view indent = {});

// The line loop of every Markdown: `styled(line, span, line_start)` makes one line of one span.
template <class Styled>
std::string lines_of(const core::Rich& spans, std::string_view indent, Styled styled) {
  std::string out;
  bool line_start = true;
  for (const core::Span& span : spans) {
    std::string_view rest = span.text;
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

// A line in three parts: a mark of style may not have a blank on its inner side.
struct Inner {
  std::string_view before, words, after;  // `words` is empty when there are only blanks
};
Inner inner_of(std::string_view line);

// Where the mark stands that would make a list of "1." or "1)" at the beginning of a line; npos: nowhere.
std::size_t list_mark(std::string_view text, std::size_t at);
// ":smile:" would become a picture.
bool opens_picture(std::string_view text, std::size_t at);
// The point of "www.", where `at` is the point.
bool follows_www(std::string_view text, std::size_t at);

// `url` with everything percent-encoded that could end a link, or that `also` names.
std::string safe_url(std::string_view url, std::string_view also = {});
// http and https; mailto where `mail` is set.
bool is_web_address(std::string_view url, bool mail = false);

}  // namespace typeset
