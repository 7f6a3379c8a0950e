#include <gtest/gtest.h>

#include "bot/core/written_time.hpp"

using namespace std::chrono_literals;

namespace {

// Said in each language, and read back as the same rhythm.
TEST(CadenceText, IsReadBackInEveryLanguage) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words :
       {"hver mandag 9-10", "annenhver onsdag 13.30-15", "hver 3. torsdag 08:30-10:00",
        "hver 21. fredag 10-11", "lørdager i partallsuker 13:00-14:30", "Sundays in odd weeks 9-10",
        "første onsdag i måneden 12-14", "andre tirsdag i måneden 12-14", "tredje torsdag i måneden 12-14",
        "fjerde fredag i måneden 12-14", "siste mandag i måneden 8.15-9", "every working day 14:45-15:00"})
    for (const core::Language language : core::all_languages) {
      const core::Cadence cadence = core::cadence_from_text(words, first);
      const std::string said = core::cadence_text(language, cadence);
      EXPECT_EQ(core::cadence_from_text(said, first), cadence) << words << " -> " << said;
    }
}

// A file that was written for the 24 hours moves no session.
TEST(CadenceText, WithoutAUsualLengthHoursAreAsWritten) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words : {"every Wednesday 4-5", "every Wednesday 4 to 5", "every Wednesday kl 4 to 5",
                            "every Wednesday kl.4-5", "every Wednesday 4:00-5:00"}) {
    EXPECT_EQ(core::cadence_from_text(words, first).start, 4h) << words;
    EXPECT_EQ(core::cadence_from_text(words, first).length, 60min) << words;
  }
  EXPECT_EQ(core::cadence_from_text("every Wednesday 6-20", first).start, 6h);
  EXPECT_EQ(core::cadence_from_text("every Wednesday 4-5", first, 90min).start, 16h) << "in chat";
}

TEST(CadenceText, ANumberOfWeeksIsSaidAsTheLanguageDoes) {
  const core::Cadence cadence = core::cadence_from_text("hver 3. torsdag 08:30-10:00", {2026y / 11 / 9});
  EXPECT_TRUE(core::cadence_text(core::Language::nb, cadence).starts_with("hver 3. torsdag"));
  EXPECT_TRUE(core::cadence_text(core::Language::en, cadence).starts_with("every 3 weeks on Thursday"));
}

TEST(CadenceText, ANightsSessionEndsOnTheNextDay) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words : {"hver onsdag 23.30-00.30", "hver onsdag kl. 23.30 til 00.30",
                            "every Wednesday 23:30-00:30", "kvar onsdag 23.30–0.30"}) {
    core::Cadence cadence;
    ASSERT_NO_THROW(cadence = core::cadence_from_text(words, first)) << words;
    EXPECT_EQ(cadence.start, 23h + 30min) << words;
    EXPECT_EQ(cadence.length, 60min) << words;
    for (const core::Language language : core::all_languages)
      EXPECT_EQ(core::cadence_from_text(core::cadence_text(language, cadence), first), cadence)
          << core::cadence_text(language, cadence);
    const auto nights =
        core::occurrences(cadence, core::Zone::named("Europe/Oslo"), first, core::Date{2026y / 11 / 15});
    ASSERT_EQ(nights.size(), 1U);
    EXPECT_EQ(core::to_text(nights[0].starts), "2026-11-11T22:30:00Z");
    EXPECT_EQ(core::to_text(nights[0].ends), "2026-11-11T23:30:00Z");
  }
  for (const char* words :
       {"hver onsdag 22-24", "hver onsdag 22-00", "hver onsdag 22 til 24", "hver onsdag 22 til midnatt"})
    EXPECT_NO_THROW(EXPECT_EQ(core::cadence_from_text(words, first).length, 2h) << words) << words;
  for (const char* words :
       {"hver onsdag 13-12.30", "hver onsdag 13-13", "hver onsdag 20-01", "hver onsdag 24-25",
        "hver onsdag kl 20 til ett", "hver onsdag kl sju til sju", "every Wednesday 2pm-1pm"})
    EXPECT_THROW(core::cadence_from_text(words, first), std::invalid_argument) << words;
}

TEST(CadenceText, EveryWorkingDayIsSaidInManyWays) {
  const core::Date friday{2026y / 11 / 27};
  core::Cadence daily;
  daily.every_weeks = 1;
  daily.start = 14h + 45min;
  daily.length = 15min;
  daily.first = friday;
  daily.working_days = true;
  for (const char* words :
       {"every working day 14:45-15:00", "every workday 14:45-15", "weekdays 14:45-15",
        "working days 14:45 to 15:00", "hver arbeidsdag 14:45-15:00", "hver virkedag kl. 14.45 til 15.00",
        "alle hverdager 14.45–15", "arbeidsdager 14:45-15:00", "kvar arbeidsdag 14.45–15.00",
        "kvar vyrkedag frå kl 14.45 til 15", "KVAR KVARDAG 14.45-15", "arbeidsdagar 14.45–15.00"}) {
    EXPECT_NO_THROW(EXPECT_EQ(core::cadence_from_text(words, friday), daily) << words) << words;
    EXPECT_NO_THROW(
        EXPECT_EQ(core::cadence_from_text(words, core::Date{2026y / 11 / 27}, core::Minutes{90}), daily))
        << words;
  }
  EXPECT_EQ(core::cadence_from_text("hver arbeidsdag 14.45", friday, core::Minutes{90}), daily)
      << "a quarter";
  EXPECT_EQ(core::cadence_from_text("hver arbeidsdag 14.45-15", core::Date{2026y / 11 / 28}).first,
            core::Date{2026y / 11 / 30})
      << "not on a Saturday";
  for (const char* words :
       {"arbeidsdag 14.45-15", "hver arbeidsdag mandag 14.45-15", "annenhver arbeidsdag 14.45-15",
        "hver arbeidsdag i partallsuker 14.45-15", "siste arbeidsdag i måneden 14.45-15", "hver arbeidsdag",
        "every working Tuesday 13-14", "hver arbeidsdagen 14.45-15"})
    EXPECT_THROW(core::cadence_from_text(words, friday), std::invalid_argument) << words;
}

TEST(CadenceText, BehindTheClockANumberIsATime) {
  const core::Date first{2026y / 11 / 9};
  const std::pair<const char*, const char*> cases[]{
      {"hver onsdag kl 13", "hver onsdag 13:00-14:30"},
      {"hver tirs. kl. 9", "hver tirsdag 9:00-10:30"},
      {"onsdager i partallsuker kl. 13", "onsdager i partallsuker 13:00-14:30"},
      {"hver 3. onsdag kl 13", "hver tredje onsdag 13:00-14:30"},
      {"hver onsdag fra kl. 13.30 til kl. 15.00", "hver onsdag 13.30-15"},
      {"hver onsdag kl 13 til 15", "hver onsdag 13-15"},
      {"den første onsdagen i mnd kl 12", "første onsdag i måneden 12-13.30"},
      {"ukentlig onsdag kl 13", "hver onsdag 13-14.30"},
      {"Annenhver onsdag fra kl ett til halv tre", "annenhver onsdag 13-14.30"},
      {"kvar onsdag klokka eitt", "hver onsdag 13-14.30"},
      {"annankvar onsdag halv to", "annenhver onsdag 13.30-15"},
      {"hver onsdag kl to til kvart over tre", "hver onsdag 14-15.15"},
      {"hver onsdag kl.13", "hver onsdag 13-14.30"},
      {"every other Wednesday 1pm-2.30pm", "annenhver onsdag 13-14.30"},
      {"every Wednesday from 1 pm to 2:30 pm", "hver onsdag 13-14.30"},
      {"hver uke kl 9 på en onsdag", "hver onsdag 9-10.30"},
      {"annakvar veke klokka ni på ein onsdag", "annenhver onsdag 9-10.30"},
      {"hver uke halv en onsdag", "hver onsdag 12.30-14"},
      {"hver onsdag kl ti på en", "hver onsdag 12.50-14.20"},
      {"every Wednesday 1-2.30pm", "hver onsdag 13-14.30"},
      {"every Wednesday 1 - 2:30 p.m.", "hver onsdag 13-14.30"},
      {"every Wednesday from 1 to 2.30 pm", "hver onsdag 13-14.30"},
      {"every Wednesday at nine to 10 pm", "hver onsdag 21-22"},
      {"every Wednesday 9-11am", "hver onsdag 9-11"},
      {"every Wednesday 11-1pm", "hver onsdag 11-13"},
      {"every Wednesday 12-1pm", "hver onsdag 12-13"},
      {"every Wednesday 10am-1pm", "hver onsdag 10-13"},
      {"every Wednesday 10pm-1am", "hver onsdag 22-01"},
      {"every Wednesday 10 pm to 1 am", "hver onsdag 22-01"},
      {"every Wednesday 10pm to midnight", "hver onsdag 22-24"},
      {"hver onsdag kl seks til åtte", "hver onsdag 18-20"},
      {"hver onsdag kl fem til sju", "hver onsdag 17-19"},
      {"kvar onsdag klokka seks til halv åtte", "hver onsdag 18-19.30"},
      {"hver onsdag kl 22 til halv ett", "hver onsdag 22-00.30"},
      {"hver onsdag kl 22 til tolv", "hver onsdag 22-24"},
      {"hver onsdag kl ni til seks", "hver onsdag 9-18"},
      {"every Wednesday at quarter to two", "hver onsdag 13.45-15.15"},
      {"every Wednesday at noon", "hver onsdag 12-13.30"},
      {"første tirsdag i måneden kl ni til ti", "første tirsdag i måneden 9-10"}};
  for (const auto& [said, meant] : cases)
    EXPECT_NO_THROW(EXPECT_EQ(core::cadence_from_text(said, first, core::Minutes{90}),
                              core::cadence_from_text(meant, first))
                    << said)
        << said;
  EXPECT_THROW(core::cadence_from_text("hver onsdag 13", first, core::Minutes{90}), std::invalid_argument);
}

TEST(CadenceText, AStartAloneLastsAsLongAsIsUsualWhereThatIsSaid) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words : {"annenhver onsdag 13.30", "annenhver onsdag kl. 13:30", "onsdag annenhver 1330",
                            "annenhver ons. 13.30", "hver 14. dag onsdag kl 13.30"}) {
    const core::Cadence cadence = core::cadence_from_text(words, first, core::Minutes{90});
    EXPECT_EQ(cadence.start, 13h + 30min) << words;
    EXPECT_EQ(cadence.length, 90min) << words;
    EXPECT_THROW(core::cadence_from_text(words, first), std::invalid_argument) << words;
  }
  EXPECT_THROW(core::cadence_from_text("hver onsdag 13.30 15-16", first, core::Minutes{90}),
               std::invalid_argument);
}

}  // namespace
