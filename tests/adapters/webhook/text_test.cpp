#include "adapters/webhook/text.hpp"

#include <gtest/gtest.h>

#include "adapters/webhook/markdown.hpp"
#include "bot/core/utf8.hpp"
#include "tests/adapters/webhook/sample.hpp"

namespace webhook_test {
namespace {

using webhook::Reading;

// What a person may write, and how each way of reading gets it. "|" stands for the space of no width.
struct Row {
  std::string text, as_it_is, backslash, no_escape, html;
};

std::string shown(std::string text) {
  for (auto at = text.find("\u200B"); at != text.npos; at = text.find("\u200B")) text.replace(at, 3, "|");
  return text;
}

TEST(WebhookHarmless, Table) {
  const Row rows[] = {
      // names and groups
      {"@channel", "@|channel", "@|channel", "@|channel", "@|channel"},
      {"@**all**", "@|**all**", "@|\\*\\*all\\*\\*", "@|∗∗all∗∗", "@|**all**"},
      {"a@b", "a@|b", "a@|b", "a@|b", "a@|b"},
      {"en @ to", "en @ to", "en @ to", "en @ to", "en @ to"},
      {"<!channel>", "<|!channel>", "<|!channel\\>", "<|!|channel>", "&lt;!channel&gt;"},
      {"<@U1>", "<|@|U1>", "<|@|U1\\>", "<|@|U1>", "&lt;@|U1&gt;"},
      {"<users/all>", "<|users/all>", "<|users/all\\>", "<|users/all>", "&lt;users/all&gt;"},
      {"<at>Kari</at>", "<|at>Kari<|/at>", "<|at\\>Kari<|/at\\>", "<|at>Kari<|/at>",
       "&lt;at&gt;Kari&lt;/at&gt;"},
      {"se #rom ~rom", "se #rom ~rom", "se #|rom \\~|rom", "se #|rom ∼|rom", "se #rom ~rom"},
      {"&#64;all", "&#64;all", "&|#|64;all", "&|#|64;all", "&amp;#64;all"},
      // links
      {"http://a", "http:|//a", "http:|//a", "http:|//a", "http:|//a"},
      {"www.a.no", "www.|a.no", "www.|a.no", "www.|a.|no", "www.|a.no"},
      {"[a](b)", "[a](b)", "\\[a\\](b)", "[a]|(b)", "[a](b)"},
      {"<http://a|b>", "<|http:|//a|b>", "<|http:|//a\\|b\\>", "<|http:|//a|b>", "&lt;http:|//a|b&gt;"},
      // formatting
      {"a *b* _c_ `d` ~~e~~", "a *b* _c_ `d` ~~e~~", "a \\*b\\* \\_c\\_ \\`d\\` \\~|\\~|e\\~|\\~",
       "a ∗b∗ ˍcˍ ˋdˋ ∼|∼|e∼|∼", "a *b* _c_ `d` ~~e~~"},
      {"a\\*b", "a\\*b", "a\\\\\\*b", "a\\|∗b", "a\\*b"},
      {"sa :fire: og 13:00", "sa :fire: og 13:00", "sa :|fire: og 13:00", "sa :|fire: og 13:00",
       "sa :fire: og 13:00"},
      {"koster $$ 5", "koster $$ 5", "koster $|$ 5", "koster $|$ 5", "koster $$ 5"},
      {"a < b & c > d", "a < b & c > d", "a < b & c \\> d", "a < b & c > d", "a &lt; b &amp; c &gt; d"},
      // beginnings of lines
      {"# a", "# a", "\\# a", "|# a", "# a"},
      {"- a\n+ b", "- a\n+ b", "\\- a\n\\+ b", "|- a\n|+ b", "- a<br>+ b"},
      {"12. a", "12. a", "12\\. a", "|12. a", "12. a"},
      {"13.00 er fint", "13.00 er fint", "13\\.00 er fint", "|13.00 er fint", "13.00 er fint"},
      {"> a", "> a", "\\> a", "|> a", "&gt; a"},
      {"a\n===", "a\n===", "a\n|===", "a\n|===", "a<br>==="},
      {"|-|-|", "|-|-|", "\\|-\\|-\\|", "||-|-|", "|-|-|"},
      {"    a", "    a", "a", "a", "    a"},
      {"/me a", "/me a", "|/me a", "|/me a", "/me a"},
      // and what is only a text
      {"Vi snakket om pårørende (igjen), 50 % av tida!", "Vi snakket om pårørende (igjen), 50 % av tida!",
       "Vi snakket om pårørende (igjen), 50 % av tida!", "Vi snakket om pårørende (igjen), 50 % av tida!",
       "Vi snakket om pårørende (igjen), 50 % av tida!"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(webhook::harmless(row.text, Reading::as_it_is)), row.as_it_is);
    EXPECT_EQ(shown(webhook::harmless(row.text, Reading::backslash)), row.backslash);
    EXPECT_EQ(shown(webhook::harmless(row.text, Reading::no_escape)), row.no_escape);
    EXPECT_EQ(shown(webhook::harmless(row.text, Reading::html)), row.html);
  }
}

TEST(WebhookMarkdown, StylesStandCloseToTheirWords) {
  using core::Span;
  using Style = core::Span::Style;
  const auto text = [](core::Rich rich) {
    return webhook::markdown(outline_of({{core::Paragraph{std::move(rich)}}}), Reading::backslash);
  };
  EXPECT_EQ(text({Span("a"), Span(" b ", Style::strong), Span("c")}), "a **b** c");
  EXPECT_EQ(text({Span("b\nc", Style::emphasis)}), "_b_\n_c_");
  EXPECT_EQ(text({Span("a`b", Style::code)}), "`aˋb`");
  EXPECT_EQ(text({Span("Tid:", Style::strong), Span(" - 5")}), "**Tid:** - 5");
  EXPECT_EQ(text({Span("  ", Style::strong), Span("- 5")}), "\\- 5");
  EXPECT_EQ(text({Span("her", Style::strong, "https://a.no/")}), "[**her**](https://a.no/)");
  EXPECT_EQ(text({Span("     # a\n   - b")}), "\\# a\n\\- b") << "blanks hide no mark";
  EXPECT_EQ(
      webhook::markdown(outline_of({{core::Paragraph{{Span("[a](b)", Style::plain, "https://a.no/")}}}}),
                        Reading::no_escape),
      "[(a)(b)](https://a.no/)");
}

TEST(WebhookCleaning, TakesAwayWhatIsNotText) {
  EXPECT_EQ(core::cleaned(std::string("a\0b\x1B[31m\r\nc\rd\te", 15)), "ab[31m\nc\nd e");
  EXPECT_EQ(core::cleaned("a\u202Eb\u2066c\u2028d\u0085e"), "abc\nd\ne");
  EXPECT_EQ(core::cleaned("\xC0\xAF \xF5 \xE2\x82"), "\uFFFD\uFFFD \uFFFD \uFFFD\uFFFD");
}

}  // namespace
}  // namespace webhook_test
