#include "bot/guarding/concerns.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace guarding {
namespace {

const FullNames everybody{std::vector<std::string>{"Kari Nes", "Tomasz Nowak", "Anne Lise Berg", "Liv Dag",
                                                   "Bjørn Åsen", "Kari Moe", "Sigrun Bø"}};
const std::vector<std::string> group{"Kari Nes", "Tomasz Nowak", "Liv Dag", "Sigrun Bø", "Kari Moe"};

struct Row {
  const char* text;
  Concerns expected;
};

TEST(Concerns, KnowsNamesAndWords) {
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

TEST(Concerns, LeavesOrdinaryCareProseAlone) {
  std::ifstream prose(std::string(REFLEKS_SOURCE_DIR) + "/tests/guarding/care_prose.txt");
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

}  // namespace
}  // namespace guarding
