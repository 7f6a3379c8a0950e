#include "bot/features/pauses/wording.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "tests/support/long_text.hpp"

namespace {

using namespace std::chrono_literals;
using pauses::read_pause;
using pauses::Scope;

const core::Date monday{2026y / 6 / 22};

pauses::Words read(const std::string& said) {
  return read_pause(core::parse_command("pause " + said), monday);
}

TEST(PauseWords, KnowDaysInWhateverOrder) {
  const core::Date august{2026y / 8 / 15}, june{2026y / 6 / 29};
  for (const char* said : {"til 15. august", "til og med 15. august", "til 15.8", "until August 15",
                           "meg til 15.8.2026", "til lørdag 15. august"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).until, august) << said;
    EXPECT_FALSE(read(said).from) << said;
  }
  for (const char* said :
       {"fra 29. juni til 15. august", "frå og med 29.6 til og med 15.8", "til 15.8 fra 29.6",
        "29.6 til 15.8", "29.6–15.8", "29.6-15.8", "29/6-15/8", "29. juni til og med 15. august",
        "29 June through 15 August", "gruppa fra mandag 29. juni til 15. august"}) {
    EXPECT_EQ(read(said).from, june) << said;
    EXPECT_EQ(read(said).until, august) << said;
  }
  EXPECT_EQ(read("fra 22. desember til 2. januar").until, core::Date{2027y / 1 / 2});
  EXPECT_EQ(read("til i morgen").until, core::Date{2026y / 6 / 23});
  EXPECT_EQ(read("fra i morgen til 15.8").from, core::Date{2026y / 6 / 23});
  EXPECT_EQ(read("til 15/8-26").until, august);
  EXPECT_EQ(read("i 3 uker").until, core::Date{2026y / 7 / 12});
  EXPECT_EQ(read("for 1 week").until, core::Date{2026y / 6 / 28});
}

// Read past its end, that ended the process, whoever typed it.
TEST(PauseWords, HoursAreNoPause) {
  for (const char* said : {"3 timer", "i 3 timer", "2 t", "30 min", "en time", "gruppa 2 hours",
                           "i dag 3 timer", "fra i morgen i 3 timer", "1 time og 30 min"})
    EXPECT_FALSE(read(said).understood) << said;
  const std::vector<std::string> words{"3",  "timer", "2 t", "30 min", "fra", "til",  "uke",
                                       "1.", "og",    "i",   "slutt",  "jul", "1.12", "fredag"};
  for (const std::string& first : words)
    for (const std::string& second : words)
      for (const std::string& third : words) read(first + " " + second + " " + third);
}

TEST(PauseWords, TakeADayAloneForThatDay) {
  for (const auto& [said, day] : {std::pair{"15. august", core::Date{2026y / 8 / 15}},
                                  {"fredag", core::Date{2026y / 6 / 26}},
                                  {"på fredag", core::Date{2026y / 6 / 26}},
                                  {"gruppa i morgen", core::Date{2026y / 6 / 23}},
                                  {"i dag", monday},
                                  {"meg den 26.", core::Date{2026y / 6 / 26}},
                                  {"Friday", core::Date{2026y / 6 / 26}}}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, day) << said;
    EXPECT_EQ(read(said).until, day) << said;
  }
  for (const char* said : {"til fredag", "i 3 uker", "to dager"}) EXPECT_FALSE(read(said).from) << said;
  EXPECT_EQ(read("fra fredag").from, core::Date{2026y / 6 / 26});
  EXPECT_FALSE(read("fra fredag").until) << "asked for";
}

TEST(PauseWords, KnowWeeks) {
  const core::Date first{2026y / 7 / 6}, last{2026y / 7 / 26};
  for (const char* said : {"uke 28-30", "uke 28–30", "uke 28 til 30", "uke 28 til uke 30",
                           "gruppa uker 28-30", "fra uke 28 til uke 30", "veke 28-30", "week 28 to 30"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, first) << said;
    EXPECT_EQ(read(said).until, last) << said;
  }
  EXPECT_EQ(read("uke 28").from, first);
  EXPECT_EQ(read("uke 28").until, core::Date{2026y / 7 / 12});
  EXPECT_EQ(read("til uke 28").until, core::Date{2026y / 7 / 12});
  EXPECT_EQ(read("neste uke").from, core::Date{2026y / 6 / 29});
  EXPECT_EQ(read("uke 52 til uke 1").until, core::Date{2027y / 1 / 10});
  EXPECT_FALSE(read("uke 60").understood);
}

// A part that was dropped unseen would be a pause that nobody asked for, and it begins at once.
TEST(PauseWords, DropNoneOfTwoPauses) {
  for (const char* said :
       {"uke 28 og uke 30", "uke 28, uke 30", "fra uke 28 og uke 30", "uke 28-29 og uke 32", "1.7 og 3.7",
        "29.6 til 1.7 og 3.7", "til 15.8 i 3 uker", "uke 28 fra uke 30"})
    EXPECT_FALSE(read(said).understood) << said;
  for (const char* said : {"uke 28 og uke 29", "uke 28 til 29", "uke 28 til 19.7"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, core::Date{2026y / 7 / 6}) << said;
    EXPECT_EQ(read(said).until, core::Date{2026y / 7 / 19}) << said;
  }
  for (const char* said :
       {"fra 29.6 i 3 uker", "29.6 i 3 uker", "i 3 uker fra 29.6", "3 uker fra og med 29. juni"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, core::Date{2026y / 6 / 29}) << said;
    EXPECT_EQ(read(said).until, core::Date{2026y / 7 / 19}) << said;
  }
}

TEST(PauseWords, KnowTheDaysOfWinter) {
  const core::Date december{2026y / 12 / 7};
  const auto said = [&](const std::string& words) {
    return read_pause(core::parse_command("pause " + words), december);
  };
  const std::tuple<const char*, core::Date, core::Date> cases[]{
      {"uke 52 og 53", 2026y / 12 / 21, 2027y / 1 / 3},
      {"uke 51, 52 og 53", 2026y / 12 / 14, 2027y / 1 / 3},
      {"week 52 and 53", 2026y / 12 / 21, 2027y / 1 / 3},
      {"veke 52 og 53", 2026y / 12 / 21, 2027y / 1 / 3},
      {"uke 52-53", 2026y / 12 / 21, 2027y / 1 / 3},
      {"uke 52 til 1", 2026y / 12 / 21, 2027y / 1 / 10},
      {"uke 53 og 1", 2026y / 12 / 28, 2027y / 1 / 10},
      {"vinterferie uke 8", 2027y / 2 / 22, 2027y / 2 / 28},
      {"juleferie fra 21. desember til 3. januar", 2026y / 12 / 21, 2027y / 1 / 3},
      {"i juleferien 21.12 til 3.1", 2026y / 12 / 21, 2027y / 1 / 3},
      {"uke 8 neste år", 2027y / 2 / 22, 2027y / 2 / 28},
      {"i romjula", 2026y / 12 / 27, 2026y / 12 / 31},
      {"gruppa i romjula", 2026y / 12 / 27, 2026y / 12 / 31},
      {"fra romjula til uke 1", 2026y / 12 / 27, 2027y / 1 / 10},
      {"påskeuka", 2027y / 3 / 22, 2027y / 3 / 28},
      {"hele neste uke", 2026y / 12 / 14, 2026y / 12 / 20},
      {"resten av uka", 2026y / 12 / 7, 2026y / 12 / 13},
      {"hele januar", 2027y / 1 / 1, 2027y / 1 / 31},
      {"torsdag og fredag", 2026y / 12 / 10, 2026y / 12 / 11}};
  for (const auto& [words, first, last] : cases) {
    EXPECT_TRUE(said(words).understood) << words;
    EXPECT_EQ(said(words).from, first) << words;
    EXPECT_EQ(said(words).until, last) << words;
  }
  for (const auto& [words, season] : {std::pair{"i juleferien", "juleferien"},
                                      {"over jul", "jul"},
                                      {"over nyttår", "nyttår"},
                                      {"Vinterferie.", "Vinterferie"},
                                      {"gruppa i høstferien", "høstferien"},
                                      {"i påsken", "påsken"},
                                      {"over Christmas", "Christmas"},
                                      {"juleferie i to uker", "juleferie"},
                                      {"fra jul til 5. januar", "jul"},
                                      {"til påske", "påske"},
                                      {"winter break", "winter"}}) {
    EXPECT_FALSE(said(words).understood) << words << ": other days for others";
    EXPECT_EQ(said(words).varies, season) << words;
  }
  EXPECT_EQ(said("til nyttår").until, core::Date{2027y / 1 / 1});
  EXPECT_EQ(said("bananer").varies, "");
}

TEST(PauseWords, ADayOfSeveralIsThatDayAlone) {
  EXPECT_EQ(read("i romjula 29.12").from, core::Date{2026y / 12 / 29});
  EXPECT_EQ(read("i romjula 29.12").until, core::Date{2026y / 12 / 29});
  EXPECT_EQ(read("i januar den 5.").from, core::Date{2027y / 1 / 5});
  EXPECT_FALSE(read("i januar 5. februar").understood);
}

TEST(PauseWords, JulyIsNoChristmas) {
  EXPECT_EQ(read("Jul 5th to Jul 10th").from, core::Date{2026y / 7 / 5});
  EXPECT_EQ(read("Jul 5th to Jul 10th").until, core::Date{2026y / 7 / 10});
}

TEST(PauseWords, KnowADashWithSpaces) {
  for (const char* said : {"29.6 - 15.8", "29.6 – 15.8", "29. juni – 15. august"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, core::Date{2026y / 6 / 29}) << said;
    EXPECT_EQ(read(said).until, core::Date{2026y / 8 / 15}) << said;
  }
  EXPECT_EQ(read("uke 28 - 30").from, core::Date{2026y / 7 / 6});
  EXPECT_EQ(read("uke 28 - 30").until, core::Date{2026y / 7 / 26});
}

TEST(PauseWords, AreReadAsPeopleWriteThem) {
  const core::Date first{2026y / 7 / 1}, last{2026y / 7 / 15};
  for (const char* said : {"1.-15. juli", "1.–15.7", "1-15. juli", "fra 1. til 15. juli", "fra 1 til 15 juli",
                           "f.o.m. 1.7 t.o.m. 15.7", "1. juli til og med 15. juli",
                           "fra 1. til og med 15. juli", "bare 1. - 15. juli", "1. juli i 15 dager"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).from, first) << said;
    EXPECT_EQ(read(said).until, last) << said;
  }
  for (const char* said : {"i to uker", "to uker", "i fjorten dager", "two weeks", "i 2 uker"}) {
    EXPECT_TRUE(read(said).understood) << said;
    EXPECT_EQ(read(said).until, core::Date{2026y / 7 / 5}) << said;
  }
  EXPECT_EQ(read("mandag-onsdag").until, core::Date{2026y / 7 / 1});
  EXPECT_EQ(read("week 28 to week 30").until, core::Date{2026y / 7 / 26});
  for (const char* said : {"over jul", "til over nyttår", "over sommeren", "31. til 15. juli"}) {
    EXPECT_FALSE(read(said).understood) << said;
    EXPECT_FALSE(read(said).end) << said;
  }
  EXPECT_TRUE(read("over").end);
  EXPECT_TRUE(read("gruppa over").end);
}

TEST(PauseWords, KnowWhomAndWhat) {
  EXPECT_EQ(read("gruppa til 15.8").scope, Scope::group);
  EXPECT_EQ(read("alle til 15.8").scope, Scope::all);
  EXPECT_EQ(read("meg til 15.8").scope, Scope::mine);
  EXPECT_FALSE(read("til 15.8").scope);
  EXPECT_TRUE(read("slutt").end);
  EXPECT_TRUE(read("gruppa slutt").end);
  EXPECT_TRUE(read("stengt").closed_days);
  for (const char* said : {"til sommeren", "til fredag 15. august", "til 15.8 kl 12"})
    EXPECT_FALSE(read(said).understood) << said;
}

// Three of them are verbs, too: "pause til 3.1., gruppe" is no two commands.
TEST(PauseWords, AreKnownToWhoeverLooksForASecondCommand) {
  for (const std::string_view word : {"gruppe", "group", "mine", "over", "til"})
    EXPECT_TRUE(std::ranges::count(pauses::words_read(), word) == 1) << word;
  EXPECT_EQ(read("til 3.7., gruppe").scope, Scope::group);
  EXPECT_TRUE(read("til 3.7., gruppe").understood);
}

// Each was looked at anew at each word: a quarter of a minute, of the thread that everybody waits for.
TEST(PauseWords, AreReadAtOnceHoweverMany) {
  for (const char* part : {"i ", "til ", "meg "})
    EXPECT_FALSE(read(support::again_and_again(part)).until) << part;
  for (const char* part : {"uke 1-2 ", "uke 1 til 2 "})
    EXPECT_FALSE(read(support::again_and_again(part)).understood) << part;
}

TEST(PauseWords, SayWhatCannotBe) {
  const core::Date day{2026y / 7 / 1};
  EXPECT_EQ(pauses::problem_with(day, day, monday), "");
  EXPECT_EQ(pauses::problem_with(day, 2026y / 6 / 30, monday), "pauses.backwards");
  EXPECT_EQ(pauses::problem_with(2026y / 6 / 1, 2026y / 6 / 21, monday), "pauses.past");
  EXPECT_EQ(pauses::problem_with(day, 2027y / 9 / 1, monday), "pauses.long");
  EXPECT_EQ(pauses::problem_with(2027y / 7 / 1, 2027y / 7 / 2, monday), "pauses.far");
}

TEST(PauseWords, ANewPauseTakesThePlaceOfThoseItMeetsAndOfNoOther) {
  const auto of = [](int month, int from, int to) {
    return pauses::pause_of(2026y / month / from, 2026y / month / to);
  };
  const core::Closed first = of(7, 1, 10), next = of(7, 11, 20), last = of(8, 1, 5);
  const std::vector<core::Closed> all{first, next, last};
  EXPECT_TRUE(pauses::replaced_by(of(7, 21, 31), all).empty());
  EXPECT_TRUE(pauses::replaced_by(first, {first}).empty()) << "the same";
  EXPECT_EQ(pauses::replaced_by(of(7, 11, 12), all), std::vector{next});
  EXPECT_EQ(pauses::replaced_by(of(7, 10, 11), all), (std::vector{first, next}));
  EXPECT_EQ(pauses::replaced_by(pauses::pause_of(2026y / 6 / 1, 2026y / 9 / 1), all), all);
}

TEST(PauseWords, CountEvesOfThreeYears) {
  const auto easter = pauses::coming_eves("easter_wednesday", monday);
  ASSERT_EQ(easter.size(), 3U);
  EXPECT_EQ(core::date_of(easter[0].from), core::Date{2027y / 3 / 24});
  EXPECT_EQ(core::time_of_day(easter[0].from), 12h);
  EXPECT_TRUE(easter[0].day);
  EXPECT_EQ(core::date_of(pauses::coming_eves("christmas_eve", 2026y / 12 / 24)[0].from),
            core::Date{2026y / 12 / 24});
}

}  // namespace
