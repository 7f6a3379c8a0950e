// The one parsing entry for JSON: what it takes, and what it stops at.
#include "bot/runtime/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace {

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

std::string nested(std::string_view open, std::string_view inner, std::string_view close, int depth) {
  return repeated(open, depth) + std::string(inner) + repeated(close, depth);
}

TEST(ParseJson, TakesWhatAPlatformSends) {
  const auto json = runtime::parse_json(R"({"a":[1,-2.5,true,null,"bl\u00e5 🌊"],"b":{"c":{}}})");
  EXPECT_EQ(json["a"][4], "blå 🌊");
  EXPECT_EQ(json["b"]["c"], nlohmann::json::object());
  EXPECT_EQ(runtime::parse_json(" 17 "), 17);
}

TEST(Json, AKeyThatIsNotThereFailsTheRequestAndNotTheProgram) {
  const auto json = runtime::parse_json(R"({"a":{}})");
  EXPECT_THROW(json["gone"], std::logic_error);
  EXPECT_THROW(json["a"]["gone"], std::logic_error);
}

TEST(ParseJson, StopsAtDepthOfEveryKind) {
  EXPECT_FALSE(runtime::parse_json(nested("[", "1", "]", 64)).is_discarded());
  EXPECT_TRUE(runtime::parse_json(nested("[", "1", "]", 65)).is_discarded());
  EXPECT_FALSE(runtime::parse_json(nested(R"({"a":)", "1", "}", 64)).is_discarded());
  EXPECT_TRUE(runtime::parse_json(nested(R"({"a":)", "1", "}", 65)).is_discarded());
  EXPECT_TRUE(runtime::parse_json(nested(R"([{"a":)", "1", "}]", 33)).is_discarded());
  for (const char* open : {"[", R"({"a":)", R"([{"":[0,)"}) {
    EXPECT_TRUE(runtime::parse_json(nested(open, "", "", 100'000)).is_discarded()) << open;
    EXPECT_TRUE(
        runtime::parse_json(R"({"type":"dialog_submission","context":{"a":)" + repeated(open, 100'000))
            .is_discarded());
  }
  // Beside each other is no depth.
  EXPECT_EQ(runtime::parse_json("[" + nested("[],", "[]", "", 5000) + "]").size(), 5001u);
}

TEST(ParseJson, StopsAtSize) {
  runtime::JsonLimits limits;
  limits.bytes = 10;
  EXPECT_FALSE(runtime::parse_json(R"("12345678")", limits).is_discarded());
  EXPECT_TRUE(runtime::parse_json(R"("123456789")", limits).is_discarded());
}

TEST(ParseJson, DiscardsWhatIsNoJson) {
  for (const char* text : {"", " ", "{", "]", "nul", "1e999", "{'a':1}", "[1,]", "[1] [2]", "{\"a\":1}x",
                           "\"\xff\"", "\"\\ud800\"", "// a\n1", "\xef\xbb\xbf"})
    EXPECT_TRUE(runtime::parse_json(text).is_discarded()) << text;
}

TEST(RequireJson, SaysWhatIsWrongWithoutQuotingIt) {
  EXPECT_EQ(runtime::require_json("[1]")[0], 1);
  try {
    runtime::require_json("{\"answer\":\"secret words\"");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "this is no JSON");
  }
}

}  // namespace
