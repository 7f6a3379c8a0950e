// The facilitators' network in the whole bot: it lacks nothing that a unit's group lacks, and when a period
// ends somewhere all in it get the questionnaire, whose result stays hidden where few answer.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config with_network() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  core::Group network = config.groups[0];
  network.id = core::GroupId(core::id_from_name("group nettverk"));
  network.key = network.channel = "nettverk";
  network.name = "Alle fasilitatorer";
  network.members.clear();
  network.cadence.reset();
  network.programme.clear();
  config.groups.push_back(network);
  return config;
}

struct Network : ::testing::Test {
  void make() {
    const auto panel = bot.say("eivind", "nettverk", "nettverk");
    bot.press("eivind", button(panel, "Gjør Alle fasilitatorer til nettverket"));
    bot.advance("2026-11-09T09:00:00Z");
  }
  WholeBot bot{with_network()};
};

TEST_F(Network, HasThoseWhoFacilitateAndNoneOfAUnitsFaults) {
  make();
  const std::string members = words(bot.say("eivind", "nettverk", "medlemmer"));
  EXPECT_NE(members.find("Marit"), members.npos) << members;
  EXPECT_NE(members.find("Henrik"), members.npos) << members;
  EXPECT_EQ(members.find("Kari"), members.npos) << members;
  bot.forget();
  bot.advance("2026-11-12T09:00:00Z");
  for (const Said& one : bot.said_in("eivind"))
    EXPECT_EQ(one.words().find("Alle fasilitatorer"), std::string::npos) << one.words();
  EXPECT_FALSE(bot.said_in("nettverk").empty()) << "the first question";
}

// A coordinator is never sent to the coordinator.
TEST_F(Network, CoordinatorsHearWhatTheyCanDoThemselves) {
  EXPECT_HAS(words(bot.say("eivind", "", "nettverk")), "Skriv /refleks nettverk i kanalen");
  EXPECT_LACKS(words(bot.say("eivind", "nettverk", "nettverk")), "Skriv /refleks nettverk");
  EXPECT_LACKS(words(bot.say("marit", "", "nettverk")), "Skriv /refleks nettverk");
  EXPECT_HAS(words(bot.say("eivind", "", "veiledning")), "Velg noen under /refleks nettverk");
  EXPECT_HAS(words(bot.say("marit", "", "veiledning")), "Koordinatoren kan velge noen");
  EXPECT_HAS(words(bot.say("eivind", "", "mine data")), "be den som drifter Refleks, om det");
  EXPECT_HAS(words(bot.say("kari", "", "mine data")), "be koordinatoren om det");
  WholeBot empty([] {
    app::Config config = municipality();
    config.groups.clear();
    return config;
  }());
  EXPECT_HAS(words(empty.say("eivind", "", "status")), "Lag den første med /refleks oppsett");
  EXPECT_HAS(words(empty.say("marit", "", "status")), "Spør koordinatoren");
}

TEST_F(Network, WhatIsSaidInAUnitIsNeverReadThere) {
  make();
  const std::string canary = "Kanarifuglen synger";
  const auto form = bot.say("kari", "hjemme-nord", "idé");
  bot.submit("kari", form.form.value(), {{"idea", {canary}}});
  const auto matter = bot.say("marit", "hjemme-nord", "sak");
  bot.submit("marit", matter.form.value(), {{"title", {canary}}});
  const auto tryout =
      bot.press("kari", button(bot.say("kari", "hjemme-nord", "utprøving"), "Avtal en utprøving"));
  bot.submit("kari", tryout.form.value(), {{"what", {canary}}});
  bot.advance("2027-01-20T09:00:00Z");
  bool somewhere = false;
  for (const Said& one : bot.said) {
    const bool said = one.words().find(canary) != std::string::npos;
    somewhere = somewhere || said;
    EXPECT_FALSE(said && one.delivery.to.id == "nettverk") << one.words();
    EXPECT_FALSE(said && one.delivery.to.id == "henrik") << one.words();
  }
  EXPECT_TRUE(somewhere) << "the unit itself reads it";
  for (const char* command : {"nettverk", "god-praksis", "veiledning"})
    EXPECT_EQ(words(bot.say("henrik", "nettverk", command)).find(canary), std::string::npos) << command;
}

}  // namespace
