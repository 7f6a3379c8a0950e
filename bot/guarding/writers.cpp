#include "bot/guarding/writers.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace guarding {
namespace {

using Words = std::span<const Word>;

// In small letters. Beginnings of what few in a group are; not nurses and their assistants, as most are.
constexpr auto few_are = std::to_array<std::u16string_view>({
    u"nattev",  u"nattv",   u"nattsk",      u"nattarb",   u"helgev",  u"helgav",  u"vikar",     u"ferievik",
    u"ekstrav", u"tilkall", u"lærling",     u"student",   u"tillits", u"verneom", u"hovedvern", u"hovudvern",
    u"teamled", u"fagled",  u"avdelingsle", u"fagsyke",   u"fagsjuk", u"fagutv",  u"hjelpepl",  u"pleieas",
    u"vernepl", u"ergoter", u"fysioter",    u"aktivitør", u"renhold", u"reinhal", u"kokk",      u"vaktmes",
    u"vaktmei", u"nyansat", u"nytilset",    u"nyutdan",   u"gravid",  u"sykmeld", u"sjukmel",   u"sykemel",
    u"mannlig", u"mannleg", u"apprentic",   u"night",
});
// Of others: «som teamlederen sa, tror jeg»; and of several, «jeg er vikarene takknemlig».
constexpr auto definite = std::to_array<std::u16string_view>({u"ene", u"ane", u"en", u"et", u"a"});
constexpr auto of_several = std::span(definite).first(2);
constexpr auto nights = std::to_array<std::u16string_view>({u"natt", u"netter", u"nights"});
// Many work every third.
constexpr auto weekends = std::to_array<std::u16string_view>({u"helg", u"helger", u"weekends"});
constexpr auto never_else =
    std::to_array<std::u16string_view>({u"bare", u"berre", u"kun", u"only", u"alltid"});
constexpr auto alone = std::to_array<std::u16string_view>({u"eneste", u"einaste", u"only"});
// Between «jeg er» and what one is.
constexpr auto fillers = std::to_array<std::u16string_view>(
    {u"den", u"en",   u"ei",    u"ein",  u"jo", u"bare", u"berre",  u"kun",  u"fast",
     u"ny",  u"selv", u"sjølv", u"også", u"på", u"som",  u"alltid", u"mest", u"nå",
     u"no",  u"fra",  u"frå",   u"from", u"a",  u"an",   u"the",    u"only"});
constexpr auto verbs = std::to_array<std::u16string_view>(
    {u"er", u"jobber", u"jobbar", u"arbeider", u"går", u"am", u"m", u"work"});
constexpr auto english_verbs = std::to_array<std::u16string_view>({u"am", u"m", u"work"});
constexpr auto greetings =
    std::to_array<std::u16string_view>({u"hilsen", u"helsing", u"mvh", u"vh", u"regards"});

template <std::size_t n>
bool is_one_of(const Word& word, const std::array<std::u16string_view, n>& words) {
  return std::ranges::find(words, std::u16string_view(word.text)) != words.end();
}
// In Norwegian a small i is no pronoun.
bool is_i(const Word& word) {
  return word.text == u"jeg" || word.text == u"eg" || (word.text == u"i" && word.capital);
}

// «den eneste», but not «den eneste som synes», which asks whether others do.
bool is_the_only_one(Words words) {
  if (words.empty() || !is_one_of(words[0], alone)) return false;
  const bool that = words.size() > 2 && (words[1].text == u"som" || words[1].text == u"who");
  return !that || is_one_of(words[2], verbs) || words[2].text == u"har";
}

// Whether the words begin by what few are, or by when few work; not in a form with one of these endings.
bool begins_by_what_few_are(Words words, std::span<const std::u16string_view> no_endings = {}) {
  const auto ends = [&](const Word& word) {
    return std::ranges::any_of(no_endings, [&](auto ending) { return word.text.ends_with(ending); });
  };
  bool the = false, just = false;  // stand before it
  for (; !words.empty(); words = words.subspan(1)) {
    const Word& word = words.front();
    // «I am only tired»
    const bool only = is_the_only_one(words) && (the || word.text != u"only");
    if (only || is_one_of(word, nights) || (just && is_one_of(word, weekends))) return true;
    if (std::ranges::any_of(few_are, [&](auto part) { return word.text.starts_with(part); }))
      return !ends(word);
    if (!is_one_of(word, fillers)) return false;
    the = word.text == u"the";
    just = is_one_of(word, never_else);
  }
  return false;
}

bool sentence_says_who_writes(Words words) {
  constexpr std::size_t near = 5;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    // «jeg er ...», «jeg som er ...»; «i går» is yesterday.
    const std::size_t verb = words[i + 1].text == u"som" && i + 2 < words.size() ? i + 2 : i + 1;
    const bool am = words[i].text == u"i" ? is_one_of(words[verb], english_verbs)
                                          : is_i(words[i]) && is_one_of(words[verb], verbs);
    if (am && begins_by_what_few_are(words.subspan(verb + 1), of_several)) return true;
    // «Som tillitsvalgt mener jeg», «jeg, som vikar»; not «hun begynte som vikar, og jeg».
    const bool mine = i > 0 && is_i(words[i - 1]), opens = words[i].capital || i == 0 || mine;
    const Words behind = words.subspan(i + 1), close = behind.first(std::min(near, behind.size()));
    if (!opens || (words[i].text != u"som" && words[i].text != u"as")) continue;
    if (mine ? begins_by_what_few_are(behind, of_several)
             : std::ranges::any_of(close, is_i) && begins_by_what_few_are(behind, definite))
      return true;
  }
  return false;
}

}  // namespace

Words signature_of(Words words) {
  constexpr std::size_t longest = 4;
  for (std::size_t left = 1; left <= std::min(words.size(), longest + 1); ++left) {
    const std::size_t at = words.size() - left;
    const bool told_of = at > 0 && (words[at - 1].text == u"en" || words[at - 1].text == u"ei");
    if (is_one_of(words[at], greetings) && !told_of) return words.subspan(at + 1);
  }
  return {};
}

bool says_who_writes(Words words) {
  for (Words rest = words; !rest.empty();) {
    const auto end = std::ranges::find(rest, true, &Word::last);
    const auto size = static_cast<std::size_t>(end - rest.begin()) + (end != rest.end());
    if (sentence_says_who_writes(rest.first(size))) return true;
    rest = rest.subspan(size);
  }
  return begins_by_what_few_are(signature_of(words));
}

}  // namespace guarding
