// The roster of the day: set, pasted, swapped, asked for; and who is asked and counted by it.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class Shifts : public ::testing::Test {
 protected:
  const core::Group& group() { return *bot.bot().engine().people()->group_by_key("hjemme-nord"); }
  std::size_t said_to(const std::string& user) { return bot.said_in(user).size(); }

  TempDirectory data;
  WholeBot bot{municipality(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(Shifts, ADayHasThoseWhoAreNamedAndTheOthersAreAway) {
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt 10.11 Kari, Jonas og Amina")),
             "Amina, Jonas og Kari");
  const auto away = [&](const char* user, const char* when) {
    return core::is_away(*bot.bot().engine().people()->person("sandbox", user),
                         core::Zone::named("Europe/Oslo"), at(when));
  };
  EXPECT_FALSE(away("kari", "2026-11-10T12:00:00Z"));
  EXPECT_TRUE(away("lien", "2026-11-10T12:00:00Z"));
  EXPECT_FALSE(away("lien", "2026-11-11T12:00:00Z")) << "that day alone";
  EXPECT_FALSE(away("marit", "2026-11-10T12:00:00Z")) << "who facilitates is there";
  EXPECT_FALSE(away("berit", "2026-11-10T12:00:00Z"));
  bot.restart();
  EXPECT_TRUE(away("lien", "2026-11-10T12:00:00Z"));
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt 10.11 alle")), "alle");
  EXPECT_FALSE(away("lien", "2026-11-10T12:00:00Z"));
}

// A day typed without its year may be one of next year's: whoever typed it reads so.
TEST_F(Shifts, ADayOfAnotherYearIsSaidWithItsYear) {
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt 1.9 Kari")), "onsdag 1. september 2027: Kari");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt 1.9 Kari med Lien")),
             "Byttet onsdag 1. september 2027: Kari ut, Lien inn");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt")), "onsdag 1. september 2027");
  EXPECT_HAS(bot.last_in("lien"), "onsdag 1. september 2027");
  const auto off = bot.say("kari", "hjemme-nord", "vakt");
  EXPECT_HAS(words(off), "Du er ikke på vakt onsdag 1. september 2027");
  bot.press("kari", button(off, "Jeg vil være med onsdag 1. september 2027"));
  EXPECT_HAS(bot.last_in("marit"), "onsdag 1. september 2027");
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle Nils deltaker fra 1.9 til 1.10.2027")),
             "fra onsdag 1. september 2027 til fredag 1. oktober 2027");
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle Kari deltaker til 15. desember")),
             "til tirsdag 15. desember, og ute av gruppa etter det.");
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "pause 1.9 til 3.9")),
             "fra onsdag 1. september 2027 til og med fredag 3. september 2027");
}

TEST_F(Shifts, WhatCannotBeReadIsNamed) {
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt 10.11 Nils")), "Nils");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt Kari")), "dag");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "vakt 10.11")), "/refleks vakt");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt 1.11.2026 Kari med Lien")), "søndag 1. november");
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "vakt 10.11 Kari")), "Satt");
}

TEST_F(Shifts, PastedRowsOfManyDays) {
  const auto form = bot.press("marit", button(bot.say("marit", "hjemme-nord", "vakt"), "Lim inn vaktliste"));
  const auto done =
      bot.submit("marit", form.form.value(),
                 {{"table", {"Dato\tNavn\n10.11.2026\tKari\n10.11.2026\tJonas\n11.11.2026\tLien\n"}}});
  EXPECT_HAS(words(done), "Jonas og Kari");
  EXPECT_HAS(words(done), "onsdag 11. november");
  const auto wrong = bot.submit("marit", form.form.value(),
                                {{"table", {"dato;navn\n12.11.2026;Kari\nrot;Kari\n12.11.2026;Nils\n"}}});
  EXPECT_HAS(words(wrong), "Linje 3:");
  EXPECT_HAS(words(wrong), "Linje 4:");
  EXPECT_LACKS(words(bot.say("marit", "hjemme-nord", "vakt")), "12. november");
}

TEST_F(Shifts, TwoSwapAndEachHearsItOnceAndNobodyElse) {
  bot.say("marit", "hjemme-nord", "vakt 9.11 Kari, Jonas");
  bot.forget();
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt Kari Lien")), "Lien");
  EXPECT_EQ(said_to("kari"), 1U);
  EXPECT_EQ(said_to("lien"), 1U);
  EXPECT_EQ(bot.said.size(), 2U);
  EXPECT_HAS(bot.last_in("lien"), "mandag 9. november");
  EXPECT_LACKS(words(bot.say("marit", "hjemme-nord", "bytt Kari Lien")), "Byttet");
  EXPECT_EQ(bot.said.size(), 2U) << "said twice is once";
  bot.say("marit", "hjemme-nord", "vakt 10.11 Marit, Jonas");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt 10.11 meg med Kari")),
             text("shifts.swapped", {{"out", "Marit"}, {"in", "Kari"}, {"date", "tirsdag 10. november"}}));
}

TEST(ShiftsOfNamesakes, MeIsWhoeverWritesIt) {
  app::Config config = municipality();
  for (const char* user : {"marit", "lien"})
    std::ranges::find(config.people, user, &core::Person::user)->name = "Marit Vik";
  WholeBot bot{config, "2026-11-09T08:00:00Z"};
  bot.say("marit", "hjemme-nord", "vakt 10.11 @marit, Jonas");
  EXPECT_HAS(
      words(bot.say("marit", "hjemme-nord", "bytt 10.11 meg med Kari")),
      text("shifts.swapped", {{"out", "Marit Vik"}, {"in", "Kari"}, {"date", "tirsdag 10. november"}}));
}

TEST_F(Shifts, NobodySwapsADayThatIsOver) {
  bot.say("marit", "hjemme-nord", "vakt 10.11 Kari, Jonas");
  bot.advance("2026-11-11T08:00:00Z");
  bot.forget();
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt 10.11 Kari Lien")), "Skriv en dag fra i dag av");
  EXPECT_TRUE(bot.said.empty());
  bot.say("marit", "hjemme-nord", "vakt 11.11 Kari, Jonas");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt i dag Kari Lien")), "Byttet");
}

TEST_F(Shifts, StaffAskInPrivateToTakePartAndToBeExcused) {
  bot.say("marit", "hjemme-nord", "vakt 10.11 Kari, Jonas");
  bot.forget();
  const auto mine = bot.say("lien", "", "vakt hjemme-nord");
  EXPECT_LACKS(words(mine), "Jonas") << "who else is at work is not hers to read";
  bot.press("lien", buttons(*mine.whisper).front());
  ASSERT_EQ(said_to("marit"), 1U);
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 0U);
  const core::Button yes = button(bot.said_in("marit").back().delivery.message, "Ta inn");
  EXPECT_HAS(words(bot.press("marit", yes)), "Lien");
  EXPECT_EQ(said_to("lien"), 1U);
  EXPECT_HAS(words(bot.press("marit", yes)), "gjelder ikke");
  EXPECT_EQ(said_to("lien"), 1U);

  bot.forget();
  bot.press("kari", buttons(*bot.say("kari", "", "vakt hjemme-nord").whisper).front());
  const core::Message asked = bot.said_in("marit").back().delivery.message;
  bot.press("marit", button(asked, "Svar nei"));
  EXPECT_HAS(bot.last_in("kari"), "fortsatt");
}

TEST_F(Shifts, AWishThatWasAnsweredMayBeAskedAgain) {
  bot.say("marit", "hjemme-nord", "vakt 12.11 Kari, Jonas");
  const auto mine = [&](const char* user) {
    return buttons(*bot.say(user, "", "vakt hjemme-nord").whisper).front();
  };
  const auto last = [&] { return bot.said_in("marit").back().delivery.message; };
  bot.forget();
  for (int twice = 0; twice < 2; ++twice)
    EXPECT_HAS(words(bot.press("lien", mine("lien"))), "Du hører fra meg");
  EXPECT_EQ(said_to("marit"), 1U) << "pressed twice is one question";
  const core::Message first = last();
  EXPECT_HAS(words(bot.press("marit", button(first, "Svar nei"))), "Svart nei");
  EXPECT_HAS(words(bot.press("marit", button(first, "Svar nei"))), "gjelder ikke");
  EXPECT_EQ(said_to("lien"), 1U);
  // The same hour, with the same roster.
  EXPECT_HAS(words(bot.press("lien", mine("lien"))), "Du hører fra meg");
  ASSERT_EQ(said_to("marit"), 2U);
  bot.press("marit", button(last(), "Svar nei"));
  EXPECT_EQ(said_to("lien"), 2U) << "and hears of it";
  // No answer until the next day.
  bot.press("lien", mine("lien"));
  bot.advance("2026-11-10T08:00:00Z");
  bot.forget();
  bot.press("lien", mine("lien"));
  ASSERT_EQ(said_to("marit"), 1U);
  bot.press("marit", button(last(), "Ta inn"));
  // Taken off, and in again: another question.
  bot.say("marit", "hjemme-nord", "vakt 12.11 Kari, Jonas");
  bot.press("lien", mine("lien"));
  ASSERT_EQ(said_to("marit"), 2U);
  bot.press("marit", button(last(), "Ta inn"));
  bot.press("lien", mine("lien"));
  EXPECT_EQ(said_to("marit"), 3U) << "cannot come after all";
  EXPECT_HAS(words(bot.press("marit", button(last(), "Svar nei"))), "Svart nei");
  EXPECT_HAS(bot.last_in("lien"), "fortsatt");
}

TEST_F(Shifts, WhereNobodyFacilitatesNothingIsPromised) {
  bot.say("marit", "hjemme-nord", "vakt 12.11 Kari, Jonas");
  const auto wish = buttons(*bot.say("lien", "", "vakt hjemme-nord").whisper).front();
  bot.say("eivind", "hjemme-nord", "rolle Marit ut");
  EXPECT_HAS(words(bot.press("lien", wish)), "ingen fasilitator");
}

TEST_F(Shifts, OnlyThoseOnShiftAreAskedAndCounted) {
  bot.say("marit", "hjemme-nord", "vakt 9.11 Kari, Jonas, Amina");
  const auto shown = bot.say("marit", "hjemme-nord", "avstemning \"Passer torsdag?\" navn 30 min");
  bot.press("marit", button(shown, "Åpne nå"));
  const auto post = bot.said_in("hjemme-nord").back().delivery.message;
  const auto lien = bot.press("lien", buttons(post).front());
  EXPECT_FALSE(lien.form) << words(lien);
}

// Else a facilitator would choose among which three an answer lies, and see by the lot what they said.
TEST_F(Shifts, TheRosterChoosesNobodyWhoAnswersWithoutAName) {
  bot.say("marit", "hjemme-nord", "vakt 9.11 Kari, Jonas, Amina");
  const auto shown = bot.say("marit", "hjemme-nord", "avstemning \"Skal vi flytte?\" 30 min");
  bot.press("marit", button(shown, "Åpne nå"));
  const auto post = bot.said_in("hjemme-nord").back().delivery.message;
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Lien");
  for (const char* one : {"marit", "kari", "jonas", "amina"}) bot.press(one, button(post, "Ja"));
  EXPECT_HAS(words(bot.press("lien", button(post, "Nei"))), "svaret er mottatt");
}

}  // namespace
