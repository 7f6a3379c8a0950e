#include "bot/features/shifts/reading.hpp"

#include <gtest/gtest.h>

#include "tests/support/long_text.hpp"
#include "tests/support/store_fixture.hpp"

namespace shifts {
namespace {

using namespace std::chrono_literals;

Said said_on_tuesday(const std::string& typed) {
  const std::vector<core::Person> people{support::person("kari"), support::person("ola")};
  const core::Group group = support::group("a", people);
  return said_in(core::parse_command(typed), core::Directory(people, {group}), group, 2026y / 11 / 24);
}

TEST(ShiftWords, AreADayAndNames) {
  for (const char* typed : {"bytt torsdag kari ola", "bytt 26.11 @kari, @ola", "bytt den 26. kari og ola",
                            "bytt torsdag denne uka kari ola"}) {
    const Said said = said_on_tuesday(typed);
    EXPECT_EQ(said.trouble, "") << typed;
    EXPECT_EQ(said.day, core::Date{2026y / 11 / 26}) << typed;
    EXPECT_EQ(said.people.size(), 2U) << typed;
  }
  // The day may stand last as well.
  for (const char* typed : {"bytt kari ola torsdag", "bytt @kari @ola 26.11", "bytt kari, ola, den 26.",
                            "bytt kari med ola på torsdag", "vakt kari ola 26. november 2026"}) {
    const Said said = said_on_tuesday(typed);
    EXPECT_EQ(said.trouble, "") << typed;
    EXPECT_EQ(said.day, core::Date{2026y / 11 / 26}) << typed;
    EXPECT_EQ(said.people.size(), 2U) << typed;
  }
  EXPECT_TRUE(said_on_tuesday("vakt alle torsdag").everybody);
  EXPECT_FALSE(said_on_tuesday("bytt kari ola").day) << "the next day that fits";
  EXPECT_EQ(said_on_tuesday("bytt kari ola").trouble, "");
}

// Words of a time are names as well.
TEST(ShiftWords, ANameBehindADayIsNoPartOfIt) {
  core::Person andre = support::person("p1"), kari = support::person("p2"), tor = support::person("p3"),
               mai = support::person("p4"), dag = support::person("p5");
  andre.name = "Andr\u00e9 Nes";
  kari.name = "Kari Vik";
  tor.name = "Tor Berg";
  mai.name = "Mai Dahl";
  dag.name = "Dag Moe";
  const std::vector<core::Person> people{andre, kari, tor, mai, dag};
  const core::Group group = support::group("a", people);
  const auto read = [&](const char* typed, core::Date today = 2026y / 11 / 24) {
    return said_in(core::parse_command(typed), core::Directory(people, {group}), group, today);
  };
  for (const char* typed : {"vakt fredag Andr\u00e9, Kari", "vakt fredag Andr\u00e9 og Kari",
                            "vakt 27.11 Andr\u00e9 Kari", "vakt Andr\u00e9, Kari fredag"}) {
    EXPECT_EQ(read(typed).trouble, "") << typed << " " << read(typed).about;
    EXPECT_EQ(read(typed).day, core::Date(2026y / 11 / 27)) << typed;
    EXPECT_EQ(read(typed).people, (std::vector{andre.id, kari.id})) << typed;
  }
  // A Wednesday is the second of December: not silently that day without him.
  const Said wednesday = read("vakt onsdag Andr\u00e9, Kari", 2026y / 11 / 30);
  EXPECT_EQ(wednesday.day, core::Date(2026y / 12 / 2));
  EXPECT_EQ(wednesday.people, (std::vector{andre.id, kari.id}));
  EXPECT_EQ(read("vakt neste uke Tor, Kari").trouble, "shifts.trouble.day") << "no Thursday, and no day";
  EXPECT_EQ(read("vakt neste uke torsdag Tor, Kari").people, (std::vector{tor.id, kari.id}));
  // And a time stays one.
  EXPECT_EQ(read("vakt 5. mai Kari").day, core::Date(2027y / 5 / 5));
  EXPECT_EQ(read("vakt 5. mai Mai, Kari").people, (std::vector{mai.id, kari.id}));
  EXPECT_EQ(read("vakt i dag Dag, Kari").day, core::Date(2026y / 11 / 24));
  EXPECT_EQ(read("vakt i dag Dag, Kari").people, (std::vector{dag.id, kari.id}));
}

TEST(ShiftWords, AreReadAtOnceHoweverMany) {
  for (const char* part : {"per ", "i ", "den 26. "})
    EXPECT_NE(said_on_tuesday("bytt x " + support::again_and_again(part)).trouble, "") << part;
  EXPECT_EQ(said_on_tuesday("bytt x " + std::string(30, 'y') + " kari").trouble, "shifts.trouble.nobody");
}

TEST(ShiftWords, ANameMayBeTypedWhole) {
  core::Person kari = support::person("kari"), ola = support::person("ola");
  kari.name = "Kari Nes";
  ola.name = "Ola Siv O'Hara";
  const std::vector<core::Person> people{kari, ola};
  const core::Group group = support::group("a", people);
  for (const char* typed : {"vakt torsdag Kari Nes, Ola Siv O'Hara",
                            "vakt torsdag Kari Nes og Ola Siv O'Hara", "vakt torsdag Kari Ola",
                            "vakt torsdag Kari Nes Ola Siv", "vakt torsdag \"Kari Nes\" Ola Siv O'Hara"}) {
    const Said said =
        said_in(core::parse_command(typed), core::Directory(people, {group}), group, 2026y / 11 / 24);
    EXPECT_EQ(said.trouble, "") << typed;
    EXPECT_EQ(said.people, (std::vector{kari.id, ola.id})) << typed;
  }
}

TEST(ShiftWords, AsMuchOfANameAsOneAloneHasIsEnough) {
  core::Person nes = support::person("p1"), vik = support::person("p2"), anne = support::person("p3"),
               berg = support::person("p4");
  nes.name = "Kari Nes";
  vik.name = "Kari Vik";
  anne.name = "Anne-Marie Ås";
  berg.name = "Anne Øvrebø";
  const std::vector<core::Person> people{nes, vik, anne, berg};
  const core::Group group = support::group("a", people);
  const auto read = [&](const char* typed, Swap swap = Swap::no) {
    return said_in(core::parse_command(typed), core::Directory(people, {group}), group, 2026y / 11 / 24,
                   swap);
  };
  for (const char* typed : {"vakt torsdag Kari N, Kari V.", "vakt 26.11: kari n og kari v 🙂",
                            "vakt torsdag Kari N + Kari Vik", "vakt 26.11 Kari Nes / Kari V"}) {
    EXPECT_EQ(read(typed).trouble, "") << typed << " " << read(typed).about;
    EXPECT_EQ(read(typed).people, (std::vector{nes.id, vik.id})) << typed;
    EXPECT_EQ(read(typed).day, core::Date(2026y / 11 / 26)) << typed;
  }
  for (const char* typed : {"vakt torsdag Anne Marie, Anne Ovrebo", "vakt torsdag anne-marie anne ø"})
    EXPECT_EQ(read(typed).people, (std::vector{anne.id, berg.id})) << typed;
  EXPECT_EQ(read("vakt torsdag Kari").trouble, "shifts.trouble.several");
  EXPECT_EQ(read("vakt torsdag k").trouble, "shifts.trouble.nobody");
}

// Who goes out is told at once: the wrong one would stay at home.
TEST(ShiftWords, SayWhichOfTheTwoComesIn) {
  const std::vector<core::Person> people{support::person("kari"), support::person("ola")};
  const core::Group group = support::group("a", people);
  const auto turned = [&](const std::string& typed) {
    const Said said = said_in(core::parse_command("bytt " + typed), core::Directory(people, {group}), group,
                              2026y / 11 / 24, Swap::yes);
    EXPECT_EQ(said.trouble, "") << typed << " " << said.about;
    EXPECT_EQ(said.people, (std::vector{people[0].id, people[1].id})) << typed;
    return said.turned.value_or(false);
  };
  for (const char* typed : {"kari ola", "kari med ola", "ut kari inn ola", "kari ut, ola inn",
                            "ut kari med ola", "kari -> ola torsdag"})
    EXPECT_FALSE(turned(typed)) << typed;
  for (const char* typed :
       {"kari for ola", "kari inn for ola", "kari inn, ola ut", "inn kari for ola torsdag"})
    EXPECT_TRUE(turned(typed)) << typed;
}

TEST(ShiftWords, ANameThatBeginsAnotherIsOneByItselfToo) {
  core::Person kari = support::person("kari"), nes = support::person("nes");
  kari.name = "Kari";
  nes.name = "Kari Nes";
  const std::vector<core::Person> people{kari, nes};
  const core::Group group = support::group("a", people);
  const auto read = [&](const char* typed) {
    return said_in(core::parse_command(typed), core::Directory(people, {group}), group, 2026y / 11 / 24);
  };
  EXPECT_EQ(read("vakt torsdag Kari Nes").people, std::vector{nes.id});
  EXPECT_EQ(read("bytt Kari, Kari Nes").people, (std::vector{kari.id, nes.id}));
  EXPECT_EQ(read("bytt Kari Nes Kari").people, (std::vector{nes.id, kari.id}));
}

TEST(ShiftWords, WhoIsCalledAsADayIsNoDay) {
  core::Person kari = support::person("kari"), tor = support::person("tor");
  tor.name = "Tor Vik";
  const std::vector<core::Person> people{kari, tor};
  const core::Group group = support::group("a", people);
  const auto read = [&](const char* typed) {
    return said_in(core::parse_command(typed), core::Directory(people, {group}), group, 2026y / 11 / 24);
  };
  for (const char* typed : {"bytt tor kari", "bytt Tor Vik, kari"}) {
    EXPECT_EQ(read(typed).people, (std::vector{tor.id, kari.id})) << typed;
    EXPECT_FALSE(read(typed).day) << typed;
  }
  EXPECT_EQ(read("bytt kari tor").people, (std::vector{kari.id, tor.id}));
  EXPECT_EQ(read("bytt kari tor torsdag").people, (std::vector{kari.id, tor.id}));
  EXPECT_EQ(read("bytt kari tor torsdag").day, core::Date(2026y / 11 / 26));
  EXPECT_EQ(read("bytt kari tor 26.11").people, (std::vector{kari.id, tor.id}));
  EXPECT_EQ(said_on_tuesday("bytt tor kari ola").day, core::Date(2026y / 11 / 26)) << "who is not there";
}

TEST(ShiftWords, WhatIsNoDayIsNotPassedOver) {
  const std::pair<const char*, const char*> cases[]{
      {"bytt uke 50 @kari @ola", "uke 50"},
      {"bytt neste uke @kari @ola", "neste uke"},
      {"bytt fredag 26. november kari ola", "fredag 26. november"},
      {"bytt kl. 13 kari ola", "kl. 13"},
      {"bytt @kari @ola uke 50", "uke 50"},
      {"bytt kari ola fredag 26. november", "fredag 26. november"}};
  for (const auto& [typed, about] : cases) {
    const Said said = said_on_tuesday(typed);
    EXPECT_EQ(said.trouble, "shifts.trouble.day") << typed;
    EXPECT_EQ(said.about, about) << typed;
    EXPECT_FALSE(said.day) << typed;
  }
}

}  // namespace
}  // namespace shifts
