#include "bot/core/texts.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <stdexcept>

namespace {

using core::Language;

std::set<std::string> places_of(const std::string& words) {
  static const std::regex place(R"(\{([a-z_]*)[^}]*\})");
  std::set<std::string> names;
  for (std::sregex_iterator it(words.begin(), words.end(), place), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

// Every place filled with the same words; a text has at most six.
std::string filled(Language language, const std::string& key, const std::set<std::string>& names,
                   const std::string& words) {
  std::vector<std::string> all(names.begin(), names.end());
  if (all.size() > 6) throw std::logic_error("more than six places in " + key);
  while (all.size() < 6) all.push_back("unused" + std::to_string(all.size()));
  return core::text(language, key,
                    {{all[0].c_str(), words},
                     {all[1].c_str(), words},
                     {all[2].c_str(), words},
                     {all[3].c_str(), words},
                     {all[4].c_str(), words},
                     {all[5].c_str(), words}});
}

core::Date day(int y, unsigned m, unsigned d) {
  return std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d};
}

TEST(Texts, EveryKeyIsInAllThreeLanguagesWithTheSamePlaces) {
  const auto keys = core::all_keys("");
  ASSERT_GT(keys.size(), 300U);
  for (const std::string& key : keys) {
    const auto places = places_of(core::raw_text(Language::nb, key));
    for (const Language language : core::all_languages) {
      const std::string raw = core::raw_text(language, key);
      EXPECT_FALSE(raw.empty()) << key;
      EXPECT_EQ(places_of(raw), places) << key << " in " << core::code(language);
    }
  }
}

TEST(Texts, EveryKeyFormatsWithItsArguments) {
  for (const std::string& key : core::all_keys(""))
    for (const Language language : core::all_languages) {
      const auto places = places_of(core::raw_text(language, key));
      const std::string said = filled(language, key, places, "Ærlig");
      EXPECT_EQ(said.find_first_of("{}"), std::string::npos) << key << ": " << said;
      EXPECT_EQ(said.find("Ærlig") == std::string::npos, places.empty()) << key;
    }
}

TEST(Texts, StrongMarksComeInPairs) {
  for (const std::string& key : core::all_keys(""))
    for (const Language language : core::all_languages) {
      const std::string raw = core::raw_text(language, key);
      int marks = 0;
      for (auto at = raw.find("**"); at != std::string::npos; at = raw.find("**", at + 2)) ++marks;
      EXPECT_EQ(marks % 2, 0) << key << " in " << core::code(language) << ": " << raw;
    }
}

TEST(Texts, AnUnknownKeyIsAMistakeOfTheProgram) {
  EXPECT_THROW(core::text(Language::nb, "no.such.key"), std::logic_error);
  EXPECT_THROW(core::text_n(Language::nb, "no.such.key", 1), std::logic_error);
  EXPECT_THROW(core::rich(Language::nb, "no.such.key"), std::logic_error);
  EXPECT_FALSE(core::has_text("no.such.key"));
  EXPECT_TRUE(core::has_text("polls.result"));
}

TEST(Texts, AMissingArgumentIsNotShownAsAPlace) {
  EXPECT_ANY_THROW(core::text(Language::nb, "polls.result"));
}

TEST(Texts, KeysAreFoundByTheirBeginning) {
  const auto keys = core::all_keys("weekday.");
  EXPECT_EQ(keys.size(), 7U);
  for (const std::string& key : keys) EXPECT_TRUE(key.starts_with("weekday.")) << key;
}

TEST(Texts, OneAndManyAreSaidDifferently) {
  EXPECT_EQ(core::text_n(Language::nb, "matters.status", 1), "1 sak venter på svar fra lederen.");
  EXPECT_EQ(core::text_n(Language::nb, "matters.status", 2), "2 saker venter på svar fra lederen.");
  EXPECT_EQ(core::text_n(Language::nb, "matters.status", 0), "0 saker venter på svar fra lederen.");
  for (const Language language : core::all_languages) {
    EXPECT_NE(core::text_n(language, "matters.status", 1).substr(1),
              core::text_n(language, "matters.status", 5).substr(1));
    EXPECT_TRUE(core::text_n(language, "polls.answered", 12).starts_with("12 "));
  }
}

// The sandbox page fills these in itself and knows no plural; and one word for what a group does.
TEST(Texts, EnglishFitsAnyNumberAndSaysRaised) {
  EXPECT_EQ(core::text(Language::en, "sandbox.form.left", {{"n", 1}}), "Characters left: 1");
  EXPECT_EQ(core::text(Language::en, "sandbox.form.over", {{"n", 1}}), "Characters over the limit: 1");
  EXPECT_EQ(core::text_n(Language::en, "overview.weeks", 2), "raised 2 weeks ago");
  EXPECT_EQ(core::text_n(Language::en, "overview.hours", 1, {{"hours", 1}, {"minutes", 30}, {"period", 1}}),
            "1 h 30 min in 1 session (period 1)");
}

TEST(Texts, ArgumentsAreNeverReadAsMarkupOrPlaces) {
  const std::string sly = "**{title}** <@U1> {}";
  const core::Rich rich = core::rich(Language::nb, "ideas.chosen", {{"topic", sly}});
  ASSERT_EQ(rich.size(), 3U);
  EXPECT_EQ(rich[1].text, sly);
  EXPECT_EQ(rich[1].style, core::Span::Style::strong);
  EXPECT_EQ(rich[0].style, core::Span::Style::plain);
  EXPECT_EQ(rich[2].style, core::Span::Style::plain);
  EXPECT_EQ(rich[2].text, ".");
  EXPECT_EQ(core::text(Language::nb, "polls.result", {{"title", sly}}), "Resultat: " + sly);
}

TEST(Texts, RichKeepsTheWordsOfTheText) {
  for (const Language language : core::all_languages) {
    std::string plain = core::text(language, "unknown.nearest", {{"verb", "hjelp"}});
    for (auto at = plain.find("**"); at != std::string::npos; at = plain.find("**")) plain.erase(at, 2);
    EXPECT_EQ(core::plain_text(core::rich(language, "unknown.nearest", {{"verb", "hjelp"}})), plain);
  }
}

TEST(Texts, ALocalizedTextHoldsAllThree) {
  const core::Localized yes = core::localized("polls.yes");
  EXPECT_EQ(yes.in(Language::nb), "Ja");
  EXPECT_EQ(yes.in(Language::nn), "Ja");
  EXPECT_EQ(yes.in(Language::en), "Yes");
}

TEST(Texts, MomentsAreSaidAsPeopleSayThem) {
  const core::Local local = core::at(day(2026, 11, 24), core::Minutes{13 * 60 + 5});
  EXPECT_EQ(core::say_moment(Language::nb, local), "tirsdag 24. november kl. 13.05");
  EXPECT_EQ(core::say_moment(Language::nn, local), "tysdag 24. november kl. 13.05");
  EXPECT_EQ(core::say_moment(Language::en, local), "Tuesday 24 November at 13:05");
  EXPECT_EQ(core::say_date(Language::nb, day(2027, 5, 16)), "søndag 16. mai");
  EXPECT_EQ(core::say_time(Language::nb, core::at(day(2026, 1, 1), core::Minutes{7 * 60})), "07.00");
  EXPECT_EQ(core::say_time(Language::en, core::at(day(2026, 1, 1), core::Minutes{0})), "00:00");
  EXPECT_EQ(core::say_span(Language::nb, local, local + std::chrono::minutes{85}), "13.05–14.30");
  EXPECT_EQ(core::say_span(Language::en, local, local + std::chrono::minutes{85}), "13:05–14:30");
}

TEST(Texts, ListsEndWithAnd) {
  EXPECT_EQ(core::say_list(Language::nb, {}), "");
  EXPECT_EQ(core::say_list(Language::nb, {"a"}), "a");
  EXPECT_EQ(core::say_list(Language::nb, {"a", "b"}), "a og b");
  EXPECT_EQ(core::say_list(Language::en, {"a", "b", "c"}), "a, b and c");
}

TEST(Language, IsReadFromCodesAndNamesInAnyCase) {
  for (const char* word : {"nb", "NB", "bokmål", "Bokmaal", "norsk", "Norwegian"})
    EXPECT_EQ(core::language_from_text(word), Language::nb) << word;
  for (const char* word : {"nn", "Nynorsk"}) EXPECT_EQ(core::language_from_text(word), Language::nn) << word;
  for (const char* word : {"en", "English", "engelsk"})
    EXPECT_EQ(core::language_from_text(word), Language::en) << word;
  for (const char* word : {"", "svensk", "n"})
    EXPECT_EQ(core::language_from_text(word), std::nullopt) << word;
  for (const Language language : core::all_languages)
    EXPECT_EQ(core::language_from_text(core::code(language)), language);
}

// What somebody wrote may end in a mark of its own.
TEST(Texts, NoTwoMarksComeTogetherBeforeAColon) {
  const auto said = [](const std::string& title) {
    return core::plain_text(core::rich(Language::nb, "digests.result", {{"title", title}}));
  };
  EXPECT_EQ(said("Hva skal vi snakke om?"), "Gruppa svarte på Hva skal vi snakke om?");
  EXPECT_EQ(said("Vakta går til klokka 22."), "Gruppa svarte på Vakta går til klokka 22:");
  EXPECT_EQ(said("Vaktmøtet"), "Gruppa svarte på Vaktmøtet:");
  EXPECT_EQ(core::text(Language::nb, "digests.noticed", {{"title", "Ro, takk!"}, {"said", "ja."}}),
            "Ro, takk! ja.");
  const auto behind = [](const std::string& title, std::string_view words) {
    core::Rich spans{core::Span(title, core::Span::Style::strong)};
    core::say_behind(spans, words);
    return core::plain_text(spans);
  };
  EXPECT_EQ(behind("Til klokka 22.", ": Vi er i gang"), "Til klokka 22: Vi er i gang");
  EXPECT_EQ(behind("Hvem tar vakta?", ": Vi er i gang"), "Hvem tar vakta? Vi er i gang");
  EXPECT_EQ(behind("Til klokka 22.", " (Nord): ny"), "Til klokka 22. (Nord): ny");
  EXPECT_EQ(behind("Vent ...", ": ny"), "Vent ...: ny");
}

}  // namespace
