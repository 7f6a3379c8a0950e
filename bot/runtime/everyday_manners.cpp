// What is said to be polite, and by somebody who should turn to people.

#include <algorithm>
#include <array>

#include "bot/runtime/bare_words.hpp"
#include "bot/runtime/everyday.hpp"

namespace runtime {

std::optional<Manner> manner_of(const core::CommandLine& line) {
  static constexpr std::string_view
      greetings =
          "hei hallo heisann hey hi hello god godt riktig morgen dag kveld jul nyttar helg natt sommer paske "
          "good morning afternoon evening happy merry new year christmas refleks",
      thanks =
          "takk takker tusen mange flott fint bra ok okay okei supert "
          "thanks thank you thx great fine",
      answers = "ja nei jo yes no nope gjerne please";
  static constexpr std::array kinds{std::pair{Manner::greeting, greetings}, std::pair{Manner::thanks, thanks},
                                    std::pair{Manner::yes_or_no, answers}};
  std::vector<std::string> words;
  bool said = false;
  for (const auto& word : line.words) {
    if (word.quoted || word.user || words.size() > 4) return std::nullopt;
    said = true;
    if (!core::says_nothing(word.text)) words.push_back(bare(word.text));
  }
  if (!said) return std::nullopt;
  if (words.empty()) return Manner::thanks;  // a thumb
  // "Takk for i dag", "tusen takk for hjelpa"; what more is said is looked at.
  const auto thanked =
      std::ranges::find_if(words, [](const auto& word) { return among(word, "takk thanks"); });
  if (thanked - words.begin() <= 1 && words.end() - thanked > 2 && among(*(thanked + 1), "for") &&
      words.end() - thanked <= 4 && among(words.back(), "dag sist hjelp* samling* mote* help today session"))
    return Manner::thanks;
  for (const auto& [manner, known] : kinds)
    if (std::ranges::all_of(words, [&, &manner = manner, &known = known](const std::string& word) {
          // "Nei takk"
          return among(word, known) || (manner == Manner::yes_or_no && among(word, thanks));
        }))
      return manner;
  return std::nullopt;
}

Hard has_it_hard(const core::CommandLine& line) {
  constexpr std::size_t short_line = 6;  // a longer one is about a session, or somebody else
  const Bare words = bare_words(line);
  const auto says = [&](std::string_view any) { return first_among(words, any) < words.size(); };
  if (says("utslitt* utbrent* deprimert* selvmord* sjolvmord* suicid* angst* burnout depressed")) {
    const bool oneself = says("jeg eg ej je i i'm im am my me meg meir mer lenger");
    const bool topic = says(
        "pasient* beboer* bebuar* bruker* brukar* parorende* tema* emne* hvordan korleis patient* resident* "
        "relative* topic* how");
    return words.size() > 1 && (topic || !oneself) ? Hard::or_a_topic : Hard::yes;
  }
  const bool said =
      line.words.size() <= short_line &&
      ((says("orker orkar") && says("mer meir lenger lengre")) || (says("tungt toft") && says("har hatt")) ||
       (says("snakke prate talk") && says("non nokon someone somebody")));
  return said ? Hard::yes : Hard::no;
}

}  // namespace runtime
