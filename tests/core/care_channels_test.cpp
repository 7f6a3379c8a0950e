#include "bot/core/care_channels.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

struct CareChannelsTest : testing::Test {
  CareChannelsTest() {
    kari.id = PersonId("k");
    kari.name = "Kari Nes";
    home.members.push_back({kari.id, Role::participant, {}});
  }
  Directory people() const { return Directory({kari}, {home}); }
  Person kari;
  Group home;
};

TEST_F(CareChannelsTest, TellsWhereItBelongsOrWhomToAsk) {
  const std::vector<std::string> fields{"idea"};
  const FormValues named{{"idea", {"Kari Nes er vanskelig"}}}, fine{{"idea", {"Mer tid"}}};
  const CareChannels links{"https://x.example/avvik", "https://x.example/varsling"};
  EXPECT_TRUE(belongs_elsewhere(Language::nb, fine, fields, people(), home, links).empty());
  for (Language language : all_languages) {
    const Elsewhere told = belongs_elsewhere(language, named, fields, people(), home, links);
    const Rich& with = told.words;
    ASSERT_TRUE(told.at_field.contains("idea")) << "it stands at the field";
    EXPECT_LE(told.at_field.at("idea").size(), 150U) << "as long as all chats show beside a field";
    EXPECT_EQ(std::count_if(with.begin(), with.end(), [](const Span& span) { return !span.url.empty(); }), 2);
    EXPECT_EQ(plain_text(with).find("Kari"), std::string::npos) << "never quotes";
    const auto apart =
        std::find_if(with.begin(), with.end(), [](const Span& span) { return span.text == " ·"; });
    EXPECT_TRUE(apart != with.end() && apart->url.empty()) << "two links, and not one";
    const Rich without = belongs_elsewhere(language, named, fields, people(), home, {}).words;
    EXPECT_NE(plain_text(without).find(text(language, "elsewhere.ask")), std::string::npos);
  }
}

// No channel is for that.
TEST_F(CareChannelsTest, TellsThatOthersMayGuessWhoWrites) {
  const std::vector<std::string> fields{"idea", "why"};
  const FormValues written{{"idea", {"Jeg er den eneste vikaren"}}, {"why", {"Kari Nes, jeg er vikar"}}};
  const CareChannels links{"https://x.example/avvik", "https://x.example/varsling"};
  for (Language language : all_languages) {
    const Elsewhere told =
        belongs_elsewhere(language, written, std::span(fields).first(1), people(), home, links);
    EXPECT_EQ(plain_text(told.words),
              text(language, "elsewhere.writer") + " " + text(language, "elsewhere.edit"));
    EXPECT_EQ(told.at_field.at("idea"), text(language, "elsewhere.field.writer"));
    const Elsewhere both = belongs_elsewhere(language, written, fields, people(), home, links);
    EXPECT_EQ(both.at_field.at("why"), text(language, "elsewhere.field.name"));
    EXPECT_NE(plain_text(both.words).find(text(language, "elsewhere.writer")), std::string::npos);
  }
}

// "Se lenkene øverst" stood at the field, and above it none.
TEST_F(CareChannelsTest, PointsAtNoLinksWhereThereAreNone) {
  const std::vector<std::string> fields{"idea", "why"};
  const FormValues written{{"idea", {"Kari Nes er vanskelig"}}, {"why", {"Det er ulovlig tvang"}}};
  for (Language language : all_languages) {
    const Elsewhere told = belongs_elsewhere(language, written, fields, people(), home, {});
    ASSERT_EQ(told.at_field.size(), 2U);
    EXPECT_EQ(told.at_field.at("idea"), text(language, "elsewhere.field.name.ask"));
    EXPECT_EQ(told.at_field.at("why"), text(language, "elsewhere.field.treatment.ask"));
    EXPECT_LE(told.at_field.at("idea").size(), 150U) << "as long as all chats show beside a field";
    const CareChannels one{"", "https://x.example/varsling"};
    EXPECT_EQ(belongs_elsewhere(language, written, fields, people(), home, one).at_field.at("idea"),
              text(language, "elsewhere.field.name"));
  }
}

}  // namespace
}  // namespace core
