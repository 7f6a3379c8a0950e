#include <gtest/gtest.h>

#include "adapters/slack/text.hpp"

namespace slack {
namespace {

TEST(SlackText, CountsAndCutsInUnits) {
  EXPECT_EQ(length("blåbær"), 6u);
  EXPECT_EQ(length("🙂"), 2u);
  EXPECT_EQ(cut("blåbær", 6), "blåbær");
  EXPECT_EQ(cut("blåbær", 5), "blåb…");
  EXPECT_EQ(cut("abc", 1), "…");
  EXPECT_EQ(cut("abc", 0), "");
}

TEST(SlackText, EscapesBeforeItMeasures) {
  EXPECT_EQ(escaped("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
  EXPECT_EQ(escaped_cut("a&b", 7), "a&amp;b");
  EXPECT_EQ(escaped_cut("a&b", 6), "a…");
  EXPECT_EQ(escaped_cut("&&&&", 11), "&amp;&amp;…");
  EXPECT_EQ(unescaped("&lt;!channel&gt; &amp;lt; &"), "<!channel> &lt; &");
}

TEST(SlackText, SlackSaysWhoIsMentioned) {
  const core::Typed one = typed("rolle <@U1|kari> fasilitator");
  EXPECT_EQ(one.mentions, (std::vector<core::Mention>{{"@kari", "U1"}}));
  EXPECT_EQ(one.shown(), "rolle @kari fasilitator");
  EXPECT_EQ(typed("<@W9>").mentions, (std::vector<core::Mention>{{"@W9", "W9"}}));
  const core::Typed none =
      typed("&lt;@U1&gt; <#C1|rommet> <!here> <https://a.no/?b&amp;c|a.no> <https://b.no> 1 < 2");
  EXPECT_TRUE(none.mentions.empty());
  EXPECT_EQ(none.text, "<@U1> #rommet @here a.no https://b.no 1 < 2");
  (void)typed(std::string(1'000'000, '<'));  // each was read to the end of the text
  for (const char* odd : {"<", "<>", "<@>", "<@U1", "<|x>", "<<@U1>>", "a<"}) (void)typed(odd);
}

TEST(SlackText, IsOneLineAndNeverEmpty) {
  EXPECT_EQ(one_line("a\nb\tc"), "a b c");
  EXPECT_EQ(never_empty(" \n"), "–");
}

}  // namespace
}  // namespace slack
