// Polls through the whole bot, from the command to the result, on real files and in a real engine. Their
// rules are tested in tests/features/polls.

#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

const std::vector<std::string> everybody{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};
const char* question = R"(avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" "Støtte")";

class Polls : public ::testing::Test {
 protected:
  // Drafts by command and opens; the message that asks.
  core::Message open(const std::string& command = question) {
    const auto preview = bot.say("marit", "hjemme-nord", command);
    bot.press("marit", button(preview, "Åpne nå"));
    for (auto one = bot.said.rbegin(); one != bot.said.rend(); ++one)
      if (one->delivery.key.starts_with("poll:") && !one->edit()) return one->delivery.message;
    throw std::logic_error("nothing was asked: " + words(preview));
  }
  core::Reply asked(const std::string& label) {
    return bot.press("marit", button(bot.say("marit", "hjemme-nord", "avstemninger"), label));
  }
  // Pressed in the list, and answered with yes where that is asked.
  std::string listed(const std::string& label) {
    const core::Reply reply = asked(label);
    const auto yes = buttons(*reply.whisper);
    return words(yes.empty() ? reply : bot.press("marit", yes.front()));
  }

  WholeBot bot;
};

TEST_F(Polls, ARepeatedDeliveryGivesOnePoll) {
  const auto first = bot.say("marit", "hjemme-nord", question, "d1");
  const auto again = bot.say("marit", "hjemme-nord", question, "d1");
  EXPECT_EQ(*first.whisper, *again.whisper);
  const auto open_now = button(first, "Åpne nå");
  bot.press("marit", open_now, "d2");
  bot.press("marit", open_now, "d2");
  EXPECT_EQ(bot.said.size(), 1U);
  const auto list = bot.say("marit", "hjemme-nord", "avstemninger");
  EXPECT_EQ(buttons(*list.whisper).size(), 3U) << "one poll: extend and cancel; and all results";
}

TEST_F(Polls, OneAnswerAPersonChangeableUntilTheClose) {
  const auto ask = open(R"(avstemning "Er det nok tid?" ja/nei til 12:00)");
  // Everybody says no, twice, then five change to yes and one withdraws: 5 yes, 1 no.
  for (int round = 0; round < 2; ++round)
    for (const std::string& user : everybody) bot.press(user, button(ask, "Nei"));
  core::Reply receipt;
  for (int i = 0; i < 5; ++i) receipt = bot.press(everybody[static_cast<std::size_t>(i)], button(ask, "Ja"));
  EXPECT_HAS(words(receipt), "svaret er mottatt");
  const auto mine = bot.press("tomasz", button(ask, "Nei"));
  EXPECT_EQ(words(bot.press("tomasz", button(mine, "Withdraw answer"))),
            text("polls.withdrawn", {}, core::Language::en));
  const std::size_t before = bot.said.size();
  bot.advance("2026-11-09T10:59:59Z");
  EXPECT_EQ(bot.said.size(), before) << "nothing is said until the close";
  bot.advance("2026-11-09T11:00:00Z");
  const auto said = bot.said_in("hjemme-nord");
  ASSERT_EQ(said.size(), 3U);
  EXPECT_TRUE(said[1].edit() || said[2].edit());
  const std::string result = said[1].edit() ? said[2].words() : said[1].words();
  EXPECT_HAS(result, "Minst halvparten svarte Ja.");
  EXPECT_LACKS(result, "5");
  EXPECT_HAS(said[1].edit() ? said[1].words() : said[2].words(), "Avstemningen er stengt");
}

TEST_F(Polls, ANewcomerAnswersButDoesNotCountTowardsK) {
  bot.say("eivind", "hjemme-nord", "rolle oda deltaker");
  const auto first = open(R"(avstemning "Null?" ja/nei 10 min)");
  for (const char* user : {"kari", "amina", "jonas", "oda"})
    EXPECT_HAS(words(bot.press(user, button(first, "Ja"))), "mottatt");
  bot.advance("2026-11-09T08:10:00Z");
  EXPECT_HAS(bot.said.back().words() + bot.said[bot.said.size() - 2].words(), "For få svar");
  bot.forget();
  bot.advance("2026-11-16T08:00:00Z");  // a week later
  const auto second = open(R"(avstemning "To?" ja/nei 10 min)");
  for (const char* user : {"kari", "amina", "jonas", "oda"}) bot.press(user, button(second, "Ja"));
  bot.advance("2026-11-16T08:10:00Z");
  EXPECT_HAS(bot.said.back().words() + bot.said[bot.said.size() - 2].words(), "Minst halvparten svarte Ja");
}

TEST_F(Polls, ANamedPollSaysSoAndIsStoredWithNames) {
  const auto ask = open(R"(avstemning "Hvem tar neste?" "Jeg" "Ikke jeg" navn)");
  EXPECT_HAS(core::plain_text(ask), "navnet ditt vises sammen med svaret i gruppa, og lederen får tallene");
  bot.press("kari", button(ask, "Jeg"));
  bot.press("kari", button(ask, "Ikke jeg"));
  bot.press("jonas", button(ask, "Jeg"));
  const auto receipt = bot.press("lien", button(ask, "Jeg"));
  EXPECT_EQ(words(bot.press("lien", button(receipt, "Trekk svaret"))), text("polls.withdrawn"));
  EXPECT_EQ(words(bot.press("berit", button(ask, "Jeg"))),
            text("who.needs.answering", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_EQ(listed("Forleng en arbeidsdag"),
            text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  EXPECT_HAS(words(bot.press("amina", button(ask, "Jeg"))), "mottatt");
  bot.advance("2026-11-11T11:00:00Z");
  const std::string said = bot.said.back().words() + bot.said[bot.said.size() - 2].words();
  EXPECT_HAS(said, "Amina: Jeg\nJonas: Jeg\nKari: Ikke jeg");
  EXPECT_LACKS(said, "Lien");
  EXPECT_EQ(words(bot.press("kari", button(ask, "Jeg"))), text("polls.not_open"));
}

TEST(PollsOfASession, AreCancelledWhenItIsMovedOrCancelled) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  ask_no_purpose(bot);
  // Two ideas before the release on 19 November give a topic poll on the 20th.
  for (const char* user : {"kari", "jonas"}) {
    const auto form = bot.say(user, "hjemme-nord", "idé").form;
    bot.submit(user, *form, {{"idea", {std::string("tema fra ") + user}}});
  }
  bot.advance("2026-11-20T12:00:00Z");
  const auto ask = bot.said_in("hjemme-nord").back().delivery.message;
  ASSERT_EQ(core::plain_text(ask).find("Hva skal vi snakke om?"), 0U) << core::plain_text(ask);
  const auto form = bot.press("kari", button(ask, "Svar")).form;
  ASSERT_TRUE(form);
  EXPECT_HAS(words(bot.submit("kari", *form, {{"q0", {"0"}}})), "mottatt");
  const auto preview = bot.say("marit", "hjemme-nord", "flytt 24.11 til 1.12 13:00");
  EXPECT_HAS(words(bot.submit("kari", *form, {{"q0", {"0"}}})), "mottatt");
  bot.press("marit", button(*preview.whisper, "Ja, flytt"));
  EXPECT_EQ(words(bot.submit("kari", *form, {{"q0", {"0"}}})), text("polls.not_open"));
  bot.forget();
  bot.advance("2026-11-26T18:00:00Z");
  for (const Said& one : bot.said) EXPECT_LACKS(one.words(), "Resultat");
  bot.advance("2026-11-27T12:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Hva skal vi snakke om?");
}

TEST(PollsInASession, CloseAfterTenMinutes) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  bot.advance("2026-11-24T12:30:00Z");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", question)), "tirsdag 24. november kl. 13.40");
  bot.advance("2026-11-24T15:00:00Z");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", question)), "onsdag 25. november kl. 12.00");
}

TEST(PollsAfterARestart, LostAnswersAreAskedForAgainWithTheSameWordsForAll) {
  const TempDirectory directory;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", directory / "refleks.db");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", question), "Åpne nå"));
  const auto ask = bot.said.back().delivery.message;
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  bot.restart();
  EXPECT_EQ(bot.said.size(), 1U) << "the process died and the memory did not: nobody notices";
  EXPECT_HAS(words(bot.press("kari", button(ask, "Kunnskap"))), "mottatt");
  bot.stop();
  std::filesystem::remove_all(bot.box.path() / "ballots");
  bot.begin();
  ASSERT_EQ(bot.said.size(), 2U);
  EXPECT_EQ(bot.said[1].delivery.to.id, "hjemme-nord");
  EXPECT_HAS(bot.said[1].words(), "Serveren ble startet på nytt. Svar igjen, også om du har svart.");
  bot.press("kari", button(bot.said[1].delivery.message, "Støtte"));
  bot.restart();
  EXPECT_EQ(bot.said.size(), 2U) << "asked again once";
  bot.advance("2026-11-10T11:00:00Z");
  EXPECT_HAS(bot.said.back().words() + bot.said[bot.said.size() - 2].words(), "For få svar");
}

TEST(PollsAfterARestart, APollThatCannotBeReadKeepsItsAnswersUntilItIsMended) {
  const TempDirectory directory;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", directory / "refleks.db");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", question), "Åpne nå"));
  const auto ask = bot.said.back().delivery.message;
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  std::string closes;
  const auto write = [&](const std::string& value) {
    bot.stop();
    soci::session sql(soci::sqlite3, "dbname=" + (directory / "refleks.db").string());
    sql << "SELECT closes FROM poll", soci::into(closes);
    sql << "DROP TRIGGER IF EXISTS poll_not_early";
    sql << "UPDATE poll SET closes = :closes", soci::use(value);
    sql.close();
    bot.begin();
  };
  write("soon");
  EXPECT_HAS(bot.last_in("eivind"), "kan ikke leses");
  const std::string before = words(bot.say("marit", "hjemme-nord", "hjelp"));
  EXPECT_FALSE(before.empty()) << "the rest goes on";
  write("2026-11-10T11:00:00Z");
  bot.advance("2026-11-10T11:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Minst halvparten svarte Tid");
}

TEST(PollsWithoutMemory, AreRefusedAndSayWhy) {
  const TempDirectory on_disk("/var/tmp");
  const TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", question), "Åpne nå"));
  bot.stop();
  bot.config().ballot_box.directory = on_disk.path();
  bot.begin();
  EXPECT_HAS(bot.bot().box_refusal(), "ballot_box.directory");
  bot.forget();
  const std::string another = R"(avstemning "Er det nok folk på kveld?" ja/nei)";
  const auto preview = bot.say("marit", "hjemme-nord", another);
  EXPECT_EQ(words(bot.press("marit", button(preview, "Åpne nå"))), text("polls.refused"));
  EXPECT_EQ(words(bot.say("kari", "hjemme-nord", "idé")), text("polls.refused"));
  EXPECT_TRUE(bot.said.empty());
  const auto named = bot.say("marit", "hjemme-nord", another + " navn");
  bot.press("marit", button(named, "Åpne nå"));
  EXPECT_EQ(bot.said.size(), 1U) << "named polls need no box";
  const auto told = [&] {
    for (const Said& one : bot.said)
      if (one.words().find("svarene finnes ikke lenger") != std::string::npos) return true;
    return false;
  };
  bot.advance("2026-11-11T10:45:00Z");
  EXPECT_FALSE(told()) << "its answers may come back";
  bot.advance("2026-11-11T12:00:00Z");
  EXPECT_TRUE(told()) << "the one that was open is told to be lost a day after its time";
}

}  // namespace
