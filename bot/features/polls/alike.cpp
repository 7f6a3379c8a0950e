#include "bot/features/polls/alike.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {
namespace {

using Words = std::set<std::string>;

// Folded, as core::folded writes them: words that turn a question round, say how much, or nothing of what it
// is about.
const Words left_out{
    "ikke",    "ikkje",  "ei",      "aldri",   "ingen", "not",     "never",   "no",      "uten",   "utan",
    "without", "er",     "det",     "den",     "de",    "dei",     "har",     "vi",      "du",     "dere",
    "dykk",    "en",     "et",      "ein",     "eit",   "a",       "og",      "i",       "paa",    "som",
    "om",      "at",     "til",     "med",     "for",   "vart",    "var",     "is",      "are",    "do",
    "does",    "we",     "you",     "the",     "it",    "an",      "and",     "of",      "to",     "in",
    "have",    "has",    "synes",   "tykkjer", "mener", "meiner",  "skal",    "boer",    "kan",    "should",
    "think",   "ja",     "nei",     "yes",     "noe",   "noko",    "eller",   "or",      "hva",    "kva",
    "hvem",    "kven",   "hvor",    "kor",     "naar",  "hvordan", "korleis", "what",    "who",    "when",
    "where",   "how",    "jeg",     "eg",      "deg",   "meg",     "oss",     "me",      "us",     "dette",
    "denne",   "this",   "hvorfor", "kvifor",  "why",   "mot",     "imot",    "against", "fra",    "fraa",
    "av",      "ved",    "hos",     "from",    "by",    "on",      "naa",     "now",     "her",    "here",
    "der",     "there",  "vaar",    "vaart",   "vaare", "din",     "ditt",    "dine",    "deres",  "min",
    "mitt",    "mine",   "our",     "your",    "my",    "alle",    "all",     "alltid",  "always", "nok",
    "enough",  "mye",    "mykje",   "lite",    "much",  "little",  "altfor",  "litt",    "too",    "svaert",
    "veldig",  "ganske", "very",    "quite",   "blir",  "bli",     "ble",     "blei",    "blitt",  "ha",
    "hatt",    "hadde",  "be",      "been",    "was",   "were",    "kunne",   "skulle",  "burde",  "can",
    "could",   "vaere",  "vere",    "vaert",   "vore",  "mi",      "di",      "dykkar"};
// Those of them that tell two questions apart all the same where only one other word is left, as one of
// them: "Er du på vakt?" is not "Har vi nok vakter?".
const std::map<std::string_view, std::string_view> beside_one_word{
    {"nok", "nok"},   {"enough", "nok"},    {"mye", "nok"},      {"mykje", "nok"}, {"much", "nok"},
    {"lite", "nok"},  {"little", "nok"},    {"altfor", "nok"},   {"too", "nok"},   {"alle", "alle"},
    {"all", "alle"},  {"bli", "bli"},       {"blir", "bli"},     {"ble", "bli"},   {"blei", "bli"},
    {"blitt", "bli"}, {"alltid", "alltid"}, {"always", "alltid"}};
// At the head of a question, what is asked for.
const std::map<std::string_view, std::string_view> asked_for{
    {"naar", "naar"}, {"when", "naar"}, {"hvem", "hvem"}, {"kven", "hvem"}, {"who", "hvem"}};
// Besides, where one answers in words: what heads any such field, or asks for words at all.
const Words of_any_text{"kommentar", "kommentarer", "kommentarar", "merknad",   "merknader", "merknadar",
                        "innspill",  "innspel",     "mer",         "meir",      "annet",     "anna",
                        "andre",     "begrunn",     "begrunnelse", "grunngi",   "grunngje",  "grunngiving",
                        "forklar",   "forklaring",  "utdyp",       "skriv",     "svar",      "svaret",
                        "fortell",   "fortel",      "egne",        "eigne",     "ord",       "comment",
                        "comments",  "any",         "anything",    "something", "else",      "more",
                        "other",     "explain",     "write",       "answer",    "words",     "own",
                        "your",      "tell",        "please",      "gjerne"};
// Alone they say what somebody does, and not what about.
const Words any_deed{"tar", "ta", "tek", "take", "takes", "gjoer", "gjer", "faar", "get"};
// Answers made of these and of numbers alone are steps, and anybody's: they say nothing of what was asked.
const Words of_steps{"ja",       "jo",        "nei",    "kanskje", "vet",     "veit",    "ikke",    "ikkje",
                     "usikker",  "yes",       "no",     "maybe",   "perhaps", "don",     "t",       "know",
                     "not",      "sure",      "unsure", "enig",    "einig",   "uenig",   "ueinig",  "agree",
                     "disagree", "helt",      "heilt",  "delvis",  "litt",    "verken",  "hverken", "eller",
                     "bra",      "god",       "godt",   "good",    "bad",     "daarlig", "daarleg", "middels",
                     "ok",       "greit",     "passe",  "for",     "mye",     "mykje",   "lite",    "ganske",
                     "svaert",   "veldig",    "en",     "ein",     "del",     "noe",     "noko",    "aldri",
                     "sjelden",  "av",        "og",     "til",     "ofte",    "alltid",  "never",   "always",
                     "often",    "sometimes", "both",   "begge",   "deler",   "annet",   "anna"};
// Opposites, and other forms of one word, as one of them.
const std::pair<const char*, const char*> same_word[] = {
    {"minst", "mer"},        {"mest", "mer"},       {"mindre", "mer"},       {"meir", "mer"},
    {"faerre", "flere"},     {"fleire", "flere"},   {"daarlig", "god"},      {"daarleg", "god"},
    {"bra", "god"},          {"lett", "vanskelig"}, {"least", "more"},       {"most", "more"},
    {"less", "more"},        {"fewer", "more"},     {"bad", "good"},         {"disagree", "agree"},
    {"sjelden", "ofte"},     {"sjeldan", "ofte"},   {"verre", "bedre"},      {"betre", "bedre"},
    {"daarligere", "bedre"}, {"daarligst", "best"}, {"slutte", "fortsette"}, {"slutt", "fortsette"},
    {"liten", "stor"},       {"lav", "hoey"},       {"laag", "hoey"},        {"hoeg", "hoey"},
    {"kort", "lang"},        {"svak", "sterk"}};
// The same, but of these words as they stand alone: without its ending "nytte" is "nytt".
const std::pair<const char*, const char*> same_form[] = {
    {"godt", "god"}, {"fint", "fin"},  {"nytt", "ny"},    {"lavt", "hoey"}, {"rent", "ren"},
    {"sent", "sen"}, {"faa", "faar"},  {"fikk", "faar"},  {"fekk", "faar"}, {"faatt", "faar"},
    {"got", "get"},  {"ville", "vil"}, {"would", "will"}, {"maatte", "maa"}};

// Without its endings, so that "bemanningen", "bemanninga" and "bemanning" are one word, and without the last
// of two letters alike ("rommet", "rom"). What is left is only compared: it need be no word.
std::string stem(std::string word) {
  const auto one_at_the_end = [&word] {
    if (word.size() > 2 && word.back() == word[word.size() - 2] && word.back() >= 'a') word.pop_back();
  };
  const auto cut = [&](std::string_view ending, std::size_t left) {
    if (!word.ends_with(ending) || word.size() < ending.size() + left) return false;
    word.resize(word.size() - ending.size());
    one_at_the_end();
    return true;
  };
  // Behind a vowel as well ("temaer", "veien", "familie"), where it is none that folding wrote with two
  // ("kjoett").
  const auto fewest_left = [&](std::string_view ending) -> std::size_t {
    const char before = word.size() > ending.size() ? word[word.size() - ending.size() - 1] : ' ';
    const bool is_long = ending.size() > 1;
    if (before == 'i' && (is_long || ending == "e")) return 3;
    if ((before == 'e' || before == 'u') && is_long) return 3;
    if (before == 'a' && is_long) return 4;
    return std::string_view("aeiou").find(before) == std::string_view::npos ? 2 : word.size();
  };
  const auto cut_one = [&] {
    for (const char* ending : {"ene", "ane", "en", "et", "er", "ar", "es", "e", "a"})
      if (cut(ending, fewest_left(ending))) return true;
    for (const char* ending : {"n", "t", "s", "d"})
      if (cut(ending, 4)) return true;
    return false;
  };
  one_at_the_end();
  while (cut_one()) {
  }
  return word;
}

std::string as_one(const std::string& word) {
  static const std::map<std::string, std::string> found = [] {
    std::map<std::string, std::string> all;
    for (const auto& [form, as] : same_word) all.emplace(form, as);
    for (const auto& [form, as] : same_form) all.emplace(form, as);
    for (const auto& [form, as] : same_word) all.emplace(stem(form), as);  // "lettere" as "lett"
    return all;
  }();
  const auto one = found.find(word);
  return one == found.end() ? word : one->second;
}

std::string not_turned_round(std::string word) {
  for (const char* prefix : {"mis", "u"})
    if (word.starts_with(prefix) && word.size() > std::string_view(prefix).size() + 2)
      return word.substr(std::string_view(prefix).size());
  return word;
}

std::string meaning(const std::string& said) {
  return not_turned_round(stem(as_one(stem(as_one(said)))));
}

// The word with its endings, but for the two of "uken" and "uka", the e of "trygge" and the t of "trygt".
// "Vakt", "vakten" and "vakter" are three: alone, they stand in three questions.
std::string form(const std::string& said) {
  std::string word = as_one(said);
  if (word.size() > 2 && word.ends_with('a')) word.replace(word.size() - 1, 1, "en");
  const bool neuter = word.size() > 4 && word.ends_with('t') &&
                      std::string_view("aeiouy").find(word[word.size() - 2]) == std::string_view::npos;
  if (neuter) word.pop_back();
  if (word.size() > 3 && word.ends_with('e') && !word.ends_with("ene")) word.pop_back();
  if (word.size() > 3 && word.back() == word[word.size() - 2]) word.pop_back();
  return not_turned_round(std::move(word));
}

Words meanings(const Words& words) {
  Words all;
  for (const std::string& word : words) all.insert(meaning(word));
  return all;
}

// As they stand, without signs and capitals. Where there are none but emoji, those are what is said.
std::vector<std::string> read(const std::string& text) {
  const std::string even = core::folded(core::likeness(text));
  std::vector<std::string> all = core::words_in(even);
  if (all.empty() && !core::is_clean(even)) all.push_back(even);
  return all;
}

Words meant_by(const std::vector<std::string>& words) {
  Words all;
  for (const std::string& word : words)
    if (!left_out.contains(word)) all.insert(meaning(word));
  return all;
}

Words but(Words words, const Words& others) {
  std::erase_if(words, [&](const std::string& word) { return others.contains(word); });
  return words;
}

struct Prompt {
  Prompt(const core::Question& question, core::Language language)
      : said(read(question.prompt.in(language))), meant(meant_by(said)) {
    for (const std::string& word : said) {
      if (!left_out.contains(word)) forms.insert(form(word));
      if (const auto one = beside_one_word.find(word); one != beside_one_word.end())
        beside.insert(std::string(one->second));
    }
    if (said.empty()) return;
    if (const auto one = asked_for.find(said.front()); one != asked_for.end()) wants = one->second;
  }
  bool says_the_same(const Prompt& other) const { return !said.empty() && said == other.said; }
  // One word alone is in many questions. With how much of it is asked for, it is two.
  bool is_the_same(const Prompt& other) const {
    if (says_the_same(other)) return true;
    if (meant.empty() || meant != other.meant || wants != other.wants) return false;
    return meant.size() > 1 || (beside == other.beside && (!beside.empty() || forms == other.forms));
  }
  bool is_the_same_in_form(const Prompt& other) const {
    return says_the_same(other) ||
           (!forms.empty() && forms == other.forms && beside == other.beside && wants == other.wants);
  }
  Words forms_besides(const Words& meanings) const {
    Words all;
    for (const std::string& word : said)
      if (!left_out.contains(word) && !meanings.contains(meaning(word))) all.insert(form(word));
    return all;
  }
  std::vector<std::string> said;
  Words meant, forms, beside;
  std::string_view wants;
};

bool is_text(const core::Question& question) {
  return question.kind == core::Question::Kind::text;
}
bool is_yes_no(const core::Question& question) {
  return std::ranges::is_permutation(question.options, yes_no());
}
bool has_own_options(const core::Question& question) {
  return !question.options.empty() && !is_yes_no(question) && question.options != agreement_scale();
}
bool is_of_steps(const std::string& word) {
  return of_steps.contains(word) || core::ascii::is_digits(word);
}
bool has_steps(const core::Question& question, core::Language language) {
  return question.kind == core::Question::Kind::scale ||
         std::ranges::all_of(question.options, [&](const core::Localized& option) {
           return std::ranges::all_of(read(option.in(language)), is_of_steps);
         });
}
std::set<std::string> options_of(const core::Question& question, core::Language language) {
  std::set<std::string> all;
  for (const core::Localized& option : question.options)
    all.insert(boost::algorithm::join(read(option.in(language)), " "));
  return all;
}
bool includes_either(const std::set<std::string>& one, const std::set<std::string>& other) {
  return std::ranges::includes(one, other) || std::ranges::includes(other, one);
}

// Yes or no (or how much) to one of the answers that the other one lets choose: "A, B or C?", and "A?".
bool is_of_one_option(const core::Question& asked, const Prompt& prompt, const core::Question& chosen_from,
                      const Prompt& other, core::Language language) {
  if (other.meant.empty() || has_steps(chosen_from, language)) return false;
  if (has_own_options(asked) && !has_steps(asked, language)) return false;
  static const Words how_much{meaning("mer"), meaning("more")};
  Words rest = but(other.meant, how_much);
  std::vector<Words> options;
  for (const core::Localized& option : chosen_from.options) {
    options.push_back(but(meant_by(read(option.in(language))), how_much));
    rest = but(std::move(rest), options.back());
  }
  const Words meant = but(prompt.meant, how_much);
  return std::ranges::any_of(options, [&](Words both) {
    if (both.empty()) return false;
    both.insert(rest.begin(), rest.end());
    return meant == both && (meant.size() > 1 || prompt.beside.empty());
  });
}

bool is_in_one_language(const core::Question& question) {
  const auto is_one = [](const core::Localized& text) { return text == core::Localized(text.texts.front()); };
  return is_one(question.prompt) && std::ranges::all_of(question.options, is_one);
}
// What the bot asks is written in all languages, what a facilitator types in one.
template <class Same>
bool in_any_language(const core::Question& one, const core::Question& other, const Same& same) {
  if (is_in_one_language(one) && is_in_one_language(other)) return same(core::all_languages.front());
  return std::ranges::any_of(core::all_languages, same);
}

}  // namespace

bool asks_the_same(const core::Question& one, const core::Question& other) {
  if (is_text(one) || is_text(other)) return false;
  return in_any_language(one, other, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    if (first.is_the_same(again) || is_of_one_option(one, first, other, again, language) ||
        is_of_one_option(other, again, one, first, language))
      return true;
    const auto options = options_of(one, language), others = options_of(other, language);
    // A prompt of common words alone says nothing: what is asked stands in the options, or was said aloud.
    if (first.meant.empty() && again.meant.empty()) return options == others;
    if (!has_own_options(one) || !has_own_options(other)) return false;
    const bool nested = includes_either(first.meant, again.meant);
    if (has_steps(one, language) || has_steps(other, language)) return options == others && nested;
    if (options != others)
      return nested && std::min(options.size(), others.size()) > 1 && includes_either(options, others);
    return nested || std::ranges::any_of(first.meant,
                                         [&](const std::string& word) { return again.meant.contains(word); });
  });
}

bool asks_plainly_the_same(const core::Question& question, const core::Question& before) {
  if (is_text(question) || is_text(before)) return false;
  return in_any_language(question, before, [&](core::Language language) {
    const Prompt now(question, language), then(before, language);
    // A yes or no beside what is asked in steps: "Er du trygg?", "Hvor mye tryggere er du?".
    const bool same =
        is_yes_no(question) == is_yes_no(before) ? now.is_the_same(then) : now.is_the_same_in_form(then);
    return same || (has_own_options(before) && std::ranges::includes(then.meant, now.meant) &&
                    options_of(question, language) == options_of(before, language));
  });
}

bool asks_the_same_in_words(const core::Question& one, const core::Question& other) {
  if (!is_text(one) && !is_text(other)) return false;
  static const Words deeds = meanings(any_deed), heads = meanings(of_any_text);
  return in_any_language(one, other, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    const Words meant = but(first.meant, heads);  // none: "Why?" is asked of everything
    if (meant.empty() || meant != but(again.meant, heads) || first.wants != again.wants) return false;
    if (first.says_the_same(again)) return true;
    if (!but(meant, deeds).empty() && meant.size() > 1) return true;
    return !but(meant, deeds).empty() && first.beside == again.beside &&
           (!first.beside.empty() || first.forms_besides(heads) == again.forms_besides(heads));
  });
}

}  // namespace polls
