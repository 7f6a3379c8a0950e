#include "bot/guarding/concerns.hpp"

#include <algorithm>
#include <set>

#include "bot/guarding/concern_words.hpp"

namespace guarding {
namespace {

template <std::size_t n>
bool begins_like_one_of(std::u16string_view word, const std::array<std::u16string_view, n>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::u16string_view beginning) { return word.starts_with(beginning); });
}

bool first_name_points_at_one(const std::vector<Word>& words, std::span<const std::string> group) {
  if (std::ranges::none_of(words, &Word::capital)) return false;
  std::multiset<std::u16string> first_names;
  for (const std::string& person : group)
    if (const auto name = words_of(person); !name.empty()) first_names.insert(name.front().text);
  return std::any_of(first_names.begin(), first_names.end(), [&](const std::u16string& name) {
    return name.size() > 1 && first_names.count(name) == 1 &&
           std::find(names_that_are_words.begin(), names_that_are_words.end(), name) ==
               names_that_are_words.end() &&
           std::any_of(words.begin(), words.end(),
                       [&](const Word& word) { return word.capital && is_name(word, name); });
  });
}

bool treats_badly(const std::vector<Word>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    // With the next word, for "stole fra" and the like.
    const std::u16string two = words[i].text + (i + 1 < words.size() ? u" " + words[i + 1].text : u"");
    if (begins_like_one_of(two, concern_beginnings) && !begins_like_one_of(two, harmless_beginnings))
      return true;
  }
  return false;
}

}  // namespace

Concerns find_concerns(std::string_view text, const FullNames& everybody,
                       std::span<const std::string> group) {
  const std::vector<Word> words = words_of(text);
  return {everybody.stand_in(words) || first_name_points_at_one(words, group), treats_badly(words)};
}

}  // namespace guarding
