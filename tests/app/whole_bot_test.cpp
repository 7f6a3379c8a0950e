// The whole bot over weeks, on a clock that is moved by hand.

#include <set>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

std::string all_words(const std::vector<Said>& said) {
  std::string words;
  for (const Said& one : said) words += one.words() + "\n---\n";
  return words;
}

std::vector<std::string> times(const std::vector<Said>& said, const std::string& key) {
  std::vector<std::string> found;
  for (const Said& one : said)
    if (one.delivery.key.starts_with(key)) found.push_back(core::to_text(one.at));
  return found;
}

TEST(WholeBot, HelpsWithWhatItDoesNotUnderstand) {
  WholeBot bot;
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "")), "/refleks idé");
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "hjelp")), "/refleks avstemning");
  EXPECT_HAS(words(bot.say("marit", "", "hjelp")), "/refleks avstemning");
  EXPECT_HAS(words(bot.say("tomasz", "", "help")), "/refleks idea");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "hjlep")), "/refleks hjelp");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "avstemnig \"Q?\"")), "/refleks avstemning");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "avsteming")), "/refleks avstem");
  EXPECT_HAS(words(bot.say("sigrun", "", "avrysting")), "/refleks avrøysting");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "bananer")), "Det kjenner jeg ikke igjen");
  EXPECT_HAS(words(bot.say("berit", "", "saker")), "Hjemmetjenesten nord og Solbakken sykehjem");
  EXPECT_TRUE(bot.said.empty());
}

TEST(WholeBot, AsksWhetherItUnderstoodWhatIsSaidInOnesOwnWords) {
  WholeBot bot;
  const std::pair<const char*, const char*> said[] = {
      {"når er neste samling?", "/refleks samlinger"},
      {"Jeg er syk 🤒", "/refleks samlinger"},
      {"jeg vil foreslå et tema", "/refleks idé"},
      {"kan du flytte samlingen", "/refleks samlinger"},
      {"min side", "/refleks side"},
      {"møter", "/refleks samlinger"},
      {"bokmål", "/refleks språk"},
  };
  for (const auto& [typed, verb] : said) EXPECT_HAS(words(bot.say("kari", "", typed)), verb) << typed;
  EXPECT_HAS(words(bot.say("marit", "", "kan du flytte samlingen til torsdag?")),
             "[Ja: flytt samlingen til torsdag?]");
  EXPECT_HAS(words(bot.say("tomasz", "", "when is the next session")), "/refleks sessions");
  EXPECT_HAS(words(bot.say("sigrun", "", "eg er sjuk")), "/refleks samlingar");
  EXPECT_HAS(words(bot.say("sigrun", "", "eg er sjuk")), "Det var leitt å høyre.");
  EXPECT_EQ(words(bot.say("kari", "", "Takk!")), text("unknown.thanks"));
  EXPECT_HAS(words(bot.say("kari", "", "god-praksis")), words(bot.say("kari", "", "God praksis")));
  // Not hers, but the same word means something of hers.
  const auto refused = words(bot.say("kari", "", "tema"));
  EXPECT_HAS(refused, text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_HAS(refused, "[Ja: idé]");
  const auto two = words(bot.say("kari", "", "medlemmer og samlinger"));
  EXPECT_HAS(two, "Lien, Sigrun og Tomasz");
  EXPECT_HAS(two, text("command.one") + "\n[samlinger]") << "nothing was asked, so no yes";
}

// The first word alone was the command to be erased.
TEST(WholeBot, ReadsTwoWordsTogetherAndAsksWhereTheyMayMeanTwo) {
  WholeBot bot;
  const auto poll = words(bot.say("marit", "hjemme-nord", "slett avstemningen"));
  EXPECT_HAS(poll, "[Ja: avstemninger]");
  EXPECT_LACKS(poll, text("rights.erase.title"));
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "avlys avstemningen")), "[Ja: avstemninger]");
  EXPECT_LACKS(words(bot.say("kari", "", "slett avstemningen")), "slett-meg") << "though she has no other";
  EXPECT_HAS(words(bot.say("kari", "", "slett meg")), text("rights.erase.title"));
  const auto off = words(bot.say("kari", "", "meld meg av"));
  EXPECT_HAS(off, "[samlinger]");
  EXPECT_HAS(off, "[pause]");
  EXPECT_HAS(words(bot.say("kari", "", "sykmeldt til 15. januar")), "[pause til 15. januar]");
  EXPECT_HAS(words(bot.say("kari", "", "jeg orker ikke mer")), "116 117");
  EXPECT_HAS(words(bot.say("kari", "", "jeg orker ikke mer")), "[Vis hjelp]");
  EXPECT_HAS(words(bot.say("berit", "", "hva må jeg svare på?")), "[Ja: ukesammendrag]");
}

// Angst is also what care workers talk about.
TEST(WholeBot, SendsWhoeverMayMeanATopicToBoth) {
  WholeBot bot;
  const auto both = words(bot.say("kari", "", "Hvordan møte pårørende når pasienten har angst?"));
  EXPECT_HAS(both, "116 117");
  EXPECT_HAS(both, "[idé]");
  EXPECT_HAS(words(bot.say("kari", "", "avstemnin Er du utslitt etter vakta? ja nei")), "[Ja: avstemning");
  EXPECT_LACKS(words(bot.say("kari", "", "jeg er helt utslitt")), "[idé]");
  for (const char* typed : {"helt utslitt", "så utslitt"})
    EXPECT_HAS(words(bot.say("kari", "", typed)), "116 117") << typed;
}

// Of what a poll in the next line says the first command knows nothing.
TEST(WholeBot, KeepsAPollBehindACancelOrAMove) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  for (const char* between : {"\n", " og ", ", "})
    for (const char* first : {"avlys 24.11", "flytt 24.11 til 26.11"}) {
      const std::string typed = std::string(first) + between + "avstemning \"Hva nå?\" \"A\" \"B\"";
      const auto both = words(bot.say("marit", "hjemme-nord", typed));
      EXPECT_HAS(both, "Hva nå?") << typed;
      EXPECT_LACKS(both, "avstemninger") << typed;
    }
}

TEST(WholeBot, SaysTheYearOfWhatIsNotThisYears) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  const auto list = words(bot.say("kari", "hjemme-nord", "samlinger"));
  EXPECT_HAS(list, "tirsdag 22. desember kl.");
  EXPECT_HAS(list, "tirsdag 5. januar 2027 kl.");
}

TEST(WholeBot, SpeaksTheLanguageThatWasChosen) {
  WholeBot bot;
  EXPECT_HAS(words(bot.say("kari", "", "språk nynorsk")), "nynorsk");
  EXPECT_HAS(words(bot.say("kari", "", "hjelp")), "/refleks samlingar");
  EXPECT_HAS(words(bot.say("kari", "", "språk english")), "English");
  EXPECT_HAS(words(bot.say("kari", "", "hjelp")), "/refleks sessions");
}

TEST(WholeBot, ARoleGivenByTheCoordinatorCountsAtOnce) {
  WholeBot bot;
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "avstemning \"Q?\"")), "Bare fasilitatoren");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "rolle kari fasilitator")), "Bare koordinatoren");
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle kari fasilitator")), "Kari er nå fasilitator");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "avstemning \"Q?\"")), "Slik blir avstemningen");
  EXPECT_HAS(words(bot.say("eivind", "", "rolle oda deltaker hjemme-nord")),
             "Oda er nå deltaker i Hjemmetjenesten");
  const std::string name = bot.config().groups[0].name;
  EXPECT_HAS(words(bot.say("eivind", "", "rolle oda deltaker " + name)), "Oda er nå deltaker i " + name);
  EXPECT_HAS(words(bot.say("eivind", "", "rolle oda deltaker")), name) << "and is told which there are";
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle " + name + " oda deltaker")), "Oda er nå deltaker")
      << "named in its own channel, too";
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "medlemmer hjemme-nord")), "Oda");
  const auto form = bot.say("eivind", "hjemme-nord", "rolle jonas").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"jonas"});
  EXPECT_FALSE(bot.submit("marit", *form, {{"who", {"jonas"}}, {"role", {"out"}}}).errors.size());
  EXPECT_TRUE(bot.say("eivind", "hjemme-nord", "rolle jonas sjef").form) << "no such role";
  EXPECT_HAS(words(bot.submit("eivind", *form,
                              {{"who", {"jonas"}}, {"role", {"participant"}}, {"to", {"15. desember"}}})),
             " til tirsdag 15. desember");
  EXPECT_HAS(words(bot.submit("eivind", *form, {{"who", {"jonas"}}, {"role", {"out"}}})), "tatt ut");
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "medlemmer")), "Dette er for medlemmene");
}

TEST(WholeBot, AMatterGoesToTheLeaderAndTheAnswerToTheGroup) {
  WholeBot bot;
  const auto form = bot.say("marit", "hjemme-nord", "sak").form;
  ASSERT_TRUE(form);
  EXPECT_HAS(words(bot.submit("marit", *form, {{"title", {"Vi mangler vikarer"}}})), "Sendt til Berit");
  ASSERT_EQ(bot.said_in("berit").size(), 1U);
  const auto answer =
      bot.press("berit", button(bot.said_in("berit")[0].delivery.message, "Vi er i gang")).form;
  ASSERT_TRUE(answer);
  EXPECT_HAS(words(bot.submit("berit", *answer, {{"words", {"To nye fra mars"}}})),
             "på vei til Hjemmetjenesten nord");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Vi mangler vikarer\nVi er i gang, svarer Berit.\nTo nye fra mars");
  EXPECT_TRUE(bot.said_in("berit").back().edit());
  EXPECT_HAS(bot.last_in("berit"), "Vi er i gang (Berit). To nye fra mars");
  EXPECT_HAS(words(bot.press("berit", button(bot.said_in("berit")[0].delivery.message, "Mottatt"))),
             "kommet videre siden denne knappen");
}

TEST(WholeBot, AnIdeaBecomesTheTopicOfTheSession) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  for (const char* user : {"kari", "jonas", "lien"})
    bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
               {{"idea", {std::string("tema fra ") + user}}});
  bot.advance("2026-11-19T12:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "tema fra kari");
  bot.advance("2026-11-20T12:00:00Z");
  const auto ask = bot.said_in("hjemme-nord").back().delivery.message;
  for (const char* user : {"marit", "kari", "amina", "jonas"}) {
    const auto form = bot.press(user, button(ask, "Svar")).form;
    std::string lien;
    for (const auto& option : form->inputs[0].options)
      if (option.label == "tema fra lien") lien = option.value;
    EXPECT_HAS(words(bot.submit(user, *form, {{"q0", {lien}}})), "mottatt");
  }
  bot.advance("2026-11-24T11:00:00Z");
  EXPECT_HAS(all_words(bot.said_in("hjemme-nord")), "Flest valgte tema fra lien");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "samlinger")), "tema fra lien");
}

TEST(WholeBot, ATieIsTheFacilitatorsToDecide) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  for (const char* user : {"kari", "jonas"})
    bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
               {{"idea", {std::string("tema fra ") + user}}});
  bot.advance("2026-11-20T12:00:00Z");
  const auto ask = bot.said_in("hjemme-nord").back().delivery.message;
  bot.press("berit", button(bot.said_in("berit").back().delivery.message, "Ja, det er ordnet"));
  for (const char* user : {"marit", "kari", "amina", "jonas"})
    bot.submit(user, *bot.press(user, button(ask, "Svar")).form, {{"q0", {"0", "1"}}});
  bot.advance("2026-11-23T11:00:00Z");
  ASSERT_FALSE(bot.said_in("marit").empty());
  EXPECT_HAS(bot.last_in("marit"), "ga ikke ett klart svar");
  const auto table = bot.said_in("marit").back().delivery.message;
  EXPECT_HAS(words(bot.press("marit", button(table, "Velg som tema"))),
             "Temaet for neste samling er tema fra");
}

// --- the weekly digest
// ------------------------------------------------------------------------------------------------

TEST(WeeklyDigest, ComesOnMondayMorningAndOnlyWhenThereIsSomethingToSay) {
  WholeBot bot;
  bot.advance("2026-11-23T12:00:00Z");
  EXPECT_TRUE(times(bot.said, "digest:").empty()) << "three Mondays without a word";
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  bot.forget();
  bot.advance("2026-12-08T12:00:00Z");
  EXPECT_EQ(times(bot.said, "digest:"),
            (std::vector<std::string>{"2026-11-30T07:00:00Z", "2026-12-07T07:00:00Z"}));
  EXPECT_HAS(bot.last_in("berit"), "Vikarer");
}

TEST(WeeklyDigest, IsAtEightOnTheWallOnBothSidesOfTheChangeOfTheClocksAndAfterAHolidayMonday) {
  WholeBot bot(municipality(), "2027-03-15T12:00:00Z");
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  bot.advance("2027-04-06T12:00:00Z");
  EXPECT_EQ(
      times(bot.said, "digest:"),
      (std::vector<std::string>{"2027-03-22T07:00:00Z", "2027-03-30T05:00:00Z", "2027-04-05T06:00:00Z"}))
      << "Easter Monday is quiet: Tuesday at seven, when the quiet ends";
  bot.forget();
  bot.advance("2027-10-19T12:00:00Z");
  bot.forget();
  bot.advance("2027-11-02T12:00:00Z");
  EXPECT_EQ(times(bot.said, "digest:"),
            (std::vector<std::string>{"2027-10-25T06:00:00Z", "2027-11-01T07:00:00Z"}));
}

TEST(WeeklyDigest, TellsTheLeaderWordsAndNoTexts) {
  WholeBot bot;
  const auto hold = [&](const std::string& command) {
    bot.press("marit", button(bot.say("marit", "hjemme-nord", command), "Åpne nå"));
    return bot.said.back().delivery.message;
  };
  const auto scale = hold(R"(avstemning "Var det nyttig?" skala "Lite" "Noe" "Mye" til 14:00)");
  const auto texts = hold(R"(avstemning "Hva tok du med deg?" fritekst til 14:00)");
  const auto choice = hold(R"(avstemning "Hva trengs?" "Tid" "Ro" til 14:00)");
  for (const char* user : {"marit", "kari", "amina", "jonas", "lien", "sigrun"}) {
    bot.press(user, button(scale, "Mye"));
    bot.press(user, button(choice, "Ro"));
    bot.submit(user, *bot.press(user, {"", "box/polls/form", button(texts, "Svar").value}).form,
               {{"q0", {std::string("hemmelig fra ") + user}}});
  }
  bot.advance("2026-11-16T12:00:00Z");
  EXPECT_HAS(all_words(bot.said_in("hjemme-nord")), "hemmelig fra kari");
  const std::string told = all_words(bot.said_in("berit"));
  EXPECT_HAS(told, "Minst halvparten svarte");
  EXPECT_LACKS(told, "hemmelig");
  EXPECT_HAS(told, "svarte Ro");
  EXPECT_LACKS(told, "Hva tok du med deg");
}

TEST(WeeklyDigest, IsNotSkippedByARestartOnMondayMorning) {
  const TempDirectory data;
  WholeBot bot(municipality(), "2026-11-12T08:00:00Z", data / "refleks.db");
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  bot.stop();
  bot.clock.set(at("2026-11-16T09:30:00Z"));
  bot.forget();
  bot.begin();
  EXPECT_EQ(times(bot.said, "digest:"), std::vector<std::string>{"2026-11-16T09:30:00Z"});
  bot.restart();
  bot.advance("2026-11-22T12:00:00Z");
  EXPECT_EQ(times(bot.said, "digest:").size(), 1U);
}

// --- bad days
// ---------------------------------------------------------------------------------------------------------

TEST(BadDays, AWeekOfDowntimeGivesNoBurst) {
  const TempDirectory data;
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  for (const char* user : {"kari", "jonas"})
    bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
               {{"idea", {std::string("tema fra ") + user}}});
  bot.advance("2026-11-13T12:00:00Z");
  bot.stop();
  bot.forget();
  // Down while preparation, ideas and the opening of the topic poll were due.
  bot.clock.set(at("2026-11-23T08:00:00Z"));
  bot.begin();
  bot.advance("2026-11-23T10:59:00Z");
  EXPECT_LE(bot.said_in("hjemme-nord").size(), 2U) << all_words(bot.said_in("hjemme-nord"));
  EXPECT_EQ(times(bot.said, "digest:").size(), 1U) << "one digest for two missed Mondays";
}

TEST(BadDays, AChatThatIsDownForAnHourGetsEverythingInOrderAndOnce) {
  WholeBot bot;
  bot.platform = [](const runtime::Delivery&) {
    runtime::Delivered delivered;
    delivered.kind = runtime::Delivered::Kind::retry;
    return delivered;
  };
  const auto first = bot.say("marit", "hjemme-nord", R"(avstemning "Null?" ja/nei 10 min)");
  bot.press("marit", button(first, "Åpne nå"));
  const auto second = bot.say("marit", "hjemme-nord", R"(avstemning "To?" ja/nei til 14:00)");
  bot.press("marit", button(second, "Åpne nå"));
  bot.advance("2026-11-09T09:00:00Z");
  bot.platform = nullptr;
  bot.forget();
  bot.advance("2026-11-09T12:00:00Z");
  const auto said = bot.said_in("hjemme-nord");
  ASSERT_EQ(said.size(), 2U) << all_words(said);
  EXPECT_HAS(said[0].words(), "To?") << "the question of a poll that has closed is not asked any more";
  EXPECT_HAS(said[1].words(), "Resultat: Null?");
}

TEST(BadDays, TheCoordinatorHearsOfWhatCouldNotBeDelivered) {
  WholeBot bot;
  bot.platform = [](const runtime::Delivery& delivery) {
    runtime::Delivered delivered;
    if (delivery.to.id == "berit") delivered.kind = runtime::Delivered::Kind::permanent;
    return delivered;
  };
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  ASSERT_EQ(bot.said_in("eivind").size(), 1U);
  EXPECT_HAS(bot.last_in("eivind"), "Berit");
  EXPECT_HAS(bot.last_in("eivind"), "Det gjaldt en sak.");
  EXPECT_LACKS(bot.last_in("eivind"), "Vikarer");
}

TEST(BadDays, NobodyIsWrittenToAtNightOrAtWeekends) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  bot.submit("marit", *bot.say("marit", "hjemme-nord", "sak").form, {{"title", {"Vikarer"}}});
  for (const char* user : {"kari", "jonas"})
    bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
               {{"idea", {std::string("tema fra ") + user}}});
  bot.advance("2027-06-01T12:00:00Z");
  EXPECT_GT(bot.said.size(), 60U);
  const core::Zone oslo = core::Zone::named("Europe/Oslo");
  std::set<std::string> keys;
  for (const Said& one : bot.said) {
    if (one.edit()) continue;
    EXPECT_FALSE(core::is_quiet(one.at, oslo, {})) << core::to_text(one.at) << " " << one.words();
    EXPECT_TRUE(keys.insert(one.delivery.key).second) << one.delivery.key;
  }
}

TEST(BadDays, TheSameSeedTellsTheSameStory) {
  const auto story = [] {
    WholeBot bot(with_sessions(municipality(), "2026-11-24"));
    for (const char* user : {"kari", "jonas", "lien"})
      bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
                 {{"idea", {std::string("tema fra ") + user}}});
    bot.advance("2026-11-27T12:00:00Z");
    return all_words(bot.said);
  };
  EXPECT_EQ(story(), story());
}

}  // namespace
