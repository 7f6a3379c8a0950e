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
  const Concerns nothing{}, colleague{true}, treatment{false, true}, both{true, true};
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
           {"spør @sigrun", colleague},
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
           {"Det sa Kari N. på vakt", colleague},  // one of two, by the next letter
           {"kari n", nothing},
           {"Kari Berg", nothing},
           {"Liv D sa det", colleague},
           {"Mer tid. Hilsen Kari", colleague},  // signed: also where it is a word, or another's name as well
           {"Mer tid.\nMvh Liv", colleague},
           {"Hilsen fra Dag og Liv i stua, sier vi", nothing},
           {"", nothing},
       })
    EXPECT_EQ(find_concerns(row.text, everybody, group), row.expected) << row.text;
}

// Who has no key for a mark leaves it out.
TEST(Concerns, KnowsNamesWithoutTheirMarks) {
  const FullNames all{
      std::vector<std::string>{"José Ruíz", "Åse Østli", "Łukasz Wójcik", "Nguyễn Thị Hoa", "Hà Lê"}};
  const std::vector<std::string> here{"José Ruíz", "Åse Østli", "Hà Lê", "Bjørn Å", "André Moe", "René Moe"};
  for (const char* text :
       {"José sier nei", "Jose sier nei", "jose ruiz", "Ase Ostli er streng", "Aase er streng",
        "Oestli, Aase", "Lukasz Wojcik", "nguyen thi hoa", "Hà er streng", "Spør Hà Lê"})
    EXPECT_TRUE(find_concerns(text, all, here).colleague) << text;
  for (const char* text : {"Ha møter oftere", "skal vi ha le", "Bjorn og ulv", "Ase", "jose sier nei",
                           "Ås er en by", "Andre er enige", "Rene hender"})
    EXPECT_FALSE(find_concerns(text, all, here).colleague) << text;
}

// Few are it, and the others know who.
TEST(Concerns, SeesWhatTellsWhoWrites) {
  const Concerns nothing{}, writer{false, false, true};
  for (const Row& row : std::initializer_list<Row>{
           {"jeg som er nattevakt synes det er tungt", writer},
           {"Jeg, som jobber kun helg, får aldri vite noe", writer},
           {"eg som går natt er aleine", writer},
           {"Eg er einaste vikaren", writer},
           {"Jeg er den eneste på natt", writer},
           {"jeg er jo lærling", writer},
           {"Jeg jobber bare natt", writer},
           {"Som tillitsvalgt mener jeg at vi bør snakke om det", writer},
           {"Som den eneste mannen er jeg lei", writer},
           {"For meg er det nytt, jeg som vikar får ikke tilgang", writer},
           {"Jeg er den eneste som har kurs i dette", writer},
           {"I am the only night nurse", writer},
           {"As a night nurse I hear nothing", writer},
           {"Mer tid til stell. Hilsen en vikar", writer},
           {"Mer tid!\nHelsing nattevakta", writer},
           {"Jeg er den eneste sykepleieren", writer},
           {"Ingen spør meg, jeg som vikar. Det er synd.", writer},
           {"Jeg er nattevakta på Sol", writer},
           {"Er jeg den eneste som synes dette er tungt?", nothing},
           {"Som teamlederen sa på møtet, tror jeg vi bør vente", nothing},
           {"Som avdelingslederen nevnte, synes jeg det haster", nothing},
           {"Som verneombudet sa, tror jeg vi må vente", nothing},
           {"Som studentene sier, lærer jeg mye", nothing},
           {"Som nattevaktene har sagt før, mener jeg noe må gjøres", nothing},
           {"Som kokken sier: jeg har aldri tid", nothing},
           {"As nurses we need time. I think so.", nothing},
           {"Som vikarer trenger vi tid. Jeg tror det.", nothing},
           {"Jeg er vikarene takknemlig", nothing},
           {"Jeg er sykepleier og trenger tid", nothing},
           {"jeg er fagarbeider", nothing},
           {"Jeg jobber helg hver tredje uke", nothing},
           {"Jeg er den eneste som tør å si det", nothing},
           {"Er det bare jeg som er sliten?", nothing},
           {"Er det jeg som har ansvaret når legen ikke svarer?", nothing},
           {"jeg er bekymret for vikarene", nothing},
           {"Jeg er ikke den eneste", nothing},
           {"Nattevakta får aldri vite noe", nothing},
           {"Hvordan tar vi imot lærlinger og vikarer?", nothing},
           {"Det er tungt å jobbe natt", nothing},
           {"Som nattevakt får man lite opplæring", nothing},
           {"Vi fikk en hilsen fra datteren", nothing},
           {"I går natt var vi to, i går nattevakt hele veien", nothing},
           {"Hun begynte som vikar, og jeg visste ikke det", nothing},
           {"Natt i natt er vi få i avdelingen", nothing},
           {"I am only tired", nothing},
           {"Jeg er ny på avdelingen", nothing},
           {"Jeg har sykepleier på laget", nothing},
           {"Jeg er med", nothing},
           {"Hilsen", nothing},
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
