#include "storage/values.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace storage {
namespace {

TEST(Values, WordsAreKeptByTheCodeOfTheirLanguage) {
  const core::Localized words("ja", "jau", "yes");
  EXPECT_EQ(encode(words), R"({"en":"yes","nb":"ja","nn":"jau"})");
  EXPECT_EQ(localized_from(encode(words)), words);
  EXPECT_EQ(encode(core::Localized("ja")), R"("ja")");
  EXPECT_EQ(localized_from(R"("ja")"), core::Localized("ja"));
}

TEST(Values, ReadsWhatEarlierReleasesWrote) {
  EXPECT_EQ(localized_from(R"(["ja","jau","yes"])"), core::Localized("ja", "jau", "yes"));
}

TEST(Values, ALanguageThatWasNotThereYetReadsBokmal) {
  EXPECT_EQ(localized_from(R"({"nb":"ja","en":"yes"})"), core::Localized("ja", "ja", "yes"));
  EXPECT_EQ(localized_from(R"(["ja","jau"])"), core::Localized("ja", "jau", "ja"));
  EXPECT_EQ(localized_from(R"({"nb":"ja","se":"juo"})"), core::Localized("ja"))
      << "one that is not there any more";
}

TEST(Values, ABallotIsWrittenAsItsTreeWouldBe) {
  const core::Answer none{}, one{{0}, ""}, more{{2, 10}, ""}, words{{}, "så \"bra\"\n\xff"}, both{{1}, "ja"};
  for (const core::Ballot& ballot : std::vector<core::Ballot>{
           {}, {none}, {one}, {more}, {words}, {both}, {none, one, both}, {more, none, words, none}}) {
    const auto tree = to_json(ballot);
    EXPECT_EQ(encode(ballot), tree.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
}

// Rows hold what trees have written, and are compared with it.
TEST(Values, TextsAndTheirListsAreWrittenAsTheirTreesWouldBe) {
  const auto written = [](const nlohmann::json& tree) {
    return tree.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  for (const std::string text : {"", "plain", "så \"bra\"", "a\\b", "\n", "\x7f", "\xff", "🌷"})
    EXPECT_EQ(encode(text), written(text));
  EXPECT_EQ(encode(core::Localized("ja", "jau", "yes")), R"({"en":"yes","nb":"ja","nn":"jau"})");
  EXPECT_EQ(encode(std::vector{core::Localized("ja"), core::Localized("ja", "jå\"", "ja")}),
            R"(["ja",{"en":"ja","nb":"ja","nn":"jå\""}])");
  EXPECT_EQ(encode(core::QuietHours{core::Minutes{1200}, core::Minutes{420}, true, false}),
            R"({"from":1200,"holidays":false,"to":420,"weekends":true})");
  EXPECT_EQ(encode(std::map<std::string, core::Offset>{}), written(nlohmann::json::object()));
  const std::map<std::string, core::Offset> timeline{{"invitation", core::offset_from_text("-3d 10:00")},
                                                     {"reminder", core::offset_from_text("-1d 10:00")}};
  nlohmann::json tree;
  for (const auto& [moment, offset] : timeline) tree[moment] = core::to_text(offset);
  EXPECT_EQ(encode(timeline), written(tree));
  EXPECT_EQ(timeline_from(encode(timeline)), timeline);
}

}  // namespace
}  // namespace storage
