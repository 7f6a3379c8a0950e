#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/algorithm/string.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "bot/app/load_packs.hpp"
#include "tests/support/folder.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string good_pack = R"(title.nb = "Tittel"
title.nn = "Tittel"
title.en = "Title"
about.nb = "Om"
about.nn = "Om"
about.en = "About"

[[closing]]
nb = "Runde"
nn = "Runde"
en = "Round"

[[checkout]]
nb = "Fordi"
nn = "Fordi"
en = "Because"

[[sessions]]
theme.nb = "Tema"
theme.nn = "Tema"
theme.en = "Theme"
about.nb = "Om"
about.nn = "Om"
about.en = "About"

[[sessions.preparation]]
kind = "film"
minutes = 12
url = "https://fjordvik.example/film"
title.nb = "Film"
title.nn = "Film"
title.en = "Film"

[[sessions.questions]]
nb = "Hva?"
nn = "Kva?"
en = "What?"

[timeline]
invitation = "-10d 09:00"
)";

std::vector<std::string> pack_problems(const std::string& text) {
  try {
    parse_pack(text, "pack.toml", "pack");
  } catch (const ConfigError& refused) {
    return refused.problems;
  }
  return {};
}

TEST(Packs, GiveAProgramme) {
  const auto programme = parse_pack(good_pack, "pack.toml", "pack");
  EXPECT_EQ(programme.key, "pack");
  EXPECT_EQ(programme.title.in(core::Language::en), "Title");
  EXPECT_THAT(programme.checkout, SizeIs(1));
  EXPECT_EQ(programme.timeline.at("invitation"), core::offset_from_text("-10d 09:00"));
  ASSERT_THAT(programme.sessions, SizeIs(1));
  const auto& session = programme.sessions[0];
  ASSERT_THAT(session.preparation, SizeIs(1));
  EXPECT_EQ(session.preparation[0].kind, core::Resource::Kind::film);
  EXPECT_EQ(session.preparation[0].url, "https://fjordvik.example/film");
  EXPECT_EQ(session.preparation_minutes(), 12);
  EXPECT_EQ(session.questions.at(0).in(core::Language::nn), "Kva?");
  EXPECT_EQ(session.closing.at(0).in(core::Language::nb), "Runde") << "the pack's, as the session has none";
  EXPECT_EQ(describe(programme), "ok: 1 session, 1 resource, 1 question; preparation 12 minutes a session");
}

TEST(Packs, ASessionsOwnClosingRoundTakesThePlaceOfThePacks) {
  const auto programme = parse_pack(good_pack +
                                        "[[sessions]]\ntheme = {nb = \"a\", nn = \"b\", en = \"c\"}\nabout = "
                                        "{nb = \"a\", nn = \"b\", en = \"c\"}\n"
                                        "closing = [{nb = \"egen\", nn = \"eigen\", en = \"own\"}]\n",
                                    "pack.toml", "pack");
  ASSERT_THAT(programme.sessions, SizeIs(2));
  EXPECT_EQ(programme.sessions[0].closing.at(0).in(core::Language::en), "Round");
  ASSERT_THAT(programme.sessions[1].closing, SizeIs(1));
  EXPECT_EQ(programme.sessions[1].closing[0].in(core::Language::en), "own");
  EXPECT_EQ(describe(programme),
            "ok: 2 sessions, 1 resource, 1 question; preparation 0-12 minutes a session");
}

struct BadPackCase {
  const char* name;
  const char* from;
  const char* to;
  const char* problem;
};

class BadPack : public testing::TestWithParam<BadPackCase> {};

TEST_P(BadPack, IsRefusedWithOneClearSentence) {
  EXPECT_THAT(good_pack, HasSubstr(GetParam().from));
  EXPECT_THAT(pack_problems(boost::algorithm::replace_first_copy(good_pack, GetParam().from, GetParam().to)),
              ElementsAre(GetParam().problem));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, BadPack, testing::Values(
    BadPackCase{"TextMissingInOneLanguage", "nn = \"Kva?\"\n", "",
            "pack.toml:34: sessions[1].questions[1].nn: is missing; write for example nn = \"the same in Nynorsk\""},
    BadPackCase{"TextEmptyInOneLanguage", "\"Kva?\"", "\"\"",
            "pack.toml:36: sessions[1].questions[1].nn: the text is empty; write for example nn = \"the same in Nynorsk\""},
    BadPackCase{"TitleMissingInOneLanguage", "title.en = \"Title\"\n", "",
            "pack.toml:1: title.en: is missing; write for example en = \"the same in English\""},
    BadPackCase{"OneTextForAllLanguages", "theme.nb = \"Tema\"\ntheme.nn = \"Tema\"\ntheme.en = \"Theme\"\n", "theme = \"Tema\"\n",
            "pack.toml:19: sessions[1].theme: a section [sessions[1].theme] is needed here, this is a text"},
    BadPackCase{"UnknownLanguage", "en = \"What?\"", "en = \"What?\"\nde = \"Was?\"",
            "pack.toml:38: sessions[1].questions[1].de: I do not know this key; known here: nb, nn, en"},
    BadPackCase{"UnknownKind", "\"film\"", "\"podcast\"",
            "pack.toml:27: sessions[1].preparation[1].kind: \"podcast\" is not possible; choose one of text, film, course, web; write for example kind = \"film\""},
    BadPackCase{"NoMinutes", "minutes = 12\n", "",
            "pack.toml:26: sessions[1].preparation[1].minutes: is missing; write for example minutes = 10"},
    BadPackCase{"TooManyMinutes", "minutes = 12", "minutes = 600",
            "pack.toml:28: sessions[1].preparation[1].minutes: 600 is out of bounds; 1 to 240 is possible; write for example minutes = 10"},
    BadPackCase{"AddressThatIsNone", "https://fjordvik.example/film", "fjordvik.example",
            "pack.toml:29: sessions[1].preparation[1].url: \"fjordvik.example\" is no web address; write for example url = \"https://fjordvik.example/film\""},
    BadPackCase{"UnknownField", "[[sessions.questions]]", "[[sessions.question]]",
            "pack.toml:34: sessions[1].question: I do not know this key; did you mean \"questions\"?"},
    BadPackCase{"OneSectionForAList", "[[checkout]]", "[checkout]",
            "pack.toml:13: checkout: sections [[checkout]] are needed here, this is a section"},
    BadPackCase{"UnknownMoment", "invitation =", "invite =",
            "pack.toml:40: timeline.invite: I do not know this key; known here: invitation, preparation, ideas, topic_poll, topic_poll_closes, cover, bring, reminder, checkin, checkout, checkout_closes, followup"},
    BadPackCase{"OffsetNotUnderstood", "\"-10d 09:00\"", "\"ten days\"",
            "pack.toml:40: timeline.invitation: \"ten days\" is no moment; write for example \"-7d 10:00\" (seven days before, at 10:00), \"-30m\", \"end\", \"end+1d 12:00\" or \"off\""}),
    [](const auto& case_) { return std::string(case_.param.name); });
// clang-format on

TEST(Packs, WithoutSessionsSayHowTheyAreHeldAllTheSame) {
  const auto programme = parse_pack(good_pack.substr(0, good_pack.find("[[checkout]]")), "pack.toml", "pack");
  EXPECT_THAT(programme.usual.closing, SizeIs(1));
}

TEST(Packs, ACertificateTakesNoMoreSessionsThanThereAre) {
  EXPECT_THAT(pack_problems("certificate = 2\n" + good_pack),
              ElementsAre("pack.toml:1: certificate: the pack has only 1 session"));
}

// --- the packs in the binary ---------------------------------------------------------------------

void expect_trilingual(const core::Localized& text, const std::string& where) {
  for (const auto language : core::all_languages)
    EXPECT_FALSE(text.in(language).empty()) << where << " in " << core::code(language);
}

// Words that give away the wrong norm: Nynorsk in a Bokmål text, or the reverse.
void expect_right_norm(const core::Localized& text) {
  static const std::set<std::string> nynorsk{"ikkje", "kva",  "korleis", "kven", "eg",  "dei",
                                             "frå",   "noko", "nokon",   "eit",  "meir"};
  static const std::set<std::string> bokmal{"ikke", "hva",  "hvordan", "hvem", "jeg",
                                            "noe",  "noen", "et",      "mer",  "dere"};
  const auto words = [](std::string all) {
    boost::algorithm::to_lower(all);
    std::vector<std::string> found;
    return boost::algorithm::split(found, all, boost::is_any_of(" ,.?:…"), boost::token_compress_on);
  };
  for (const auto& word : words(text.in(core::Language::nb)))
    EXPECT_FALSE(nynorsk.contains(word)) << text.in(core::Language::nb);
  for (const auto& word : words(text.in(core::Language::nn)))
    EXPECT_FALSE(bokmal.contains(word)) << text.in(core::Language::nn);
}

TEST(BuiltInPacks, AreSevenAndSayEverythingInAllLanguages) {
  const auto programmes = load_packs({});
  std::vector<std::string> names;
  for (const auto& [key, programme] : programmes) {
    names.push_back(key);
    EXPECT_EQ(programme.key, key);
    std::vector<core::Localized> own_words{programme.title, programme.about};
    const auto add = [&](const std::vector<core::Localized>& texts) {
      own_words.insert(own_words.end(), texts.begin(), texts.end());
    };
    const auto add_practice = [&](const core::SessionPlan& plan) {
      for (const auto* texts : {&plan.questions, &plan.checkin, &plan.closing, &plan.bring, &plan.between})
        add(*texts);
      for (const core::Phase& phase : plan.phases) add({phase.title, phase.how});
      EXPECT_FALSE(plan.phases.empty()) << key << ": a run sheet needs them";
    };
    add(programme.checkout);
    EXPECT_THAT(programme.checkout, SizeIs(3));
    add_practice(programme.usual);
    for (const core::Method& method : programme.methods) {
      add({method.title});
      add(method.steps);
    }
    for (const core::Case& each : programme.cases) add({each.title, each.text});
    EXPECT_GE(programme.cases.size(), static_cast<std::size_t>(programme.usual.presenters))
        << "a reserve for each";
    for (const auto& session : programme.sessions) {
      add({session.theme, session.about});
      add_practice(session);
      EXPECT_LE(session.preparation_minutes(), core::preparation_offered) << key;
      for (const auto& resource : session.preparation) expect_trilingual(resource.title, key);
    }
    for (const auto& text : own_words) {
      expect_trilingual(text, key);
      expect_right_norm(text);
    }
  }
  EXPECT_THAT(names, ElementsAre("dialogkafe", "etikk", "fri", "hjerte-hode-hender", "hverdagsmestring",
                                 "palliasjon", "studiesirkel"));
}

TEST(BuiltInPacks, PalliasjonIsTheFiveSessionsOfTheNationalPackage) {
  const auto palliasjon = load_packs({}).at("palliasjon");
  EXPECT_EQ(describe(palliasjon),
            "ok: 5 sessions, 37 resources, 35 questions; preparation 60 minutes a session");
  EXPECT_THAT(palliasjon.checkout, SizeIs(3));
  // Chapters and films per session, from the table of the package.
  const std::vector<std::pair<int, int>> expected{{3, 5}, {3, 4}, {4, 5}, {3, 1}, {5, 4}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& session = palliasjon.sessions.at(i);
    const auto count = [&](core::Resource::Kind kind) {
      return std::count_if(session.preparation.begin(), session.preparation.end(),
                           [&](const core::Resource& resource) { return resource.kind == kind; });
    };
    EXPECT_EQ(count(core::Resource::Kind::text), expected[i].first) << i;
    EXPECT_EQ(count(core::Resource::Kind::film), expected[i].second) << i;
    EXPECT_THAT(session.closing, SizeIs(3));
    EXPECT_GE(session.questions.size(), 5u);
    EXPECT_LE(session.questions.size(), 8u);
  }
}

// The first run sheet asked how it went with what the group had wanted to try.
TEST(BuiltInPacks, SpeakOfLastTimeOnlyToThoseWhoHaveMetBefore) {
  for (const auto& [key, programme] : load_packs({})) {
    const core::SessionPlan& first =
        programme.sessions.empty() ? programme.usual : programme.sessions.front();
    for (const core::Phase& phase : first.phases) {
      const std::string how = phase.how.in(core::Language::nb);
      if (how.find(" sist,") != how.npos || how.find(" sist?") != how.npos ||
          how.find("dere ville prøve") != how.npos)
        EXPECT_THAT(how, HasSubstr("Har dere møttes før")) << key;
    }
  }
}

TEST(BuiltInPacks, FreeTopicsHaveNoPlan) {
  const auto programmes = load_packs({});
  EXPECT_THAT(programmes.at("fri").sessions, SizeIs(0));
  EXPECT_EQ(describe(programmes.at("fri")),
            "ok: no fixed sessions, topics are chosen freely; 3 sentences in the check-out, 3 methods");
  EXPECT_THAT(programmes.at("hverdagsmestring").sessions, SizeIs(5));
  EXPECT_TRUE(programmes.at("hverdagsmestring").pick);
}

TEST(BuiltInPacks, OfTheLargestPracticesHaveWhatThoseHave) {
  const auto programmes = load_packs({});
  const core::Programme& ethics = programmes.at("etikk");
  EXPECT_THAT(ethics.methods.at(0).steps, SizeIs(6));
  EXPECT_THAT(ethics.usual.phases, SizeIs(8)) << "arriving, six steps, the last round";
  EXPECT_THAT(ethics.sessions, SizeIs(0));
  EXPECT_THAT(programmes.at("studiesirkel").sessions, SizeIs(10));
  EXPECT_THAT(programmes.at("hjerte-hode-hender").sessions, SizeIs(10));
  EXPECT_EQ(programmes.at("hjerte-hode-hender").usual.presenters, 2);
  EXPECT_EQ(programmes.at("palliasjon").certificate, 4);
}

// --- packs of one's own --------------------------------------------------------------------------

class OwnPacks : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  const fs::path folder = fs::path(testing::TempDir()) / ("packs-" + std::to_string(::getpid()));
};

TEST_F(OwnPacks, StandBesideTheBuiltInOnesOrTakeTheirPlace) {
  write("demens.toml", good_pack);
  write("palliasjon.toml", good_pack);
  write("notes.txt", "no pack");
  write("._demens.toml", "what another system keeps of a file");
  fs::create_symlink("marit@pc.4711", folder / ".#demens.toml");  // Emacs, while it is being changed
  const auto programmes = load_packs(folder);
  EXPECT_THAT(programmes, SizeIs(8));
  EXPECT_EQ(programmes.at("demens").title.in(core::Language::en), "Title");
  EXPECT_EQ(programmes.at("palliasjon").title.in(core::Language::en), "Title");
  EXPECT_EQ(load_pack(folder / "demens.toml").key, "demens");
}

TEST_F(OwnPacks, BeginAsACopyOfABuiltInOne) {
  write("demens.toml", built_in_pack("studiesirkel"));
  const auto programmes = load_packs(folder);
  EXPECT_THAT(programmes.at("demens").sessions, SizeIs(programmes.at("studiesirkel").sessions.size()));
  try {
    built_in_pack("../packs/fri");
    FAIL();
  } catch (const ConfigError& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("dialogkafe, etikk, fri"));
  }
}

TEST_F(OwnPacks, AreRefusedTogetherWithTheProblemsOfEachFile) {
  write("a.toml", "title = 1");
  write("b.toml", "title.nb = ");
  try {
    load_packs(folder);
    FAIL();
  } catch (const ConfigError& refused) {
    EXPECT_THAT(refused.what(),
                HasSubstr((folder / "a.toml").string() + ":1: title: a section [title] is needed here"));
    EXPECT_THAT(refused.what(), HasSubstr((folder / "b.toml").string() + ":1: title.nb: this is not TOML"));
  }
}

// --- the document --------------------------------------------------------------------------------

TEST(PackDocuments, ThePageListsEveryKeyAsTheCodeKnowsIt) {
  std::vector<std::string> lines, rows, expected;
  const std::string page = file_text(fs::path(REFLEKS_SOURCE_DIR) / "docs/packs.md");
  for (const auto& line : boost::algorithm::split(lines, page, boost::is_any_of("\n")))
    if (line.starts_with("| `")) rows.push_back(line);
  for (const auto& key : pack_keys())
    if (!key.meaning.starts_with("the same in "))  // said of all of them above the table
      expected.push_back("| `" + std::string(key.path) + "` | " + std::string(key.meaning) + " | " +
                         std::string(key.standard) + " |");
  EXPECT_EQ(rows, expected);
}

TEST(PackDocuments, ThePackOnThePageLoads) {
  const std::string page = file_text(fs::path(REFLEKS_SOURCE_DIR) / "docs/packs.md");
  const auto begin = page.find("```toml\n") + 8;
  const auto programme =
      parse_pack(page.substr(begin, page.find("```", begin) - begin), "docs/packs.md", "demens");
  EXPECT_EQ(describe(programme), "ok: 1 session, 2 resources, 2 questions; preparation 35 minutes a session");
}

TEST(PackFuzz, APackCutAnywhereLoadsOrIsRefusedWithPlaces) {
  const std::string text = file_text(fs::path(REFLEKS_SOURCE_DIR) / "bot/packs/hverdagsmestring.toml");
  std::size_t loaded = 0;
  for (std::size_t size = 0; size <= text.size(); size += 7) try {
      parse_pack(text.substr(0, size), "pack.toml", "pack");
      ++loaded;
    } catch (const ConfigError& refused) {
      ASSERT_FALSE(refused.problems.empty());
      for (const auto& problem : refused.problems) ASSERT_THAT(problem, testing::StartsWith("pack.toml:"));
    }
  EXPECT_GT(loaded, 5u);
}

}  // namespace
TEST(Packs, TakeAddressesFromAFileBesideThem) {
  const support::TempDirectory folder;
  const auto write = [&](const char* name, const std::string& text) { std::ofstream(folder / name) << text; };
  write("palliasjon.links.toml",
        "[[links]]\ntitle = \"Film: Læringsmodellen\"\nurl = \"https://fjordvik.example/film\"\n");
  const auto plan = load_packs(folder / "").at("palliasjon").sessions.at(0);
  const auto film = std::find_if(plan.preparation.begin(), plan.preparation.end(), [](const auto& resource) {
    return resource.title.in(core::Language::nb) == "Film: Læringsmodellen";
  });
  ASSERT_NE(film, plan.preparation.end());
  EXPECT_EQ(film->url, "https://fjordvik.example/film");
  EXPECT_EQ(load_packs({}).at("palliasjon").sessions.at(0).preparation.at(0).url, "");
  const auto problem = [&] {
    try {
      load_packs(folder / "");
    } catch (const ConfigError& error) {
      return error.problems.at(0);
    }
    return std::string("none");
  };
  write("palliasjon.links.toml",
        "[[links]]\ntitle = \"Film: Ukjent\"\nurl = \"https://fjordvik.example/\"\n");
  EXPECT_NE(problem().find("Film: Ukjent"), std::string::npos) << problem();
  write("palliasjon.links.toml", "[[links]]\ntitle = \"Film: Kommunikasjon\"\nurl = \"film\"\n");
  EXPECT_NE(problem().find("links[1].url"), std::string::npos) << problem();
  write("palliasjon.links.toml", "");
  write("demens.links.toml", "");
  EXPECT_NE(problem().find("no programme of that name"), std::string::npos) << problem();
}

}  // namespace app
