#include "bot/core/utf8.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace core {
namespace {

TEST(Utf8, WhatIsCleanStaysAsItIs) {
  for (const std::string text : {"", "polls/answer", "a b", "~!", "00112233"}) {
    EXPECT_TRUE(is_clean(text)) << text;
    EXPECT_EQ(cleaned(text), text);
    EXPECT_EQ(trimmed(text), text);
  }
  for (const char* text : {" ", " a", "a ", "a\tb", "a\n", "\x7F", "blå", "\u200B"})
    EXPECT_FALSE(is_clean(text)) << text;
}

TEST(Utf8, HasLinesInWhichThereIsSomethingToSee) {
  EXPECT_EQ(core::lines_of("a\n  b  \n\n \t\n\u200B\nc"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(core::lines_of("").empty());
  EXPECT_TRUE(core::lines_of("\n\n").empty());
}

TEST(Utf8, PartsWordsByAllThatIsNoLetterAndNoDigit) {
  const auto parted = words_in("«Tid» – og 2 vakter… 😀 हिन्दी");
  EXPECT_EQ(parted, (std::vector<std::string>{"Tid", "og", "2", "vakter", "हिन्दी"}));
  EXPECT_TRUE(words_in("😀 – ?").empty());
}

TEST(Utf8, KnowsItself) {
  EXPECT_TRUE(core::is_utf8("æøå 🙂"));
  EXPECT_TRUE(core::is_utf8(""));
  for (const char* bad : {"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"})
    EXPECT_FALSE(core::is_utf8(bad));
}

TEST(Utf8, ReadsEveryLength) {
  for (const auto& [text, value] :
       {std::pair{std::string_view("a"), U'a'}, {"å", U'å'}, {"€", U'€'}, {"😀", U'😀'}}) {
    const CodePoint point = code_point_at(text, 0);
    EXPECT_TRUE(point.good);
    EXPECT_EQ(point.bytes, text.size());
    EXPECT_EQ(point.value, value);
  }
  EXPECT_TRUE(code_point_at(std::string_view("\0", 1), 0).good);
}

TEST(Utf8, ABrokenByteStandsAlone) {
  for (const std::string_view text :
       {"\xC3", "\x80", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    const CodePoint point = code_point_at(text, 0);
    EXPECT_FALSE(point.good);
    EXPECT_EQ(point.bytes, 1u);
  }
}

TEST(Utf8, LeavesOutWhatNobodySees) {
  EXPECT_EQ(cleaned("a\u202Eb\u2066c\x01\x7F\u0090"), "abc");
  EXPECT_EQ(cleaned("a\r\nb\rc\u2028d\u2029e\u0085f\tg"), "a\nb\nc\nd\ne\nf g");
  EXPECT_EQ(cleaned("a\xFF"
                    "b\xC3"),
            "a\uFFFDb\uFFFD");
  EXPECT_EQ(cleaned("Blåbær 👩‍👩‍👧 \u2764\uFE0F\u200f"),
            "Blåbær 👩‍👩‍👧 \u2764\uFE0F");  // joined signs stay whole
  EXPECT_EQ(cleaned("a\u200Bb\uFEFFc\u00ADd\u2060e\U000E0041f\u3164g\uFFFAh\uFFFEi"), "abcdefghi");
}

TEST(Utf8, TrimsWhatShowsNothing) {
  for (const char* blank : {"", " ", " \n\u00A0 ", "\u2800", "\u200D", "\uFE0F", "\u0301", "\uFFFC \u3000",
                            "\u1680", "\U00013441", "\U00013442"})
    EXPECT_EQ(trimmed(blank), "") << blank;
  EXPECT_EQ(trimmed(" \u2800 a b \u00A0\n"), "a b");
  EXPECT_EQ(trimmed("\u200D\u2764\uFE0F "), "\u2764\uFE0F") << "what belongs to a sign stays with it";
  EXPECT_EQ(trimmed("e\u0301"), "e\u0301");
  EXPECT_EQ(trimmed(" \xFF"), "\xFF");
  EXPECT_EQ(trimmed("\U0001F600"), "\U0001F600");
}

TEST(Likeness, EvensOutCaseBlanksAndWhatCannotBeSeen) {
  for (const char* same :
       {"Mer tid",      "mer TID",       " mer  tid ",        "mer\u00a0tid",  "mer\u2009 tid", "mer\ntid",
        "mer\u2800tid", "mer tid\u200b", "me\u00adr tid",     "\u2060mer tid", "Mer tid.",      "mer tid …",
        "Mer tid!",     "- Mer tid",     "– mer tid",         "• Mer tid.",    "«Mer tid»",     "\"mer tid\"",
        "“Mer tid.”",   "- «Mer tid».",  "m\u0435r t\u0456d", "\u041cER TID",  "\uff4der tid"})
    EXPECT_EQ(likeness(same), "mer tid") << same;
  for (const auto& [one, other] : {std::pair{"fôr", "for"},
                                   {"Pål", "Paal"},
                                   {"Bø", "Boe"},
                                   {"mer tid", "mertid"},
                                   {"Ja", "Ja?"},
                                   {"kom", "korn"},
                                   {"1", "l"},
                                   {"0", "o"},
                                   {"...", "!"},
                                   {"-5", "5"},
                                   {"1. etasje", "2. etasje"},
                                   {"«»", "-"},
                                   {"Møtet «Tid»", "Møtet Tid"},
                                   {"10 \u00b5g", "10 mg"},
                                   {"\u041d\u0435t", "net"}})
    EXPECT_NE(likeness(one), likeness(other)) << one;
  EXPECT_EQ(likeness("A\u030ase"), likeness("åse")) << "composed or not";
  EXPECT_EQ(likeness(" \u200b\u00a0 "), "");
  for (const char* dash : {"tid\u2013nok", "tid\u2011nok", "tid\u2212nok"})
    EXPECT_EQ(likeness(dash), "tid-nok") << dash;
  EXPECT_EQ(likeness("\u041d\u0415\u0422"), likeness("\u043d\u0435\u0442")) << "case counts in no script";
  EXPECT_EQ(likeness("\u0408\u0430"), likeness("ja")) << "Cyrillic throughout";
}

}  // namespace
}  // namespace core
