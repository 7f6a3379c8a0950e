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
