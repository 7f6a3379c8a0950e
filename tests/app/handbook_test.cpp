// The handbook: the same guides in every language, with pictures that are there and commands that exist, and
// as many pages on paper as it says.

#include "bot/core/handbook.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "bot/app/handbook_paper.hpp"
#include "bot/app/load_packs.hpp"
#include "tests/support/drawing_libraries.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

std::vector<core::Span> spans_of(const core::Guide& guide) {
  std::vector<core::Span> all;
  const auto add = [&](const core::Rich& rich) { all.insert(all.end(), rich.begin(), rich.end()); };
  for (const core::Block& block : guide.blocks) {
    if (const auto* paragraph = std::get_if<core::Paragraph>(&block)) add(paragraph->text);
    if (const auto* list = std::get_if<core::List>(&block))
      for (const core::Rich& item : list->items) add(item);
  }
  return all;
}

// What the guide is made of, without its words.
std::string shape_of(const core::Guide& guide) {
  std::string shape = guide.name;
  for (const core::Block& block : guide.blocks) {
    shape += ' ' + std::to_string(block.index());
    if (const auto* list = std::get_if<core::List>(&block)) shape += "x" + std::to_string(list->items.size());
    if (const auto* image = std::get_if<core::Image>(&block)) shape += "=" + image->url;
  }
  return shape;
}

TEST(Handbook, SaysTheSameInEveryLanguageAndHasItsPictures) {
  const auto& first = core::handbook(core::Language::nb);
  ASSERT_EQ(first.size(), 3U);
  std::size_t pictures = 0;
  for (const core::Language language : core::all_languages) {
    const auto& all = core::handbook(language);
    ASSERT_EQ(all.size(), first.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(shape_of(all[i]), shape_of(first[i])) << code(language);
      EXPECT_FALSE(all[i].title.empty());
      for (const core::Block& block : all[i].blocks)
        if (const auto* image = std::get_if<core::Image>(&block)) {
          const auto png = core::handbook_picture(image->url, language);
          ASSERT_TRUE(png) << image->url << " " << code(language);
          EXPECT_TRUE(png->substr(1, 3) == "PNG") << image->url;
          pictures += png->size();
        }
    }
  }
  EXPECT_LT(pictures, 700'000U) << "two stand in two guides";
}

// It spoke of four parts where the run sheet had five, and of ways to talk by names that no button had.
TEST(Handbook, NamesThePartsAndWaysOfASessionAsTheRunSheetDoes) {
  const auto packs = app::load_packs({});
  const core::Programme& free = packs.at("fri");
  for (const core::Language language : core::all_languages) {
    std::vector<std::string> strong;
    for (const core::Span& span : spans_of(core::handbook(language).at(1)))
      if (span.style == core::Span::Style::strong) strong.push_back(span.text);
    std::vector<std::string> parts;
    for (const core::Phase& phase : free.usual.phases) parts.push_back(phase.title.in(language) + ".");
    EXPECT_FALSE(std::ranges::search(strong, parts).empty()) << code(language);
    for (const core::Method* way :
         {&free.methods.at(0), &free.methods.at(1), &packs.at("etikk").methods.at(0)})
      EXPECT_EQ(std::ranges::count(strong, way->title.in(language)), 1) << way->title.in(language);
  }
}

TEST(Handbook, EveryCommandThatItNamesIsThere) {
  WholeBot bot;
  std::set<std::string> named;
  for (const core::Language language : core::all_languages)
    for (const core::Guide& guide : core::handbook(language))
      for (const core::Span& span : spans_of(guide)) {
        if (span.style != core::Span::Style::code) continue;
        ASSERT_TRUE(span.text.starts_with("/refleks ")) << span.text;
        const std::string line = span.text.substr(9);
        named.insert(line);
        const auto routed = bot.bot().dispatcher().route(core::Command{WholeBot::origin("marit"), line});
        ASSERT_TRUE(routed.command) << span.text;
        EXPECT_EQ(features::verb_in(*routed.command, language), line.substr(0, line.find(' '))) << span.text;
      }
  EXPECT_GT(named.size(), 30U);
}

TEST(Handbook, IsAsLongOnPaperAsItSays) {
  for (const core::Language language : core::all_languages)
    for (const auto& [name, pages] : {std::pair("ansatte", 2), {"fasilitatorer", 8}, {"ledere", 3}}) {
      const std::string bytes = app::printed_guide(name, language);
      if (const char* folder = std::getenv("REFLEKS_KEEP_PAPER"))
        std::ofstream(std::string(folder) + "/" + name + "-" + std::string(code(language)) + ".pdf") << bytes;
      ASSERT_TRUE(bytes.starts_with("%PDF")) << name;
      constexpr std::string_view page = "/Type /Page";
      int count = 0;
      for (std::size_t at = 0; (at = bytes.find(page, at)) != bytes.npos; at += page.size())
        if (bytes.at(at + page.size()) != 's') ++count;
      EXPECT_EQ(count, pages) << name << " " << code(language);
      EXPECT_EQ(app::printed_guide(name, language), bytes) << "the same each time";
    }
  EXPECT_EQ(app::printed_guide("nobody", core::Language::nb), "");
}

TEST(Handbook, IsReadByItsMarks) {
  const auto guides = core::guides_in(
      "@en\n# Tittel\n> Innledning\n## Del\n- **fet** og `kode`\n- to\n1. først\n2. så\n---\n![Et "
      "bilde](navn)\n");
  ASSERT_EQ(guides.size(), 1U);
  EXPECT_EQ(guides[0].title, "Tittel");
  const auto& blocks = guides[0].blocks;
  ASSERT_EQ(blocks.size(), 6U);
  const auto& list = std::get<core::List>(blocks[2]);
  EXPECT_EQ(list.items[0], (core::Rich{core::Span("fet", core::Span::Style::strong), core::Span(" og "),
                                       core::Span("kode", core::Span::Style::code)}));
  EXPECT_TRUE(std::get<core::List>(blocks[3]).numbered);
  EXPECT_EQ(std::get<core::Image>(blocks[5]), (core::Image{"navn", "Et bilde"}));
  EXPECT_THROW(core::guides_in("uten navn\n"), std::logic_error);
}

}  // namespace
