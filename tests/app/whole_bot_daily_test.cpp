// A group that meets every working day, as for a debrief at the change of shift: one question a day, one tap,
// and nothing else; what is closed is passed over without a word.

#include "tests/support/set_up.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config daily(const char* first) {
  app::Config config = municipality();
  const core::Date day{std::chrono::floor<std::chrono::days>(at(first))};
  config.groups[0].cadence = core::cadence_from_text("hver arbeidsdag 14.45-15", day);
  return config;
}

struct Daily : ::testing::Test {
  std::vector<std::string> days_asked() const {
    std::vector<std::string> days;
    for (const Said& one : bot.said_in("hjemme-nord"))
      if (!one.edit() && one.delivery.key.starts_with("poll:")) days.push_back(core::to_text(one.at));
    return days;
  }
  TempDirectory data;
  WholeBot bot{daily("2026-12-14T00:00:00Z"), "2026-12-11T08:00:00Z", data / "refleks.db"};  // a Friday
};

TEST_F(Daily, AFortnightHoldsOneQuestionAndOneResultADayAndNothingElse) {
  bot.advance("2026-12-28T20:00:00Z");  // over Christmas
  EXPECT_EQ(days_asked(),
            (std::vector<std::string>{"2026-12-14T13:45:00Z", "2026-12-15T13:45:00Z", "2026-12-16T13:45:00Z",
                                      "2026-12-17T13:45:00Z", "2026-12-18T13:45:00Z", "2026-12-21T13:45:00Z",
                                      "2026-12-22T13:45:00Z", "2026-12-23T13:45:00Z", "2026-12-24T13:45:00Z",
                                      "2026-12-28T13:45:00Z"}));
  std::map<std::string, int> kinds;
  for (const Said& one : bot.said)
    if (!one.edit())
      ++kinds[one.delivery.to.id + " " + one.delivery.key.substr(0, one.delivery.key.find(':'))];
  EXPECT_EQ(kinds.at("hjemme-nord hello"), 1);
  EXPECT_EQ(kinds.at("hjemme-nord poll"), 10);
  EXPECT_EQ(kinds.at("hjemme-nord result"), 10);
  for (const auto& [kind, number] : kinds)
    EXPECT_TRUE(kind.starts_with("hjemme-nord hello") || kind.starts_with("hjemme-nord poll") ||
                kind.starts_with("hjemme-nord result") || kind.starts_with("berit ") ||
                kind.starts_with("eivind "))
        << kind << ": " << number;
}

TEST_F(Daily, OneTapIsAnAnswerAndTheResultComesTwoHoursAfter) {
  bot.advance("2026-12-14T13:45:00Z");
  const Said asked = bot.said_in("hjemme-nord").back();
  EXPECT_HAS(asked.words(), "Hvordan var vakten?");
  for (const char* user : {"kari", "amina", "jonas", "lien", "marit"})
    EXPECT_HAS(words(bot.press(user, button(asked.delivery.message, "Grei"))), "svaret er mottatt");
  bot.restart();
  bot.advance("2026-12-14T15:44:00Z");
  EXPECT_LACKS(bot.last_in("hjemme-nord"), "Minst halvparten");
  bot.advance("2026-12-14T15:46:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Grei");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "samlinger")), "tirsdag 15. desember kl. 14.45–15.00");
}

TEST_F(Daily, TheLeaderReadsTheRhythmAndNotALineForEachDay) {
  bot.advance("2026-12-21T08:30:00Z");
  const std::string digest = bot.last_in("berit");
  EXPECT_HAS(digest, "Når: hver arbeidsdag 14.45–15.00");
  EXPECT_LACKS(digest, "oppmøte ikke registrert");
  EXPECT_LACKS(digest, "Neste samling");
}

TEST_F(Daily, ClosedDaysAndPausesArePassedOverAndComeBack) {
  bot.advance("2026-12-14T20:00:00Z");
  const auto form = bot.say("eivind", "", "pause stengt").form.value();
  core::FormValues values;
  for (const core::Input& input : form.inputs) values[input.id] = input.initial;
  values["days"] = {"16.12"};
  const auto asked = bot.submit("eivind", form, values);  // once with what it does
  EXPECT_HAS(words(bot.submit("eivind", asked.form.value(), values)), "Stengt: onsdag 16. desember");
  bot.forget();
  bot.advance("2026-12-17T20:00:00Z");
  EXPECT_EQ(days_asked(), (std::vector<std::string>{"2026-12-15T13:45:00Z", "2026-12-17T13:45:00Z"}));
  for (const Said& one : bot.said_in("hjemme-nord")) {
    EXPECT_LACKS(one.words(), "ngen samling");
    EXPECT_LACKS(one.words(), "tengt dag");
  }
}

TEST_F(Daily, WhatSomebodyAddsIsAnOrdinarySession) {
  bot.advance("2026-12-14T20:00:00Z");
  bot.forget();
  const auto asked = bot.say("marit", "hjemme-nord", "plan 17.12 9-10.30");
  bot.press("marit", buttons(asked.whisper.value()).front());
  bot.advance("2026-12-17T12:00:00Z");
  std::set<std::string> kinds;
  for (const Said& one : bot.said_in("hjemme-nord"))
    if (!one.edit()) kinds.insert(one.delivery.key.substr(0, one.delivery.key.find(':')));
  EXPECT_TRUE(kinds.contains("invitation"));
  EXPECT_TRUE(kinds.contains("checkin"));
  bot.advance("2026-12-18T16:00:00Z");
  const auto days = days_asked();
  EXPECT_EQ(std::ranges::count(days, "2026-12-17T09:30:00Z"), 1) << "its own check-out";
  EXPECT_EQ(std::ranges::count(days, "2026-12-17T13:45:00Z"), 1);
}

// Easter is no stall, though nobody meets for twice as long as between two days.
TEST(DailyAtEaster, IsNoStall) {
  WholeBot bot{daily("2027-03-15T00:00:00Z"), "2027-03-15T08:00:00Z"};
  bot.advance("2027-04-06T20:00:00Z");
  for (const Said& one : bot.said_in("eivind"))
    EXPECT_LACKS(one.words(), "Hjemmetjenesten nord: Det er lenge siden gruppa møttes");
}

TEST(DailyInChat, IsSetUpInWordsAndSaysWhatComes) {
  WholeBot bot{empty_house()};
  core::FormValues when = set_up_when;
  when["when"] = {"kvar arbeidsdag 14.45"};
  when["programme"] = {"free"};
  const std::string preview = words(preview_of_set_up(bot, when));
  EXPECT_HAS(preview, "hver arbeidsdag 14.45–15.00");
  EXPECT_HAS(preview, "Hver arbeidsdag stiller jeg ett spørsmål");
  EXPECT_LACKS(preview, "inviterer");
  const TempDirectory data;
  WholeBot again{empty_house(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  EXPECT_HAS(words(start_group(again, when)), "Jeg inviterer ikke.");
  again.advance("2026-11-09T12:00:00Z");
  again.restart();  // what was written is kept
  again.advance("2026-11-20T20:00:00Z");
  EXPECT_EQ(told(again, "hjemme-sor", "Anonym avstemning"), 3U) << "from Wednesday the 18th on";
  EXPECT_EQ(told(again, "hjemme-sor", "ett spørsmål"), 1U) << "it says who it is before it asks";
}

}  // namespace
