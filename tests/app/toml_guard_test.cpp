// What a file is asked before the TOML library sees it.
#include "bot/app/toml_guard.hpp"

#include <gtest/gtest.h>

#include "bot/app/toml_reader.hpp"

namespace {

std::string times(int count, std::string_view part) {
  std::string text;
  for (int i = 0; i < count; ++i) text += part;
  return text;
}

// The fault as the reader tells it; empty when the library had it and was content.
std::string told(const std::string& text) {
  const std::vector<app::KnownKey> known{{"*.x", "", "", ""}};
  try {
    app::TomlReader reader(text, "f.toml", known);
    return {};
  } catch (const app::ConfigError& error) {
    return error.what();
  }
}

TEST(TomlGuard, RefusesKeysOfManyParts) {
  for (const std::string& key :
       {"a" + times(50'000, ".a"), "a" + times(50'000, " . \"a\""), "a" + times(33, ".'a'"),
        "[a" + times(50'000, ".a") + "]", "[[a" + times(50'000, ".a") + "]]"}) {
    const std::string text = "# a comment\nb.x = 1\n" + key + (key.starts_with('[') ? "\n" : " = 1\n");
    EXPECT_EQ(told(text), "f.toml:3: a key of more than 32 parts") << key.substr(0, 20);
  }
  EXPECT_EQ(told("b = { x = 1, a" + times(40'000, ".a") + " = 1 }\n"),
            "f.toml:1: a key of more than 32 parts");
}

TEST(TomlGuard, RefusesDeepNesting) {
  EXPECT_EQ(told("b.x = " + times(100'000, "[") + "\n"), "f.toml:1: more than 32 brackets inside each other");
  EXPECT_EQ(told("b.x = " + times(100'000, "{a=") + "\n"),
            "f.toml:1: more than 32 brackets inside each other");
  EXPECT_EQ(told("b.x = [\n" + times(100'000, "[{a.b = [\n") + "\n"),
            "f.toml:12: more than 32 brackets inside each other");
}

TEST(TomlGuard, IsNotFooledByTexts) {
  for (const char* before :
       {"a.x = \"\"\"b\"\"\"\"\n", "a.x = '''b'''''\n", "a.x = \"\\\"\"\n", "a.x = '\\'\n", "a.x = '#'\n",
        "a.x = \"\"\n", "# it's \"one\n", "a.x = \"\"\"\\\"\"\"\"\n"})
    EXPECT_NE(told(before + ("b" + times(40'000, ".b") + " = 1\n")).find("a key of more than 32 parts"),
              std::string::npos)
        << before;
}

TEST(TomlGuard, LetsDotsAndBracketsInTextsPass) {
  const std::string dots = times(1000, ".[{");
  EXPECT_EQ(told("a.x = \"" + dots + "\"\n"), "");
  EXPECT_EQ(told("a.x = '" + dots + "'\n"), "");
  EXPECT_EQ(told("a.x = \"\"\"\n" + dots + "\n\"quoted\" " + dots + "\"\"\"\n"), "");
  EXPECT_EQ(told("a.x = 1 # " + dots + "\n"), "");
  EXPECT_EQ(told("a.x = [" + times(500, "1.5, ") + "]\n"), "");
  EXPECT_EQ(told("\xef\xbb\xbf"
                 "a.x = \"blå\"\r\n\tb.x = 1\r\n"),
            "");
}

TEST(TomlGuard, RefusesBytesThatAreNoText) {
  EXPECT_EQ(told("a.x = 1\n[[\x1e"
                 "b]]\n"),
            "f.toml:2: there is a control character (U+001E); take it out");
  EXPECT_EQ(told(std::string("a.x = 1\n\0", 9)),
            "f.toml:2: there is a control character (U+0000); take it out");
  EXPECT_EQ(told("a.x = \"\x7f\"\n"), "f.toml:1: there is a control character (U+007F); take it out");
  EXPECT_EQ(told("a.x = \"a\rb\"\n"), "f.toml:1: there is a control character (U+000D); take it out");
  EXPECT_EQ(told("a.x = \"\xe5\"\n"), "f.toml:1: this is no UTF-8; save the file as UTF-8");
  EXPECT_EQ(told(std::string(5'000'000, ' ')), "f.toml:1: the file is larger than 4 MB");
}

}  // namespace
