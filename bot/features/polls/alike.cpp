#include "bot/features/polls/alike.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "bot/core/command_line.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {
namespace {

using Words = std::set<std::string>;

// Folded, as core::folded writes them: words that turn a question round or say nothing of what it is about.
const Words left_out{
    "ikke",   "ikkje", "ei",   "aldri", "ingen",  "not",   "never", "no",   "uten",  "utan",    "without",
    "er",     "det",   "den",  "de",    "dei",    "har",   "vi",    "du",   "dere",  "dykk",    "en",
    "et",     "ein",   "eit",  "a",     "og",     "i",     "paa",   "som",  "om",    "at",      "til",
    "med",    "for",   "vart", "var",   "is",     "are",   "do",    "does", "we",    "you",     "the",
    "it",     "an",    "and",  "of",    "to",     "in",    "have",  "has",  "synes", "tykkjer", "mener",
    "meiner", "skal",  "boer", "kan",   "should", "think", "ja",    "nei",  "yes",   "noe",     "noko",
    "eller",  "or",    "hva",  "kva",   "hvem",   "kven",  "hvor",  "kor",  "naar",  "hvordan", "korleis",
    "what",   "who",   "when", "where", "how"};
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

Words words_of(const std::string& text) {
  Words all;
  std::string word;
  const auto take = [&] {
    if (!word.empty() && !left_out.contains(word)) all.insert(meaning(word));
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

std::set<std::string> options_of(const core::Question& question, core::Language language) {
  if (question.options == yes_no() || question.options == agreement_scale()) return {};
  std::set<std::string> all;
  for (const core::Localized& option : question.options) all.insert(core::folded(option.in(language)));
  return all;
}

}  // namespace

bool asks_the_same(const core::Question& one, const core::Question& other) {
  if (one.kind == core::Question::Kind::text || other.kind == core::Question::Kind::text) return false;
  // What the house asks is written in all languages, what a facilitator types in one.
  return std::ranges::any_of(core::all_languages, [&](core::Language language) {
    const Words words = words_of(one.prompt.in(language)), again = words_of(other.prompt.in(language));
    if (!words.empty() && words == again) return true;
    if (std::ranges::none_of(words, [&](const std::string& word) { return again.contains(word); }))
      return false;
    const auto options = options_of(one, language);
    return !options.empty() && options == options_of(other, language);
  });
}

}  // namespace polls
