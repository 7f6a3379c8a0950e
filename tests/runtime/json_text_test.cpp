// JSON from outside without a tree: what it takes, what it refuses, and that it agrees with the tree.
#include "bot/runtime/json_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace {

using runtime::JsonText;
using runtime::JsonView;

std::string times(std::string_view part, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += part;
  return text;
}
std::string inside(std::string_view open, std::string_view inner, std::string_view close, int depth) {
  return times(open, depth) + std::string(inner) + times(close, depth);
}
bool is_taken(std::string_view text, runtime::JsonLimits limits = {}) {
  return static_cast<bool>(JsonText(text, limits).root());
}

TEST(JsonText, IsReadWhereItStands) {
  const JsonText json(R"({"a":[1,-2.5,true,null,"bl\u00e5 🌊",""],"b":{"c":{},"d":"x"}})");
  const JsonView root = json.root();
  EXPECT_TRUE(root.is_object());
  EXPECT_EQ(root.at("b").text_at("d"), "x");
  EXPECT_EQ(root.at("a").first().integer(), 1);
  std::vector<std::string> texts;
  int items = 0;
  root.at("a").each([&](JsonView item) {
    ++items;
    if (item.is_text()) texts.emplace_back(item.text());
  });
  EXPECT_EQ(items, 6);
  EXPECT_EQ(texts, (std::vector<std::string>{"blå 🌊", ""}));
  std::vector<std::string> names;
  root.at("b").each_member([&](std::string_view name, JsonView) { names.emplace_back(name); });
  EXPECT_EQ(names, (std::vector<std::string>{"c", "d"}));
}

TEST(JsonText, EverythingMayBeAskedOfWhatIsNotThere) {
  const JsonText json(R"({"a":[],"t":"x","n":1})");
  for (const JsonView none :
       {JsonView(), json.root().at("b"), json.root().at("b").at("c"), json.root().at("t").at("c"),
        json.root().at("a").first(), json.root().first(), JsonText("{").root()}) {
    EXPECT_FALSE(none);
    EXPECT_FALSE(none.is_object() || none.is_array() || none.is_text() || none.is_true());
    EXPECT_EQ(none.text(), "");
    EXPECT_EQ(none.integer(), std::nullopt);
    none.each([](JsonView) { ADD_FAILURE(); });
    none.each_member([](std::string_view, JsonView) { ADD_FAILURE(); });
  }
  EXPECT_EQ(json.root().at("n").text(), "");
  EXPECT_EQ(json.root().at("t").integer(), std::nullopt);
}

TEST(JsonText, StopsAtDepthOfEveryKind) {
  for (const char* inner : {"1", ""}) {
    EXPECT_TRUE(is_taken(inside("[", inner, "]", 64))) << inner;
    EXPECT_FALSE(is_taken(inside("[", inner, "]", 65))) << inner;
  }
  EXPECT_TRUE(is_taken(inside(R"({"a":)", "1", "}", 64)));
  EXPECT_FALSE(is_taken(inside(R"({"a":)", "1", "}", 65)));
  EXPECT_FALSE(is_taken(inside(R"([{"a":)", "1", "}]", 33)));
  for (const char* open : {"[", R"({"a":)", R"([{"":[0,)"})
    EXPECT_FALSE(is_taken(inside(open, "", "", 100'000))) << open;
  EXPECT_FALSE(is_taken(inside("[", "", "]", 100'000)));
  EXPECT_TRUE(is_taken("[" + times("[],", 5000) + "[]]")) << "beside each other is no depth";
  EXPECT_TRUE(is_taken("[1]")) << "and is forgotten";
}

TEST(JsonText, StopsAtSize) {
  runtime::JsonLimits limits;
  limits.bytes = 10;
  EXPECT_TRUE(is_taken(R"("12345678")", limits));
  EXPECT_FALSE(is_taken(R"("123456789")", limits));
}

// Two readers would take one of the two each.
TEST(JsonText, RefusesANameThatStandsTwice) {
  EXPECT_FALSE(is_taken(R"({"a":1,"b":2,"a":3})"));
  EXPECT_FALSE(is_taken(R"({"x":[{"q":{"b":1,"\u0062":2}}]})")) << "written in two ways";
  EXPECT_TRUE(is_taken(R"({"a":{"a":1},"b":{"a":1}})")) << "in two objects it is two names";
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(is_taken(many + "\"x\":0}"));
  EXPECT_FALSE(is_taken(many + "\"39\":0}"));
  EXPECT_FALSE(is_taken(many + "\"3\":0}"));
}

TEST(JsonText, TakesNothingThatTheTreeRefuses) {
  const char* texts[] = {"",         " ",
                         "{",        "]",
                         "nul",      "1e999",
                         "{'a':1}",  "[1,]",
                         "[1] [2]",  "{\"a\":1}x",
                         "\"\xff\"", "\"\\ud800\"",
                         "// a\n1",  "\xef\xbb\xbf",
                         "\"\x01\"", "{\"a\":NaN}",
                         "[01]",     "\"\\q\"",
                         "\"a",      "-",
                         "[1.]",     "{\"a\":1}",
                         "[-0,1e5]", "\"\\u0000\"",
                         "null",     "18446744073709551615"};
  for (const std::string_view text : texts) {
    if (is_taken(text)) {
      EXPECT_FALSE(runtime::parse_json(text).is_discarded()) << text;
    }
  }
  EXPECT_TRUE(is_taken(R"("a\u0000b")"));
  EXPECT_FALSE(is_taken(R"({"not looked at":"\ud800"})"));
}

// A text inside a text is read while the outer one is open.
TEST(JsonText, SeveralAreOpenAtOnce) {
  const JsonText outer(R"({"in":"{\"n\":\"{\\\"deep\\\":\\\"x\\\"}\"}","after":"y"})");
  const JsonText inner(outer.root().at("in").text());
  const JsonText third(inner.root().at("n").text());
  EXPECT_EQ(third.root().text_at("deep"), "x");
  EXPECT_EQ(outer.root().text_at("after"), "y");
  const std::string large = "\"" + std::string(300'000, 'x') + "\"";
  EXPECT_EQ(JsonText(large).root().text().size(), 300'000U);
  EXPECT_EQ(third.root().text_at("deep"), "x");
}

}  // namespace
