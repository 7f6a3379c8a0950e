#include "adapters/typeset/markdown.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "adapters/typeset/bar.hpp"

namespace typeset {
namespace {

using core::Span;
using Style = core::Span::Style;

bool at_signs(std::string_view text, std::size_t at) {
  return text[at] == '@';
}
std::string no_ticks(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '`', '\'');
  return out;
}
std::string web_only(std::string_view url) {
  return is_web_address(url) ? safe_url(url) : std::string();
}
constexpr Dialect dialect{at_signs, no_ticks, web_only};

TEST(WordsMarkdown, EscapesWhatABackslashStopsAndBreaksTheRest) {
  EXPECT_EQ(escaped("*a* [b](c) @alle", dialect), "\\*a\\* \\[b\\](c) @" + std::string(nothing) + "alle");
  EXPECT_EQ(escaped("    # a\n12. b", dialect), "\\# a\n12\\. b") << "blanks hide no mark";
  EXPECT_EQ(escaped("# a", dialect, false), "# a");
}

TEST(WordsMarkdown, StylesStandCloseToTheirWords) {
  EXPECT_EQ(markdown({Span("a"), Span(" b ", Style::strong), Span("c")}, dialect), "a **b** c");
  EXPECT_EQ(markdown({Span("b\nc", Style::emphasis)}, dialect, "  "), "_b_\n  _c_");
  EXPECT_EQ(markdown({Span("a`b", Style::code)}, dialect), "`a'b`");
  EXPECT_EQ(markdown({Span("her", Style::strong, "https://a.no/")}, dialect), "[**her**](https://a.no/)");
  EXPECT_EQ(markdown({Span("her", Style::plain, "javascript:x")}, dialect), "her");
}

TEST(WordsMarkdown, AddressesOfOursCannotEndEarly) {
  EXPECT_EQ(safe_url("https://a.no/s/Ab_c-9?x=1&y=2%20#z"), "https://a.no/s/Ab_c-9?x=1&y=2%20#z");
  EXPECT_EQ(safe_url("https://a.no/) [b](c|d>e\"f g\n"), "https://a.no/%29%20%5Bb%5D%28c%7Cd%3Ee%22f%20g%0A");
  EXPECT_EQ(safe_url("https://a.no/ø"), "https://a.no/%C3%B8");
}

TEST(WordsBar, IsOfOneWidthWhateverTheShare) {
  EXPECT_EQ(bar(0.5, 4), "██░░");
  EXPECT_EQ(bar(-1, 3), "░░░");
  EXPECT_EQ(bar(7, 3), "███");
  EXPECT_EQ(bar(std::numeric_limits<double>::quiet_NaN(), 2), "░░");
}

}  // namespace
}  // namespace typeset
