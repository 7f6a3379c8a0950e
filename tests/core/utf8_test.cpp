#include "bot/core/utf8.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

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
  EXPECT_EQ(cleaned("Blåbær 👩‍👩‍👧 \u200f"),
            "Blåbær 👩‍👩‍👧 \u200f");  // joined signs stay whole
}

}  // namespace
}  // namespace core
