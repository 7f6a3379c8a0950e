// Everyday letters take a shorter way than others through what makes a text plain, and come out the same.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "bot/guarding/identifier_text.hpp"
#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

// Removed from every text, and no everyday letter: what has it takes the long way.
const std::string word_joiner = "\u2060";

TEST(EverydayText, IsMadePlainAsAnyOther) {
  const std::string letters[] = {"a", "Z", " ", "\n", ".", "*", "_", "`", "~", "-", "/", "@",
                                 "<", ">", "&", ";",  "|", "0", "1", "9", "l", "O", "I", "å",
                                 "Æ", "ø", "é", "ÿ",  "ß", "À", "×", "÷", "þ", "#", "("};
  std::mt19937 random(20261129);
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (int size = static_cast<int>(random() % 40); size > 0; --size)
      text += letters[random() % std::size(letters)];
    const std::u16string plain = plain_for_search(text);
    ASSERT_EQ(plain, plain_for_search(text + word_joiner)) << text;
    const std::u16string lower = lowered(plain);
    ASSERT_EQ(lower + u"ω", lowered(plain + u"Ω")) << text;
  }
}

TEST(EverydayText, ADigitIsOneInAnyScript) {
  for (const char16_t* text : {u"7", u"kl 7", u"٣", u"\uff15", u"a\U0001D7D8"}) EXPECT_TRUE(has_digit(text));
  for (const char16_t* text : {u"", u"sju", u"Å, ja", u"½"}) EXPECT_FALSE(has_digit(text));
}

TEST(EverydayText, WhatAPatternNeedsIsLookedForFirst) {
  const Pattern number(u"\\d{2}", has_digit), any(u"(?:\\d{2})?x", nullptr);
  EXPECT_TRUE(number.found_in(u"rom 12"));
  EXPECT_FALSE(number.found_in(u"rom"));
  EXPECT_EQ(number.replaced_in(u"rom 12", u"x"), u"rom x");
  EXPECT_EQ(number.replaced_in(u"rom", u"x"), u"rom");
  EXPECT_TRUE(any.found_in(u"x"));
}

}  // namespace
}  // namespace guarding
