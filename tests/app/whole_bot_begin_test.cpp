// A group begins: what the coordinator is told after Start, what facilitators and leaders hear of their part
// in it, and what a leader's first digest leaves out.

#include "tests/support/set_up.hpp"

namespace {

using namespace support;
using testing::Test;

class Beginning : public Test {
 protected:
  static std::string start(WholeBot& bot, core::FormValues when = set_up_when,
                           core::FormValues who = set_up_who) {
    return words(start_group(bot, std::move(when), std::move(who)));
  }
  static core::FormValues from(const char* day) {
    core::FormValues when = set_up_when;
    when["first"] = {day};
    return when;
  }

  TempDirectory data;
};

TEST_F(Beginning, TheFacilitatorAndTheLeaderHearOnceWhatIsTheirs) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z", data / "refleks.db");
  start(bot);
  ASSERT_EQ(bot.said_in("marit-solheim").size(), 2U);
  EXPECT_HAS(bot.last_in("marit-solheim"), "hva gruppa er til for") << "the other: what is asked of itself";
  const auto facilitator = bot.said_in("marit-solheim").front();
  EXPECT_HAS(facilitator.words(), "Du er fasilitator i Hjemmetjenesten sør");
  EXPECT_HAS(facilitator.words(), "Eivind har gitt deg denne rollen.");
  EXPECT_HAS(facilitator.words(), "Neste samling er onsdag 18. november kl. 13.30.");
  EXPECT_HAS(facilitator.words(), "/refleks kjøreplan");
  const core::Button sheet = button(facilitator.delivery.message, text("sessions.sheet.see"));
  EXPECT_HAS(words(bot.press("marit-solheim", sheet)), "onsdag 18. november");
  ASSERT_EQ(bot.said_in("berit-aas").size(), 1U);
  const auto leader = bot.said_in("berit-aas").front();
  EXPECT_HAS(leader.words(), "Du er leder for Hjemmetjenesten sør");
  EXPECT_HAS(leader.words(), "får aldri vite hvem som sa hva");
  EXPECT_HAS(leader.words(), "To arbeidsdager før en samling");
  EXPECT_HAS(words(bot.press("berit-aas", button(leader.delivery.message, "Sakene"))), "saker");
  EXPECT_TRUE(bot.said_in("kari-nes").empty()) << "participants hear of it in the channel";
  bot.restart();
  bot.restart();
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_EQ(told(bot, "marit-solheim", "Du er fasilitator"), 1U);
  EXPECT_EQ(told(bot, "berit-aas", "Du er leder"), 1U);
}

TEST_F(Beginning, ThoseWhoLeadTheFilesGroupsHearOnceWhateverComesAfter) {
  const auto count = [](WholeBot& bot, const char* user, const char* what) { return told(bot, user, what); };
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db", 1,
               {}, WholeBot::Roles::heard);
  ASSERT_EQ(bot.said_in("marit").size(), 1U);
  const std::string facilitator = bot.last_in("marit");
  EXPECT_HAS(facilitator, "Du er fasilitator i Hjemmetjenesten nord");
  EXPECT_HAS(facilitator, "Neste samling er tirsdag 24. november kl. 13.00.");
  EXPECT_LACKS(facilitator, "har gitt deg denne rollen");
  ASSERT_EQ(bot.said_in("berit").size(), 1U) << "of both groups in one message";
  const std::string leader = bot.last_in("berit");
  EXPECT_HAS(leader, "Dine grupper i Refleks");
  EXPECT_HAS(leader, "Hjemmetjenesten nord: du er leder. Neste samling er tirsdag 24. november kl. 13.00.");
  EXPECT_HAS(leader, "Solbakken sykehjem: du er leder.");
  EXPECT_HAS(leader, "svar innen fire uker");
  EXPECT_LACKS(leader, "Som fasilitator");
  EXPECT_TRUE(bot.said_in("kari").empty());
  bot.restart();
  bot.advance("2026-11-10T12:00:00Z");
  bot.restart();
  EXPECT_EQ(count(bot, "marit", "Du er fasilitator") + count(bot, "berit", "Dine grupper"), 2U);

  // A group that the file gets later; the others have run since.
  core::Group south = bot.config().groups[0];
  south.id = core::GroupId(core::id_from_name("group hjemme-sor"));
  south.key = south.channel = "hjemme-sor";
  south.name = "Hjemmetjenesten sør";
  bot.config().groups.push_back(south);
  bot.restart();
  EXPECT_EQ(count(bot, "marit", "Du er fasilitator i Hjemmetjenesten sør"), 1U);
  EXPECT_EQ(count(bot, "berit", "Du er leder for Hjemmetjenesten sør"), 1U);
  EXPECT_EQ(count(bot, "henrik", "Du er fasilitator"), 1U);
}

// By a later edit of the file, taken at a restart or by a reload; by the role, and not by the group.
TEST_F(Beginning, WhoeverGetsARoleByALaterEditOfTheFileHearsOnceEachTime) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db", 1,
               {}, WholeBot::Roles::heard);
  const auto role_of = [&](const std::string& user) -> core::Role& {
    const auto person = std::ranges::find(bot.config().people, user, &core::Person::user);
    auto& members = bot.config().groups[0].members;
    return std::ranges::find(members, person->id, &core::Member::person)->role;
  };
  const auto reload = [&] {
    bot.ask([&](core::Context& context) { bot.bot().reconfigure(context, bot.config(), ""); });
    bot.advance(bot.clock.now() + std::chrono::minutes{1});
  };
  role_of("kari") = core::Role::facilitator;
  bot.restart();
  EXPECT_EQ(told(bot, "kari", "Du er fasilitator i Hjemmetjenesten nord"), 1U);
  EXPECT_EQ(told(bot, "marit", "Du er fasilitator"), 1U) << "nothing new";
  role_of("amina") = core::Role::leader;
  reload();
  EXPECT_EQ(told(bot, "amina", "Du er leder for Hjemmetjenesten nord"), 1U);
  bot.advance("2026-11-10T12:00:00Z");
  role_of("kari") = core::Role::participant;
  reload();
  bot.restart();
  EXPECT_EQ(told(bot, "kari", "Du er fasilitator"), 1U);
  role_of("kari") = core::Role::facilitator;
  reload();
  bot.restart();
  EXPECT_EQ(told(bot, "kari", "Du er fasilitator"), 2U) << "given again: once more";
  EXPECT_EQ(told(bot, "amina", "Du er leder"), 1U);
  // Chat has said it, and the file follows.
  bot.say("eivind", "hjemme-nord", "rolle jonas leder");
  role_of("jonas") = core::Role::leader;
  reload();
  bot.restart();
  EXPECT_EQ(told(bot, "jonas", "Du er leder"), 1U);
}

TEST_F(Beginning, AtNightTheyHearInTheMorning) {
  WholeBot bot(empty_house(), "2026-11-09T21:30:00Z");
  const std::string said = start(bot);
  EXPECT_HAS(said, "hver sin melding tirsdag 10. november kl. 07.00");
  EXPECT_TRUE(bot.said_in("marit-solheim").empty());
  bot.advance("2026-11-10T06:30:00Z");
  EXPECT_EQ(told(bot, "marit-solheim", "Du er fasilitator"), 1U);
  EXPECT_EQ(told(bot, "berit-aas", "Du er leder"), 1U);
}

// Of a list for a group that has yet to be invited nobody hears before the invitation.
TEST_F(Beginning, WhoComesIntoAGroupThatMeetsHearsOnceWhatItIsAndWhoIsTakenOutHearsThat) {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.sandbox.enabled = true;
  WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
  const auto import = [&](const std::string& name) {
    const auto form = bot.say("eivind", "", "import").form.value();
    const auto shown =
        bot.submit("eivind", form, {{"table", {"navn;gruppe\n" + name + ";Hjemmetjenesten nord\n"}}});
    bot.press("eivind", button(shown, "Ja, gjør det"));
  };
  import("Åse Bjørnæs");
  bot.advance("2026-11-25T20:30:00Z");
  EXPECT_EQ(told(bot, "ase-bjornaes", "Velkommen"), 0U);
  import("Per Dal");
  bot.restart();
  EXPECT_EQ(told(bot, "per-dal", "Velkommen"), 0U) << "at night";
  bot.advance("2026-11-26T07:00:00Z");
  ASSERT_EQ(told(bot, "per-dal", "Velkommen til Hjemmetjenesten nord"), 1U);
  EXPECT_HAS(bot.last_in("per-dal"), "Neste samling: tirsdag");
  EXPECT_HAS(bot.last_in("per-dal"), "Fasilitator: Marit");
  EXPECT_TRUE(
      bot.press("per-dal", button(bot.said_in("per-dal").back().delivery.message, "Foreslå et tema")).form);
  bot.say("eivind", "hjemme-nord", "rolle \"Per Dal\" deltaker");
  bot.restart();
  EXPECT_EQ(told(bot, "per-dal", "Velkommen"), 1U);
  bot.say("eivind", "hjemme-nord", "rolle \"Per Dal\" ut");
  bot.say("eivind", "hjemme-nord", "rolle \"Per Dal\" deltaker");
  bot.advance("2026-11-26T08:00:00Z");
  EXPECT_EQ(told(bot, "per-dal", "Velkommen"), 1U) << "a slip";
  EXPECT_EQ(told(bot, "per-dal", "Du er ikke lenger med"), 0U);
  bot.say("eivind", "hjemme-nord", "rolle \"Per Dal\" ut");
  bot.advance("2026-11-26T08:10:00Z");
  EXPECT_EQ(told(bot, "per-dal", "Du er ikke lenger med"), 1U);
  import("Ida Berg");
  bot.say("eivind", "hjemme-nord", "rolle \"Ida Berg\" ut");
  bot.advance("2026-11-26T09:00:00Z");
  EXPECT_EQ(told(bot, "ida-berg", "Velkommen"), 1U);
  EXPECT_EQ(told(bot, "ida-berg", "Du er ikke lenger med"), 1U) << "she had read that she was";
}

TEST_F(Beginning, EachLevelOfLeadersHearsItsOwn) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  core::FormValues who = set_up_who;
  who["above"] = {"Turid Moe"};
  who["leaders_part"] = {"yes"};
  start(bot, set_up_when, who);
  EXPECT_HAS(bot.last_in("turid-moe"), "Du er leder på nivået over Hjemmetjenesten sør");
  EXPECT_HAS(bot.last_in("turid-moe"), "fire uker uten svar");
  EXPECT_LACKS(bot.last_in("turid-moe"), "To arbeidsdager");
  EXPECT_EQ(told(bot, "berit-aas", "Du er med på samlingene"), 1U);
}

TEST_F(Beginning, AfterStartItSaysWhenTheInvitationGoes) {
  {
    WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
    EXPECT_HAS(start(bot), "invitasjonen i kanalen nå") << "18 November is nearer than its invitation's time";
    EXPECT_EQ(bot.said_in("hjemme-sor").size(), 2U);
  }
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  const std::string said = start(bot, from("9.12"));
  EXPECT_HAS(said, "onsdag 9. desember kl. 13.30–15.00");
  EXPECT_HAS(said, "invitasjonen i kanalen fredag 27. november kl. 10.00");
  EXPECT_HAS(said, "hver sin melding nå");
  EXPECT_HAS(bot.last_in("marit-solheim"), "Jeg inviterer gruppa fredag 27. november kl. 10.00");
  bot.advance("2026-11-27T08:59:00Z");
  EXPECT_TRUE(bot.said_in("hjemme-sor").empty());
  bot.advance("2026-11-27T09:01:00Z");
  EXPECT_HAS(bot.last_in("hjemme-sor"), "onsdag 9. desember");
}

TEST_F(Beginning, WhatIsSaidFollowsTheOrganisationsQuietHours) {
  app::Config config = empty_house();
  config.quiet.to = core::Minutes{11 * 60};
  WholeBot bot(std::move(config), "2026-11-09T08:00:00Z");
  EXPECT_HAS(start(bot, from("9.12")), "invitasjonen i kanalen fredag 27. november kl. 11.00");
  bot.advance("2026-11-27T09:59:00Z");
  EXPECT_TRUE(bot.said_in("hjemme-sor").empty()) << "a group made in chat is quiet when the organisation is";
  bot.advance("2026-11-27T10:01:00Z");
  EXPECT_HAS(bot.last_in("hjemme-sor"), "onsdag 9. desember");
}

TEST_F(Beginning, WhoGetsARoleLaterHearsOfItToo) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  start(bot);
  bot.forget();
  bot.say("eivind", "hjemme-sor", "rolle \"Kari Nes\" leder");
  EXPECT_HAS(bot.last_in("kari-nes"), "Du er leder for Hjemmetjenesten sør");
  bot.say("eivind", "hjemme-sor", "rolle \"Jonas Vik\" fasilitator fra 1.12");
  EXPECT_HAS(bot.last_in("jonas-vik"), "Du blir fasilitator i Hjemmetjenesten sør fra tirsdag 1. desember");
  const auto form = bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Hvem"));
  core::FormValues who = set_up_who;
  who["leaders"] = {"Berit Aas, Sissel Ny"};
  who["facilitators"] = {"Marit Solheim, Frida Fersk"};
  EXPECT_HAS(bot.submit("eivind", form.form.value(), who).errors.at("facilitators"),
             "og Jonas Vik blir det senere");
  bot.say("eivind", "hjemme-sor", "rolle \"Jonas Vik\" deltaker");
  bot.press("eivind", button(bot.submit("eivind", form.form.value(), who), "Ja, endre"));
  EXPECT_HAS(bot.last_in("sissel-ny"), "Du er leder for Hjemmetjenesten sør");
  EXPECT_HAS(bot.last_in("frida-fersk"), "Du er fasilitator i Hjemmetjenesten sør");
  EXPECT_TRUE(bot.said_in("marit-solheim").empty());
  EXPECT_TRUE(bot.said_in("berit-aas").empty());
}

TEST_F(Beginning, ALeadersFirstDigestTellsOfNoWeekBeforeTheGroup) {
  WholeBot bot(empty_house(), "2026-11-09T06:30:00Z");  // half an hour before digests are made
  start(bot);
  bot.forget();
  bot.advance("2026-11-09T12:00:00Z");
  EXPECT_EQ(told(bot, "berit-aas", "Ukesammendrag"), 0U);
  for (const Said& one : bot.said_in("berit-aas")) EXPECT_LACKS(one.words(), "onsdag 18. november");
  EXPECT_HAS(words(bot.say("berit-aas", "", "ukesammendrag")),
             text("digests.nothing", {{"week", "2.–8. november"}}));
  bot.advance("2026-11-16T12:00:00Z");
  EXPECT_HAS(bot.last_in("berit-aas"), "onsdag 18. november");
}

}  // namespace
