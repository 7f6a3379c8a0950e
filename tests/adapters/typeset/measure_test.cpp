#include "adapters/typeset/measure.hpp"

#include <gtest/gtest.h>

namespace typeset {
namespace {

TEST(WordsCutting, PartsNoCharacter) {
  EXPECT_EQ(shortened("blåbær", 6, code_points), "blåbær");
  EXPECT_EQ(shortened("blåbær", 5, code_points), "blåb…");
  EXPECT_EQ(shortened("blåbær", 7, bytes), "blå…") << "three bytes are the mark's";
  EXPECT_EQ(shortened("hei du", 5, code_points), "hei…") << "no blank before the mark";
  EXPECT_EQ(shortened("hei", 0, code_points), "");
  EXPECT_EQ(beginning("a😀b", 2, utf16), 1u);
  EXPECT_EQ(beginning("a😀b", 3, utf16), 5u);
}

TEST(WordsCutting, PartsNothingThatIsDrawnAsOne) {
  EXPECT_EQ(beginning("ae\u0301b", 2, code_points), 1u) << "e and its accent";
  EXPECT_EQ(beginning("👍🏽", 1, code_points), 4u) << "the first alone is longer";
  EXPECT_EQ(beginning("a👩‍⚕️b", 3, code_points), 1u);
  EXPECT_EQ(beginning("a👩‍⚕️b", 5, code_points), 14u);
  EXPECT_EQ(beginning("a🇳🇴🇸🇪", 2, code_points), 1u) << "half a flag is a letter in a box";
  EXPECT_EQ(beginning("a🇳🇴🇸🇪", 3, code_points), 9u);
  EXPECT_EQ(beginning("a🇳🇴🇸🇪", 4, code_points), 9u);
  EXPECT_EQ(beginning("aב\u05B8c", 2, code_points), 1u) << "a letter of Hebrew and its vowel";
  EXPECT_EQ(beginning("aب\u064Ec", 2, code_points), 1u) << "and of Arabic";
  std::string tower = "Z";
  for (int i = 0; i < 5'000; ++i) tower += "\u0301";
  EXPECT_GT(beginning(tower, 3'000, utf16), 0u);
}

TEST(WordsCutting, KeepsWordsWholeWhereOneEndsNearby) {
  EXPECT_EQ(shortened("hei på deg alle sammen", 20, bytes), "hei på deg alle…");
  EXPECT_EQ(shortened("Blåbærsyltetøy på skiva", 24, bytes), "Blåbærsyltetøy på…");
  EXPECT_EQ(shortened("et sykehjemsetterutdanningskurs", 25, code_points), "et sykehjemsetterutdanni…")
      << "not half of it for one long word";
  for (std::size_t size = 0; size < 30; ++size)
    EXPECT_LE(shortened("på på på på på på på på", size, bytes).size(), size);
}

TEST(WordsCutting, CountsAsEachPlatformDoes) {
  EXPECT_EQ(size_in(code_points, "本æa😀"), 4u);
  EXPECT_EQ(size_in(utf16, "本æa😀"), 5u);
  EXPECT_EQ(size_in(bytes, "本æa😀"), 10u);
  EXPECT_EQ(shortened("æøå", 6, bytes), "æøå");
  EXPECT_EQ(shortened("æøå", 5, bytes), "æ…");
  EXPECT_EQ(shortened("abc", 2, bytes), "");
  EXPECT_EQ(shortened("æøåé", 3, code_points), "æø…");
  EXPECT_EQ(shortened("a🙂🙂", 4, utf16), "a🙂…");
  EXPECT_EQ(shortened("", 0, code_points), "");
}

TEST(WordsCutting, PiecesLoseNothing) {
  EXPECT_TRUE(pieces("", 5, utf16).empty());
  EXPECT_EQ(pieces("abcde🙂f", 6, utf16), (std::vector<std::string>{"abcde", "🙂f"}));
  EXPECT_EQ(pieces("🙂🙂", 1, utf16), (std::vector<std::string>{"🙂", "🙂"})) << "it ends";
  std::string whole;
  for (const std::string& piece : pieces("a\xff\xe2\x82 bø", 2, bytes)) whole += piece;
  EXPECT_EQ(whole, "a\xff\xe2\x82 bø");
}

}  // namespace
}  // namespace typeset
