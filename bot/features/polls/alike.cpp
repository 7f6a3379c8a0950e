#include "bot/features/polls/alike.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <vector>

#include "bot/core/command_line.hpp"
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
    "veldig",  "ganske", "very",    "quite",   "faar",  "faa",     "fikk",    "fekk",    "faatt",  "get",
    "got",     "blir",   "bli",     "ble",     "blei",  "blitt",   "ha",      "hatt",    "hadde",  "be",
    "been",    "was",    "were",    "vil",     "ville", "kunne",   "skulle",  "burde",   "maa",    "maatte",
    "will",    "would",  "can",     "could",   "must",  "vaere",   "vere",    "vaert",   "vore"};
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
const Words any_deed{"tar", "ta", "tek", "take", "takes", "gjoer", "gjer"};
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

// Without its endings, so that "bemanningen", "bemanninga" and "bemanning" are one word, and without the last
// of two letters alike ("rommet", "rom"). What is left is only compared: it need be no word.
std::string stem(std::string word) {
  const auto one_at_the_end = [&word] {
    if (word.size() > 2 && word.back() == word[word.size() - 2] && word.back() >= 'a') word.pop_back();
  };
  const auto cut = [&](std::string_view ending, std::size_t left, std::string_view not_behind) {
    if (!word.ends_with(ending) || word.size() < ending.size() + left ||
        not_behind.find(word[word.size() - ending.size() - 1]) != std::string_view::npos)
      return false;
    word.resize(word.size() - ending.size());
    one_at_the_end();
    return true;
  };
  const auto cut_one = [&] {
    for (const char* ending : {"ene", "ane", "en", "et", "er", "ar", "es", "e", "a"})
      if (cut(ending, 2, "aeiou")) return true;
    for (const char* ending : {"n", "t", "s", "d"})
      if (cut(ending, 4, "")) return true;
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
    for (const auto& [form, as] : same_word) all.emplace(stem(form), as);  // "lettere" as "lett"
    return all;
  }();
  const auto one = found.find(word);
  return one == found.end() ? word : one->second;
}

std::string meaning(const std::string& said) {
  std::string word = stem(as_one(stem(as_one(said))));
  for (const char* prefix : {"mis", "u"})
    if (word.starts_with(prefix) && word.size() > std::string_view(prefix).size() + 2)
      return word.substr(std::string_view(prefix).size());
  return word;
}

Words meanings(const Words& words) {
  Words all;
  for (const std::string& word : words) all.insert(meaning(word));
  return all;
}

// As they stand, without signs and capitals.
std::vector<std::string> read(const std::string& text) {
  std::vector<std::string> all;
  std::string word;
  const auto take = [&] {
    if (!word.empty()) all.push_back(std::move(word));
    word.clear();
  };
  for (const char c : core::folded(text)) {
    if (std::isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80))
      word += c;
    else
      take();
  }
  take();
  return all;
}

Words meant_by(const std::vector<std::string>& words) {
  Words all;
  for (const std::string& word : words)
    if (!left_out.contains(word)) all.insert(meaning(word));
  return all;
}

Words meant_in_words(const std::vector<std::string>& words) {
  static const Words heads = meanings(of_any_text);
  Words all = meant_by(words);
  std::erase_if(all, [](const std::string& word) { return heads.contains(word); });  // "mindre" is "mer"
  return all;
}

struct Prompt {
  Prompt(const core::Question& question, core::Language language)
      : said(read(question.prompt.in(language))), meant(meant_by(said)) {}
  bool is_the_same(const Prompt& other) const {
    return (!said.empty() && said == other.said) || (!meant.empty() && meant == other.meant);
  }
  std::vector<std::string> said;
  Words meant;
};

bool is_text(const core::Question& question) {
  return question.kind == core::Question::Kind::text;
}
bool has_own_options(const core::Question& question) {
  return !question.options.empty() && !std::ranges::is_permutation(question.options, yes_no()) &&
         question.options != agreement_scale();
}
bool is_of_steps(const std::string& word) {
  return of_steps.contains(word) || std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}
bool has_steps(const core::Question& question, core::Language language) {
  return question.kind == core::Question::Kind::scale ||
         std::ranges::all_of(question.options, [&](const core::Localized& option) {
           return std::ranges::all_of(read(option.in(language)), is_of_steps);
         });
}
std::set<std::string> options_of(const core::Question& question, core::Language language) {
  std::set<std::string> all;
  for (const core::Localized& option : question.options) all.insert(core::folded(option.in(language)));
  return all;
}
bool includes_either(const std::set<std::string>& one, const std::set<std::string>& other) {
  return std::ranges::includes(one, other) || std::ranges::includes(other, one);
}

// Yes or no to one of the answers that the other one lets choose: "A, B or C?", and "A?".
bool is_of_one_option(const Prompt& prompt, const Prompt& other, const core::Question& chosen_from,
                      core::Language language) {
  if (other.meant.empty() || has_steps(chosen_from, language)) return false;
  return std::ranges::any_of(chosen_from.options, [&](const core::Localized& option) {
    Words both = meant_by(read(option.in(language)));
    if (both.empty()) return false;
    both.insert(other.meant.begin(), other.meant.end());
    return prompt.meant == both;
  });
}

}  // namespace

bool asks_the_same(const core::Question& one, const core::Question& other) {
  if (is_text(one) || is_text(other)) return false;
  // What the bot asks is written in all languages, what a facilitator types in one.
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    if (first.is_the_same(again) || is_of_one_option(first, again, other, language) ||
        is_of_one_option(again, first, one, language))
      return true;
    const auto options = options_of(one, language), others = options_of(other, language);
    // A prompt of common words alone says nothing: what is asked stands in the options, or was said aloud.
    if (first.meant.empty() && again.meant.empty()) return options == others;
    if (!has_own_options(one)) return false;
    const bool nested = includes_either(first.meant, again.meant);
    if (has_steps(one, language)) return options == others && nested;
    if (options != others)
      return nested && std::min(options.size(), others.size()) > 1 && includes_either(options, others);
    return nested || std::ranges::any_of(first.meant,
                                         [&](const std::string& word) { return again.meant.contains(word); });
  });
}

bool asks_plainly_the_same(const core::Question& question, const core::Question& before) {
  if (is_text(question) || is_text(before)) return false;
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Prompt now(question, language), then(before, language);
    return now.is_the_same(then) ||
           (has_own_options(before) && std::ranges::includes(then.meant, now.meant) &&
            options_of(question, language) == options_of(before, language));
  });
}

bool asks_the_same_in_words(const core::Question& one, const core::Question& other) {
  if (!is_text(one) && !is_text(other)) return false;
  static const Words deeds = meanings(any_deed);
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    const Words meant = meant_in_words(first.said);  // none: "Why?" is asked of everything
    if (meant.empty() || meant != meant_in_words(again.said)) return false;
    return first.said == again.said ||
           !std::ranges::all_of(meant, [](const std::string& word) { return deeds.contains(word); });
  });
}

}  // namespace polls
