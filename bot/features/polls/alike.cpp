#include "bot/features/polls/alike.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {
namespace {

using Words = std::set<std::string>;

// Folded, as core::folded writes them: words that turn a question round or say nothing of what it is about.
const Words left_out{
    "ikke",   "ikkje", "ei",    "aldri", "ingen",   "not",    "never", "no",   "uten",  "utan",    "without",
    "er",     "det",   "den",   "de",    "dei",     "har",    "vi",    "du",   "dere",  "dykk",    "en",
    "et",     "ein",   "eit",   "a",     "og",      "i",      "paa",   "som",  "om",    "at",      "til",
    "med",    "for",   "vart",  "var",   "is",      "are",    "do",    "does", "we",    "you",     "the",
    "it",     "an",    "and",   "of",    "to",      "in",     "have",  "has",  "synes", "tykkjer", "mener",
    "meiner", "skal",  "boer",  "kan",   "should",  "think",  "ja",    "nei",  "yes",   "noe",     "noko",
    "eller",  "or",    "hva",   "kva",   "hvem",    "kven",   "hvor",  "kor",  "naar",  "hvordan", "korleis",
    "what",   "who",   "when",  "where", "how",     "jeg",    "eg",    "deg",  "meg",   "oss",     "me",
    "us",     "dette", "denne", "this",  "hvorfor", "kvifor", "why"};
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
const Words any_deed{"tar", "ta", "tek", "take", "takes", "gjoer", "gjer", "faar"};
// Opposites, and other forms of one word, as one of them.
const std::pair<const char*, const char*> same_word[] = {
    {"minst", "mest"},       {"mindre", "mer"},     {"meir", "mer"},         {"faerre", "flere"},
    {"fleire", "flere"},     {"mot", "for"},        {"imot", "for"},         {"darlig", "god"},
    {"darleg", "god"},       {"bra", "god"},        {"godt", "god"},         {"lite", "mye"},
    {"mykje", "mye"},        {"lett", "vanskelig"}, {"least", "most"},       {"less", "more"},
    {"fewer", "more"},       {"bad", "good"},       {"against", "for"},      {"disagree", "agree"},
    {"sjelden", "ofte"},     {"sjeldan", "ofte"},   {"verre", "bedre"},      {"betre", "bedre"},
    {"daarligere", "bedre"}, {"daarligst", "best"}, {"slutte", "fortsette"}, {"slutt", "fortsette"}};

std::string meaning(std::string word) {
  for (const auto& [form, as] : same_word)
    if (word == form) word = as;
  for (const char* prefix : {"mis", "u"})
    if (word.starts_with(prefix) && word.size() > std::string_view(prefix).size() + 2)
      return word.substr(std::string_view(prefix).size());
  return word;
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
  Words all;
  for (const std::string& word : words)
    if (!left_out.contains(word) && !of_any_text.contains(word)) all.insert(meaning(word));
  std::erase_if(all,
                [](const std::string& word) { return of_any_text.contains(word); });  // "mindre" is "mer"
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
std::set<std::string> options_of(const core::Question& question, core::Language language) {
  std::set<std::string> all;
  for (const core::Localized& option : question.options) all.insert(core::folded(option.in(language)));
  return all;
}

}  // namespace

bool asks_the_same(const core::Question& one, const core::Question& other) {
  if (is_text(one) || is_text(other)) return false;
  // What the bot asks is written in all languages, what a facilitator types in one.
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    if (first.is_the_same(again)) return true;
    const bool near =
        first.meant.empty() || again.meant.empty() ||
        std::ranges::any_of(first.meant, [&](const std::string& word) { return again.meant.contains(word); });
    if (!near || options_of(one, language) != options_of(other, language)) return false;
    // A prompt of common words alone says nothing: what is asked stands in the options, or was said aloud.
    return (first.meant.empty() && again.meant.empty()) || has_own_options(one);
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
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Prompt first(one, language), again(other, language);
    const Words meant = meant_in_words(first.said);  // none: "Why?" is asked of everything
    if (meant.empty() || meant != meant_in_words(again.said)) return false;
    return first.said == again.said ||
           !std::ranges::all_of(meant, [](const std::string& word) { return any_deed.contains(word); });
  });
}

}  // namespace polls
