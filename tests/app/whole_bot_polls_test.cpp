// Polls through the whole bot, from the command to the result.

#include <soci/sqlite3/soci-sqlite3.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

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

TEST_F(Polls, APreviewIsSeenByTheFacilitatorAlone) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  EXPECT_HAS(words(preview), "Slik blir avstemningen");
  EXPECT_HAS(words(preview), "1. Tid\n2. Kunnskap\n3. Støtte");
  EXPECT_HAS(words(preview), "tirsdag 10. november kl. 12.00");
  EXPECT_TRUE(bot.said.empty());
}

TEST_F(Polls, TheSameFormSentTwiceMakesOneDraft) {
  const auto form = bot.say("marit", "hjemme-nord", "avstemning").form.value();
  const core::FormValues values{{"question", {"Hva nå?"}}, {"kind", {"text"}}};
  const auto once = bot.submit("marit", form, values), again = bot.submit("marit", form, values);
  EXPECT_EQ(words(once), words(again));
  EXPECT_EQ(button(once, "Åpne nå"), button(again, "Åpne nå"));
  const std::string list = words(bot.say("marit", "hjemme-nord", "avstemninger"));
  EXPECT_EQ(list.find("Hva nå?", list.find("Hva nå?") + 1), list.rfind("Hva nå?")) << list;
  bot.press("marit", button(once, "Åpne nå"));
  EXPECT_EQ(words(bot.submit("marit", form, values)), text("polls.not_planned"));
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 1U);
  core::Form other = form;
  for (const char* id : {"../../x", "abc", "0123456789ABCDEF0123456789ABCDEF"}) {
    other.state = std::string(id) + form.state.substr(form.state.find('|'));
    EXPECT_EQ(words(bot.submit("marit", other, values)), text("polls.not_planned")) << id;
  }
}

TEST_F(Polls, APreviewSaysThatItClosesAtNightInTheWeekendOrOnAHoliday) {
  const auto preview = [&](const std::string& until) {
    return words(bot.say("marit", "hjemme-nord", "avstemning \"Hva?\" \"Tid\" \"Ro\" til " + until));
  };
  EXPECT_LACKS(preview("tirsdag 12:00"), "stenger");
  EXPECT_HAS(preview("tirsdag 23:30"), text("polls.preview.night"));
  EXPECT_HAS(preview("tirsdag 05:00"), text("polls.preview.night"));
  EXPECT_HAS(preview("lørdag 12:00"), text("polls.preview.weekend"));
  EXPECT_HAS(preview("25.12 12:00"), "helligdag");
}

TEST_F(Polls, ErrorsSayWhatIsWrongAndPostNothing) {
  const std::pair<const char*, const char*> table[] = {
      {R"(avstemning "Q?" "A" "B" fleree)", "«fleree»"},
      {R"(avstemning "Q?" "A" "B)", "mangler et anførselstegn"},
      {R"(avstemning flere)", "Spørsmålet mangler"},
      {R"(avstemning "Q?" "A")", "minst to svar"},
      {R"(avstemning "Q?" "A" "a")", "står to ganger"},
      {R"(avstemning "Q?" til snart)", "«snart»"},
      {R"(avstemning "Q?" skala "1" "2" "3" "4")", "2, 3 eller 5 trinn"},
      {R"(avstemning "Ring Kari på 22 33 44 55?" "Ja" "Nei")", "telefonnummer"},
      {R"(avstemning "Q?" "A" "skriv til kari@kommune.example")", "e-postadresse"},
  };
  for (const auto& [command, complaint] : table)
    EXPECT_HAS(words(bot.say("marit", "hjemme-nord", command)), complaint);
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "avstemning flere")), "For eksempel: /refleks avstemning");
  EXPECT_TRUE(bot.said.empty());
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "avstemninger")), "Ingen åpne avstemninger");
}

TEST_F(Polls, OnlyTheFacilitatorAndTheCoordinatorHoldThem) {
  for (const char* user : {"kari", "berit"})
    EXPECT_EQ(words(bot.say(user, "hjemme-nord", question)),
              text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_EQ(words(bot.say("henrik", "hjemme-nord", question)),
            text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", question)), "Slik blir avstemningen");
  EXPECT_EQ(words(bot.say("fremmed", "hjemme-nord", question)), text("who.stranger"));
  const auto preview = bot.say("marit", "hjemme-nord", question);
  EXPECT_EQ(words(bot.press("kari", button(preview, "Åpne nå"))),
            text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_TRUE(bot.said.empty());
}

TEST_F(Polls, OpeningPostsOnceAndNamesWhoMayAnswer) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  const auto open_now = button(preview, "Åpne nå");
  EXPECT_EQ(words(bot.press("marit", open_now)), text("polls.opened", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_EQ(words(bot.press("marit", open_now)), text("polls.not_planned"));
  ASSERT_EQ(bot.said.size(), 1U);
  EXPECT_EQ(bot.said[0].delivery.to.id, "hjemme-nord");
  EXPECT_HAS(bot.said[0].words(), "Anonym avstemning");
  EXPECT_HAS(bot.said[0].words(), "Kan svare: Amina, Jonas, Kari, Lien, Marit, Sigrun og Tomasz");
  EXPECT_LACKS(bot.said[0].words(), "Berit");
}

TEST_F(Polls, TenMinutesCountFromTheOpeningAndNotFromTheDraft) {
  const auto preview = bot.say("marit", "hjemme-nord", R"(avstemning "Q?" "A" "B" 10 min)");
  bot.advance("2026-11-09T08:07:00Z");
  bot.press("marit", button(preview, "Åpne nå"));
  EXPECT_HAS(core::plain_text(bot.said.back().delivery.message), "kl. 09.17");
}

TEST_F(Polls, ARepeatedDeliveryGivesOnePoll) {
  const auto first = bot.say("marit", "hjemme-nord", question, "d1");
  const auto again = bot.say("marit", "hjemme-nord", question, "d1");
  EXPECT_EQ(*first.whisper, *again.whisper);
  const auto open_now = button(first, "Åpne nå");
  bot.press("marit", open_now, "d2");
  bot.press("marit", open_now, "d2");
  EXPECT_EQ(bot.said.size(), 1U);
  const auto list = bot.say("marit", "hjemme-nord", "avstemninger");
  EXPECT_EQ(buttons(*list.whisper).size(), 2U) << "one poll: extend and cancel";
}

TEST_F(Polls, TheFormGivesTheSamePollAsTheCommand) {
  const auto form = bot.say("marit", "hjemme-nord", "avstemning").form;
  ASSERT_TRUE(form);
  const auto build = [&](core::FormValues values) { return bot.submit("marit", *form, std::move(values)); };
  EXPECT_EQ(build({{"question", {" "}}}).errors.count("question"), 1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"kind", {"choice"}}, {"options", {"A"}}}).errors.count("options"),
            1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"closes", {"snart"}}}).errors.count("closes"), 1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"options", {"Kari 22334455\nB"}}}).errors.count("options"), 1U);
  const auto preview = build({{"question", {"Hva trenger vi mest?"}},
                              {"kind", {"choices"}},
                              {"options", {"Tid\n\n  Kunnskap \r\nStøtte"}},
                              {"named", {"anonymous"}},
                              {"closes", {"14:30"}}});
  EXPECT_HAS(words(preview), "1. Tid\n2. Kunnskap\n3. Støtte\nFlere valg");
  EXPECT_HAS(words(preview), "mandag 9. november kl. 14.30");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"closes", {"10 min"}}})), "kl. 09.10");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"closes", {"fredag 12:00"}}})),
             "fredag 13. november kl. 12.00");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"kind", {"text"}}, {"options", {"glemt"}}})), "Fritekst");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"kind", {"scale"}}})), "5. Helt enig");
  EXPECT_TRUE(bot.said.empty());
  EXPECT_EQ(words(bot.submit("kari", *form, {{"question", {"Q?"}}})),
            text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
}

TEST_F(Polls, ADraftIsCorrectedBeforeItOpens) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  const auto form = bot.press("marit", button(preview, "Endre")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hva trenger vi mest?"});
  EXPECT_EQ(form->inputs[2].initial, std::vector<std::string>{"Tid\nKunnskap\nStøtte"});
  const auto corrected =
      bot.submit("marit", *form, {{"question", {"Hva nå?"}}, {"kind", {"choice"}}, {"options", {"A\nB"}}});
  EXPECT_HAS(words(corrected), "Hva nå?\n1. A\n2. B");
  bot.press("marit", button(corrected, "Åpne nå"));
  ASSERT_EQ(bot.said.size(), 1U);
  EXPECT_HAS(bot.said[0].words(), "[A] [B]");
  EXPECT_EQ(words(bot.press("marit", button(preview, "Endre"))), text("polls.not_planned"));
  EXPECT_EQ(words(bot.submit("marit", *form, {{"question", {"For sent?"}}})), text("polls.not_planned"));
}

TEST_F(Polls, CorrectingAnonymousToNamedMakesAnotherPoll) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  const auto form = bot.press("marit", button(preview, "Endre")).form;
  const auto named = bot.submit(
      "marit", *form, {{"question", {"Hvem kommer?"}}, {"options", {"Jeg\nIkke jeg"}}, {"named", {"named"}}});
  EXPECT_HAS(words(named), "Åpen: alle i gruppa ser");
  EXPECT_EQ(words(bot.press("marit", button(preview, "Åpne nå"))), text("polls.not_planned"));
  bot.press("marit", button(named, "Åpne nå"));
  ASSERT_EQ(bot.said.size(), 1U);
  EXPECT_HAS(bot.said[0].words(), "navnet ditt vises");
}

TEST_F(Polls, ANamedAnswerAtTheClosingSecondIsTooLate) {
  const auto ask = open(R"(avstemning "Hvem kommer?" "Jeg" "Ikke jeg" navn til 12:00)");
  bot.clock.set(core::instant_from_text("2026-11-09T10:59:59Z"));
  EXPECT_HAS(words(bot.press("kari", button(ask, "Jeg"))), "mottatt");
  bot.clock.set(core::instant_from_text("2026-11-09T11:00:00Z"));
  EXPECT_EQ(words(bot.press("kari", button(ask, "Ikke jeg"))), text("polls.not_open"));
}

TEST_F(Polls, ADraftCanBeDiscardedAndIsForgottenAfterADay) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  EXPECT_EQ(words(bot.press("marit", button(preview, "Forkast"))), text("polls.discarded"));
  EXPECT_EQ(words(bot.press("marit", button(preview, "Åpne nå"))), text("polls.not_planned"));
  const auto other = bot.say("marit", "hjemme-nord", question);
  bot.advance("2026-11-10T08:00:00Z");
  EXPECT_EQ(words(bot.press("marit", button(other, "Åpne nå"))), text("polls.not_planned"));
  EXPECT_TRUE(bot.said_in("hjemme-nord").empty());
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

TEST_F(Polls, TheResultComesAtTheCloseAlsoWhenAllHaveAnswered) {
  const auto ask = open();
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  bot.advance("2026-11-10T10:59:00Z");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 1U);
  bot.advance("2026-11-10T11:00:00Z");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 3U);
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 3U);
}

TEST_F(Polls, ALateAnswerIsRefused) {
  const auto ask = open();
  bot.clock.set(at("2026-11-10T11:00:00Z"));  // the close is due, but has not run
  EXPECT_EQ(words(bot.press("kari", button(ask, "Tid"))), text("polls.not_open"));
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_EQ(words(bot.press("kari", button(ask, "Tid"))), text("polls.not_open"));
  EXPECT_HAS(bot.last_in("hjemme-nord"), "For få svar");
}

TEST_F(Polls, ThoseWhoAreNotAskedCannotAnswer) {
  const auto ask = open();
  for (const char* user : {"berit", "henrik", "eivind"})
    EXPECT_EQ(words(bot.press(user, button(ask, "Tid"))), text("polls.not_eligible")) << user;
  EXPECT_EQ(words(bot.press("fremmed", button(ask, "Tid"))), text("who.stranger"));
}

TEST_F(Polls, WhoJoinsAfterTheOpeningWaitsForTheNext) {
  const auto ask = open();
  bot.say("eivind", "hjemme-nord", "rolle oda deltaker");
  EXPECT_EQ(words(bot.press("oda", button(ask, "Tid"))), text("polls.not_eligible"));
}

TEST_F(Polls, ANewcomerAnswersButDoesNotCountTowardsK) {
  bot.say("eivind", "hjemme-nord", "rolle oda deltaker");
  const auto first = open(R"(avstemning "En?" ja/nei 10 min)");
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

TEST_F(Polls, CancelWipesAndAnotherMayTakeItsPlace) {
  const auto ask = open();
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  EXPECT_EQ(listed("Avlys"), text("polls.cancelled", {{"title", "Hva trenger vi mest?"}}));
  EXPECT_HAS(bot.said.back().words(), "Avstemningen er avlyst");
  EXPECT_TRUE(bot.said.back().edit());
  EXPECT_EQ(words(bot.press("kari", button(ask, "Tid"))), text("polls.not_open"));
  EXPECT_FALSE(support::holds(bot.box.path(), ".box")) << "no box is left";
  const auto other = open();
  EXPECT_HAS(words(bot.press("kari", button(other, "Tid"))), "mottatt");
  bot.advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 5U) << "asked, cancelled, asked, closed, one result";
}

TEST_F(Polls, CancellingAsksAndSaysHowItEnds) {
  const auto ask = open();
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  bot.forget();
  const auto preview = asked("Avlys");
  EXPECT_HAS(words(preview), "Svarene slettes, og ingen får vite noe");
  EXPECT_EQ(words(bot.press("marit", button(preview, "Nei, la den stå"))),
            text("polls.kept", {{"title", "Hva trenger vi mest?"}}));
  EXPECT_TRUE(bot.said.empty());
  EXPECT_HAS(words(bot.press("kari", button(ask, "Tid"))), "mottatt");
  const auto list = bot.say("marit", "hjemme-nord", "avstemninger");
  for (const core::Block& block : list.whisper->blocks) {
    const auto* actions = std::get_if<core::Actions>(&block);
    EXPECT_TRUE(!actions || actions->buttons.size() == 1) << "apart";
  }
}

TEST_F(Polls, ExtendingIsAskedAboutAndTwiceIsOnce) {
  open();
  bot.forget();
  const auto preview = asked("Forleng en arbeidsdag");
  EXPECT_HAS(words(preview), "onsdag 11. november kl. 12.00");
  EXPECT_TRUE(bot.said.empty());
  const auto yes = button(preview, "Ja, forleng");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(words(bot.press("marit", yes)),
              text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  core::Button forged = yes;
  forged.value = forged.value.substr(0, forged.value.find('|')) + "|2027-11-11T11:00:00Z";
  EXPECT_EQ(words(bot.press("marit", forged)), text("polls.extend.longest"));
  forged.value = forged.value.substr(0, forged.value.find('|')) + "|2027-01-08T08:00:01Z";
  EXPECT_EQ(words(bot.press("marit", forged)), text("polls.extend.longest"))
      << "a second more than sixty days";
  listed("Forleng en arbeidsdag");
  EXPECT_EQ(words(bot.press("marit", yes)), text("polls.preview.stale")) << "it would shorten it";
  for (int i = 0; i < 60; ++i) listed("Forleng en arbeidsdag");
  EXPECT_EQ(words(asked("Forleng en arbeidsdag")), text("polls.extend.longest")) << "sixty days and no more";
}

TEST_F(Polls, AnExtensionHoldsForTheBoxAtOnce) {
  const auto ask = open();
  listed("Forleng en arbeidsdag");
  bot.clock.set(at("2026-11-10T11:00:30Z"));  // before anything else has run
  EXPECT_HAS(words(bot.press("kari", button(ask, "Tid"))), "mottatt");
}

TEST_F(Polls, NothingIsExtendedFromTheClosingSecondOn) {
  open();
  const auto yes = button(asked("Forleng en arbeidsdag"), "Ja, forleng");
  bot.clock.set(at("2026-11-10T11:00:00Z"));  // the close is due, but has not run
  EXPECT_EQ(words(bot.press("marit", yes)), text("polls.not_open"));
}

TEST_F(Polls, AnOldPreviewOpensNothing) {
  const auto preview = bot.say("marit", "hjemme-nord", question);
  const auto form = bot.press("marit", button(preview, "Endre")).form;
  ASSERT_TRUE(form);
  const auto corrected =
      bot.submit("marit", *form, {{"question", {"Hva nå?"}}, {"kind", {"choice"}}, {"options", {"A\nB"}}});
  EXPECT_EQ(words(bot.press("marit", button(preview, "Åpne nå"))), text("polls.preview.stale"));
  EXPECT_TRUE(bot.said.empty());
  bot.press("marit", button(corrected, "Åpne nå"));
  EXPECT_EQ(bot.said.size(), 1U);
}

TEST_F(Polls, UnquotedWordsOpenTheFormFilledIn) {
  const auto form = bot.say("marit", "hjemme-nord", "avstemning Hva trenger vi mest?").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hva trenger vi mest?"});
}

TEST_F(Polls, YesAndNoIsCalledThat) {
  const auto preview = bot.say("marit", "hjemme-nord", "avstemning \"Rekker vi det?\" til 24.12");
  EXPECT_HAS(words(preview), "Ja eller nei");
  EXPECT_LACKS(words(preview), "Skala");
  EXPECT_LACKS(words(preview), "helligdag");
  const auto form = bot.press("marit", button(preview, "Endre")).form;
  EXPECT_EQ(form->inputs[1].initial, std::vector<std::string>{"yes_no"});
  EXPECT_EQ(form->inputs[2].initial, std::vector<std::string>{""});
  EXPECT_HAS(
      words(bot.submit("marit", *form, {{"question", {"Q?"}}, {"kind", {"yes_no"}}, {"closes", {"25.12"}}})),
      "stenger på en helligdag");
}

TEST_F(Polls, ExtendingMovesTheCloseAndKeepsTheAnswers) {
  const auto ask = open();
  for (const std::string& user : everybody) bot.press(user, button(ask, "Tid"));
  EXPECT_EQ(listed("Forleng en arbeidsdag"),
            text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  EXPECT_HAS(bot.said.back().words(), "stenger onsdag 11. november kl. 12.00");
  bot.advance("2026-11-11T10:59:00Z");
  EXPECT_HAS(words(bot.press("kari", button(ask, "Kunnskap"))), "mottatt");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 2U);
  bot.advance("2026-11-11T11:00:00Z");
  EXPECT_HAS(bot.said.back().words() + bot.said[bot.said.size() - 2].words(), "svarte Tid");
}

TEST_F(Polls, ANamedPollSaysSoAndIsStoredWithNames) {
  const auto ask = open(R"(avstemning "Hvem tar neste?" "Jeg" "Ikke jeg" navn)");
  EXPECT_HAS(core::plain_text(ask), "navnet ditt vises sammen med svaret");
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

TEST_F(Polls, ExtendingANamedPollTouchesNoBox) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("extend", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  open(R"(avstemning "Hvem tar neste?" "Jeg" "Ikke jeg" navn)");
  listed("Forleng en arbeidsdag");
  spdlog::set_default_logger(before);
  EXPECT_LACKS(log.str(), "[error]");  // there is no box whose time could be moved
  EXPECT_LACKS(log.str(), "[warning]");
}

TEST_F(Polls, ALargeGroupSeesCounts) {
  const auto preview = bot.say("henrik", "sykehjem", R"(avstemning "Q?" "A" "B" 10 min)");
  bot.press("henrik", button(preview, "Åpne nå"));
  const auto ask = bot.said.back().delivery.message;
  int n = 0;
  for (const char* user :
       {"henrik", "anne", "bodil", "elif", "fatima", "grete", "ingvild", "maria", "nils", "oda"})
    bot.press(user, button(ask, n++ < 6 ? "A" : "B"));
  bot.advance("2026-11-09T08:10:00Z");
  const std::string said = bot.said.back().words() + bot.said[bot.said.size() - 2].words();
  EXPECT_HAS(said, "A: 6\nB: 4\n10 har svart.");
}

TEST_F(Polls, TextsAreAnsweredInAFormAndGuarded) {
  const auto ask = open(R"(avstemning "Hva bør vi snakke om?" fritekst til 12:00)");
  const auto form = bot.press("kari", button(ask, "Svar")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(bot.submit("kari", *form, {{"q0", {""}}}).errors.count("q0"), 1U);
  EXPECT_HAS(words(bot.submit("kari", *form, {{"q0", {"ring 22 33 44 55"}}})), "telefonnummer");
  // 600 letters, however many bytes they are.
  std::string fits;
  for (int i = 0; i < 600; ++i) fits += "ø";
  EXPECT_EQ(bot.submit("kari", *form, {{"q0", {fits + "ø"}}}).errors.at("q0"), text("form.too_long"));
  EXPECT_HAS(words(bot.submit("kari", *form, {{"q0", {fits}}})), "mottatt");
  const auto warned = bot.submit("kari", *form, {{"q0", {"fru Hansen på rom 12"}}});
  ASSERT_TRUE(warned.form);
  EXPECT_EQ(warned.form->inputs[0].initial, std::vector<std::string>{"fru Hansen på rom 12"});
  EXPECT_HAS(words(bot.submit("kari", *warned.form, {{"q0", {"pårørende"}}})), "mottatt");
  int n = 0;
  for (const char* user : {"amina", "jonas", "lien", "sigrun"})
    EXPECT_FALSE(bot.submit(user, *form, {{"q0", {"tekst " + std::to_string(n++)}}}).form);
  bot.advance("2026-11-09T11:00:00Z");
  const std::string said = bot.said.back().words() + bot.said[bot.said.size() - 2].words();
  for (const char* one : {"pårørende", "tekst 0", "tekst 1", "tekst 2", "tekst 3"}) EXPECT_HAS(said, one);
  EXPECT_LACKS(said, "Hansen");
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

TEST(PollsAfterARestart, AnswersLostTooLateAreToldToBeLost) {
  const TempDirectory directory;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", directory / "refleks.db");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", question), "Åpne nå"));
  bot.stop();
  std::filesystem::remove_all(bot.box.path() / "ballots");
  bot.clock.set(at("2026-11-10T12:00:00Z"));
  bot.begin();
  EXPECT_HAS(bot.last_in("hjemme-nord"), "svarene finnes ikke lenger");
  bot.restart();
  bot.advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 3U) << "asked, edited, told";
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
