// Who comes and goes while a group meets: each reads what is true, once, and not at night.

#include "tests/support/set_up.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class ComesAndGoes : public ::testing::Test {
 protected:
  static app::Config config_of() {
    app::Config config = with_sessions(municipality(), "2026-11-10");  // 24.11, 8.12, 22.12, 5.1
    config.sandbox.enabled = true;
    return config;
  }
  void import(const std::string& rows) {
    const auto form = bot.say("eivind", "", "import").form.value();
    const auto shown = bot.submit("eivind", form, {{"table", {"navn;gruppe;rolle;til\n" + rows}}});
    bot.press("eivind", button(shown, "Ja, gjør det"));
  }
  void role(const std::string& words) { bot.say("eivind", "hjemme-nord", "rolle " + words); }
  std::size_t welcomed(const std::string& who) {
    return told(bot, who, "Velkommen til Hjemmetjenesten nord");
  }
  std::size_t dismissed(const std::string& who) {
    return told(bot, who, "Du er ikke lenger med i Hjemmetjenesten nord");
  }

  void SetUp() override { bot.advance("2026-11-11T09:00:00Z"); }

  TempDirectory data;
  WholeBot bot{config_of(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(ComesAndGoes, ASlipOfTheEveningIsNotHeardOf) {
  bot.advance("2026-11-11T21:30:00Z");
  role("jonas ut");
  role("jonas deltaker");
  role("kari ut");
  bot.restart();
  bot.advance("2026-11-12T05:59:00Z");
  EXPECT_EQ(dismissed("kari"), 0U) << "at night";
  bot.advance("2026-11-12T08:00:00Z");
  EXPECT_EQ(dismissed("jonas"), 0U);
  EXPECT_EQ(welcomed("jonas"), 0U);
  EXPECT_EQ(dismissed("kari"), 1U);
}

TEST_F(ComesAndGoes, InLeadingAndOutAtNightIsWhatItIsInTheMorning) {
  bot.advance("2026-11-11T21:30:00Z");
  import("Per Dal;hjemme-nord;;\nIda Berg;hjemme-nord;;\nOla Lie;hjemme-nord;;\n");
  role("\"Per Dal\" leder");
  role("\"Ida Berg\" ut");
  role("\"Ola Lie\" ut");
  role("\"Ola Lie\" deltaker");
  bot.advance("2026-11-12T08:00:00Z");
  EXPECT_EQ(welcomed("per-dal"), 0U);
  EXPECT_EQ(told(bot, "per-dal", "Du er leder for"), 1U);
  EXPECT_TRUE(bot.said_in("ida-berg").empty());
  EXPECT_EQ(welcomed("ola-lie"), 1U);
  EXPECT_EQ(dismissed("ola-lie"), 0U);
}

TEST_F(ComesAndGoes, AListTellsWhomItTakesOutAndWhoLeadsNoMore) {
  role("amina leder");
  import("Amina;hjemme-nord;deltaker;\nKari;hjemme-nord;;1.11.2026\nPer Dal;hjemme-nord;;\n");
  bot.advance("2026-11-11T10:00:00Z");
  EXPECT_EQ(welcomed("amina"), 0U) << "she has led it";
  EXPECT_EQ(told(bot, "amina", "Du er ikke lenger leder"), 1U);
  EXPECT_EQ(dismissed("kari"), 1U);
  EXPECT_EQ(welcomed("per-dal"), 1U);
  bot.restart();
  bot.advance("2026-11-13T10:00:00Z");
  EXPECT_EQ(told(bot, "amina", "Du er ikke lenger leder"), 1U);
  EXPECT_EQ(welcomed("per-dal"), 1U);
}

TEST_F(ComesAndGoes, WhoHasReadThatTheyAreOutReadsThatTheyAreIn) {
  import("Per Dal;hjemme-nord;;\n");
  EXPECT_EQ(welcomed("per-dal"), 1U);
  role("\"Per Dal\" ut");
  bot.advance("2026-11-11T09:09:00Z");
  role("\"Per Dal\" deltaker");
  bot.advance("2026-11-11T10:00:00Z");
  EXPECT_EQ(dismissed("per-dal"), 0U) << "a slip";
  EXPECT_EQ(welcomed("per-dal"), 1U);
  role("\"Per Dal\" ut");
  bot.advance("2026-11-11T11:00:00Z");
  EXPECT_EQ(dismissed("per-dal"), 1U);
  role("\"Per Dal\" deltaker");
  bot.advance("2026-11-12T10:00:00Z");
  EXPECT_EQ(welcomed("per-dal"), 2U);
}

TEST_F(ComesAndGoes, InThePauseOfAllIsWelcomedAfterIt) {
  const auto pause = bot.say("eivind", "", "pause alle fra 12.11 til 30.11");
  bot.press("eivind", button(pause, "Pause for alle"));
  bot.advance("2026-11-12T09:00:00Z");
  import("Per Dal;hjemme-nord;;\n");
  bot.advance("2026-11-30T22:00:00Z");
  EXPECT_EQ(welcomed("per-dal"), 0U);
  bot.advance("2026-12-01T09:00:00Z");
  EXPECT_EQ(welcomed("per-dal"), 1U);
  EXPECT_HAS(bot.last_in("per-dal"), "8. desember");
}

// The invitation says what the welcome would.
TEST(WhoCameOrWent, BeforeTheInvitationIsNotWelcomedAfterIt) {
  const TempDirectory data;
  app::Config config = with_sessions(municipality(), "2026-11-10");
  config.sandbox.enabled = true;
  WholeBot bot(std::move(config), "2026-11-06T08:00:00Z", data / "refleks.db");
  const auto pause = bot.say("eivind", "", "pause alle fra 6.11 til 12.11");
  bot.press("eivind", button(pause, "Pause for alle"));
  const auto form = bot.say("eivind", "", "import").form.value();
  const auto shown =
      bot.submit("eivind", form, {{"table", {"navn;gruppe;rolle;til\nPer Dal;hjemme-nord;;\n"}}});
  bot.press("eivind", button(shown, "Ja, gjør det"));
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(told(bot, "per-dal", "Velkommen til Hjemmetjenesten nord"), 0U);
}

TEST(WhoCameOrWent, InTheNightOfItsEndHearsNothingBesides) {
  const TempDirectory data;
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z", data / "refleks.db");
  start_group(bot);
  bot.advance("2026-11-30T21:30:00Z");
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Marit deltaker");
  bot.advance("2026-12-01T21:30:00Z");
  bot.forget();
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Kari ut");
  const auto ask =
      bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Avslutt gruppa"));
  bot.press("eivind", button(ask, "Ja, avslutt"));
  bot.advance("2026-12-02T12:00:00Z");
  bot.restart();
  EXPECT_EQ(told(bot, "kari-nes", "Du er ikke lenger med"), 0U);
  EXPECT_EQ(told(bot, "marit-solheim", "Velkommen"), 0U);
}

TEST_F(ComesAndGoes, WhoHasAPauseHearsAfterIt) {
  bot.say("kari", "hjemme-nord", "pause til 20. november");
  bot.forget();
  role("kari ut");
  bot.advance("2026-11-20T18:00:00Z");
  EXPECT_TRUE(bot.said_in("kari").empty());
  bot.advance("2026-11-23T08:00:00Z");
  EXPECT_EQ(dismissed("kari"), 1U);
}

}  // namespace
