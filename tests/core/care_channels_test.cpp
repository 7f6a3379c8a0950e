#include "bot/core/care_channels.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace core {
namespace {

const FullNames everybody{std::vector<std::string>{"Kari Nes", "Tomasz Nowak", "Anne Lise Berg", "Liv Dag",
                                                   "Bjørn Åsen", "Kari Moe", "Sigrun Bø"}};
const std::vector<std::string> group{"Kari Nes", "Tomasz Nowak", "Liv Dag", "Sigrun Bø", "Kari Moe"};

struct Row {
  const char* text;
  Concerns expected;
};

TEST(CareChannels, KnowsNamesAndWords) {
  const Concerns nothing{}, colleague{true, false}, treatment{false, true}, both{true, true};
  for (const Row& row : std::initializer_list<Row>{
           {"Kari Nes sier alltid nei", colleague},
           {"kari nes sier alltid nei", colleague},
           {"Nes, Kari sier alltid nei", colleague},
           {"Det var Kari Nes' idé, og Tomasz Nowaks også", colleague},
           {"Anne Lise Berg", colleague},
           {"Anne Berg er streng", colleague},
           {"K\u200bari Nes", colleague},
           {"Bjørn Åsen sover", colleague},
           {"Åsen Bjørn sover", colleague},
           {"Åsens Bjørns vakt", colleague},
           {"Berg, Anne Lise og Moe", colleague},
           {"Spør Tomasz", colleague},
           {"Det er Sigruns vakt", colleague},
           {"tomasz er en kopp", nothing},        // a first name alone needs its capital
           {"Kari er rask", nothing},             // two in the group
           {"Anne er rask", nothing},             // not in this group
           {"Liv og død på samme dag", nothing},  // a word
           {"Dag og natt, bjørn og stein", nothing},
           {"Vi gikk en tur på neset", nothing},
           {"Kari og Nes", nothing},
           {"Det var et overgrep", treatment},
           {"overgrepet ble ikke meldt", treatment},
           {"VOLD på jobb", treatment},
           {"hun hadde voldsomme smerter", nothing},
           {"Mobbing i gangen", treatment},
           {"dei trakasserte han", treatment},
           {"det er uforsvarleg bemanning", treatment},
           {"tvangsbruk uten vedtak", treatment},
           {"noen stjal medisiner", treatment},
           {"de stole fra beboeren", treatment},
           {"vi må stole på hverandre", nothing},
           {"sitter i stolen", nothing},
           {"tema som vart vald", nothing},
           {"somebody was bullied", treatment},
           {"This is unsafe", treatment},
           {"Tomasz truer med vold", both},
           {"", nothing},
       })
    EXPECT_EQ(find_concerns(row.text, everybody, group), row.expected) << row.text;
}

TEST(CareChannels, LeavesOrdinaryCareProseAlone) {
  std::ifstream prose(std::string(REFLEKS_SOURCE_DIR) + "/tests/core/care_prose.txt");
  ASSERT_TRUE(prose);
  int lines = 0, alarms = 0;
  std::string stopped;
  for (std::string line; std::getline(prose, line);) {
    if (line.empty() || line[0] == '#') continue;
    ++lines;
    if (find_concerns(line, everybody, group).any()) {
      ++alarms;
      stopped += line + "\n";
    }
  }
  EXPECT_GT(lines, 150);
  EXPECT_LT(100 * alarms, 3 * lines) << stopped;
}

TEST(CareChannels, TellsWhereItBelongsOrWhomToAsk) {
  Person kari;
  kari.id = PersonId("k");
  kari.name = "Kari Nes";
  Group home;
  home.members.push_back({kari.id, Role::participant, {}});
  const Directory people({kari}, {home});
  const std::vector<std::string> fields{"idea"};
  const FormValues named{{"idea", {"Kari Nes er vanskelig"}}}, fine{{"idea", {"Mer tid"}}};
  const CareChannels links{"https://x.example/avvik", "https://x.example/varsling"};
  EXPECT_TRUE(belongs_elsewhere(Language::nb, fine, fields, people, home, links).empty());
  for (Language language : all_languages) {
    const Elsewhere told = belongs_elsewhere(language, named, fields, people, home, links);
    const Rich& with = told.words;
    ASSERT_TRUE(told.at_field.contains("idea")) << "it stands at the field";
    EXPECT_LE(told.at_field.at("idea").size(), 150U) << "as long as all chats show beside a field";
    EXPECT_EQ(std::count_if(with.begin(), with.end(), [](const Span& span) { return !span.url.empty(); }), 2);
    EXPECT_EQ(plain_text(with).find("Kari"), std::string::npos) << "never quotes";
    const auto apart =
        std::find_if(with.begin(), with.end(), [](const Span& span) { return span.text == " ·"; });
    EXPECT_TRUE(apart != with.end() && apart->url.empty()) << "two links, and not one";
    const Rich without = belongs_elsewhere(language, named, fields, people, home, {}).words;
    EXPECT_NE(plain_text(without).find(text(language, "elsewhere.ask")), std::string::npos);
  }
}

}  // namespace
}  // namespace core
