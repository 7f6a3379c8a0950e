#include "bot/guarding/concerns.hpp"

#include <algorithm>
#include <set>

#include "bot/guarding/concern_words.hpp"
#include "bot/guarding/writers.hpp"

namespace guarding {
namespace {

template <std::size_t n>
bool begins_like_one_of(std::u16string_view word, const std::array<std::u16string_view, n>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::u16string_view beginning) { return word.starts_with(beginning); });
}

bool is_common_word(const std::u16string& name) {
  return std::ranges::find(names_that_are_words, std::u16string_view(name)) != names_that_are_words.end();
}

bool first_name_points_at_one(const std::vector<Word>& words, std::span<const std::string> group) {
  if (std::ranges::none_of(words, &Word::capital)) return false;
  std::vector<std::vector<std::u16string>> names;
  std::multiset<std::u16string> first_names;
  for (const std::string& person : group) {
    auto ways = ways_to_write(person);
    if (ways.front().empty()) continue;
    std::set<std::u16string> firsts;
    const bool common = is_common_word(ways.front().front());
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if (i > 0 && (common || may_be_a_word(ways[i].front()))) continue;
      firsts.insert(ways[i].front());
      names.push_back(std::move(ways[i]));
    }
    first_names.insert(firsts.begin(), firsts.end());
  }
  const auto signature = signature_of(words);
  const auto names_them = [&](const std::vector<std::u16string>& name, std::size_t at) {
    const std::u16string& first = name.front();
    if (first.size() < 2 || !words[at].capital || !is_name(words[at], first)) return false;
    if (first_names.count(first) == 1 && !is_common_word(first)) return true;
    if (at + signature.size() >= words.size()) return true;
    // «Kari N.»
    return name.size() > 1 && at + 1 < words.size() && words[at + 1].capital &&
           words[at + 1].text.size() == 1 && name.back().starts_with(words[at + 1].text);
  };
  for (const auto& name : names)
    for (std::size_t at = 0; at < words.size(); ++at)
      if (names_them(name, at)) return true;
  return false;
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
  return {everybody.stand_in(words) || first_name_points_at_one(words, group), treats_badly(words),
          says_who_writes(words)};
}

}  // namespace guarding
