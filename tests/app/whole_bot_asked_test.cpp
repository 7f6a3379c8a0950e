// What a facilitator may not ask, because two results of one question to the same people could be compared:
// what the bot asks by itself, whoever would be first.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

std::string preview(WholeBot& bot, const std::string& command) {
  return words(bot.say("marit", "hjemme-nord", "avstemning " + command));
}

TEST(PollsOfTheBot, AreAskedByNobodyElseInAnyLanguage) {
  WholeBot bot;
  for (const char* key : {"checkout.useful", "debriefs.title", "purposes.gives", "purposes.decides",
                          "questionnaires.useful", "questionnaires.ask.safer", "questionnaires.ask.leader",
                          "questionnaires.again", "ideas.poll.question"})
    for (const core::Language language : core::all_languages) {
      const std::string prompt = text(key, {}, language);
      EXPECT_EQ(preview(bot, '"' + prompt + R"(" ja/nei)"),
                text("polls.asked_by_itself", {{"question", text(key)}}))
          << prompt;
    }
}

// Whoever answers by name first can be told from the others in what is asked without names after it.
TEST(PollsOfTheBot, TextsAreNotAskedByNameBeforeTheBotAsksThemWithout) {
  app::Config config = municipality();
  config.programmes = app::load_packs({});
  config.groups[0].programme = "hjerte-hode-hender";
  WholeBot bot(config);
  for (const char* key : {"hopes.hope", "hopes.fear", "checkout.take_with_me"}) {
    const std::string ask = '"' + text(key) + R"(" fritekst)";
    EXPECT_EQ(preview(bot, ask + " navn"), text("polls.asked_by_itself", {{"question", text(key)}}));
    EXPECT_HAS(preview(bot, ask), "Slik blir avstemningen") << "texts that nobody knows may follow another";
  }
  EXPECT_EQ(preview(bot, R"("Hva håper du på for gruppa?" fritekst navn)"),
            text("polls.asked_by_itself", {{"question", text("hopes.hope")}}));
  EXPECT_HAS(preview(bot, R"("Er du redd?" ja/nei navn)"), "Slik blir avstemningen") << "in words alone";
  WholeBot others;
  EXPECT_HAS(preview(others, '"' + text("hopes.fear") + R"(" fritekst navn)"), "Slik blir avstemningen")
      << "they are not asked it";
}

TEST(PollsOfTheBot, TheCheckOutIsNotAskedInTheSessionBeforeIt) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  bot.advance("2026-11-24T12:30:00Z");
  for (const char* prompt : {"Hvor nyttig var samlingen for deg?", "Hvor nyttig var dette?"})
    EXPECT_EQ(preview(bot, '"' + std::string(prompt) + R"(" skala "Lite nyttig" "Nyttig" "Veldig nyttig")"),
              text("polls.asked_by_itself", {{"question", text("checkout.useful")}}))
        << prompt;
  bot.advance("2026-11-24T13:31:00Z");
  std::string told;
  for (const Said& one : bot.said_in("hjemme-nord")) told += one.words() + "\n";
  EXPECT_HAS(told, text("checkout.title")) << "it comes as always";
}

TEST(PollsOfTheBot, LeaveRoomForOthers) {
  WholeBot bot;
  for (const char* command :
       {R"("Hva synes dere?" ja/nei)", R"("Hva mener du om det?" skala)", R"("Er det nok tid?" ja/nei)",
        R"("Hva skal vi snakke om?" "Pårørende" "Nattevakter")", R"("Hvem bør vi invitere?" "Lege" "Prest")",
        R"("Hvor mye brukte dere skjemaet?" skala "Lite" "En del" "Mye")", R"("Kom folk jevnlig?" ja/nei)",
        R"("Var rommet bra?" ja/nei)", R"("Skal vi ha en samling til før jul?" ja/nei)",
        R"("Hvordan var lunsjen?" "Tung" "Grei" "God")", R"("Har vi nok vakter?" ja/nei)",
        R"("Er du på vakt?" ja/nei navn)", R"("Hvordan var perioden?" skala)", R"("Noe nytt?" fritekst navn)",
        R"("Er du trygg i arbeidet?" ja/nei)"})
    EXPECT_HAS(preview(bot, command), "Slik blir avstemningen") << command;
}

}  // namespace
