#include "bot/guarding/full_names.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "bot/guarding/identifier_text.hpp"

namespace guarding {
namespace {

// As keyboards without them write æ, ø and å.
std::u16string spelled_out(std::u16string_view lower) {
  std::u16string all;
  for (const char16_t c : lower) {
    if (c == u'å')
      all += u"aa";
    else if (c == u'ø' || c == u'æ')
      all.append({c == u'ø' ? u'o' : u'a', u'e'});
    else
      all += c;
  }
  return all;
}

// Whether the name's words stand one after the other somewhere.
bool stands_in(std::span<const Word> words, std::span<const std::u16string> name) {
  for (std::size_t i = 0; i + name.size() <= words.size(); ++i) {
    std::size_t same = 0;
    while (same < name.size() && is_name(words[i + same], name[same])) ++same;
    if (same == name.size()) return true;
  }
  return false;
}

}  // namespace

std::vector<Word> words_of(std::string_view utf8) {
  const std::u16string plain = plain_for_search(utf8);
  constexpr std::u16string_view ends = u".!?";
  std::vector<Word> words;
  for (std::size_t i = 0; i < plain.size();) {
    std::size_t end = i;
    while (end < plain.size() && u_isalpha(plain[end])) ++end;
    const bool mentioned = i > 0 && plain[i - 1] == u'@';
    if (end > i)
      words.push_back(
          {lowered(std::u16string_view(plain).substr(i, end - i)), mentioned || u_isupper(plain[i]) != 0});
    if (end == i && !words.empty() && ends.find(plain[i]) != ends.npos) words.back().last = true;
    i = end > i ? end : end + 1;
  }
  return words;
}

bool is_name(const Word& word, std::u16string_view name) {
  return word.text == name ||
         (word.text.size() == name.size() + 1 && word.text.ends_with(u's') && word.text.starts_with(name));
}

std::vector<std::vector<std::u16string>> ways_to_write(std::string_view name) {
  std::vector<std::vector<std::u16string>> ways(1);
  for (Word& word : words_of(name)) ways[0].push_back(std::move(word.text));
  const auto as_plain = [&](auto&& spelled) {
    std::vector<std::u16string> other;
    for (const std::u16string& word : ways[0]) other.push_back(without_marks(spelled(word)));
    if (std::ranges::find(ways, other) == ways.end()) ways.push_back(std::move(other));
  };
  constexpr unsigned char ascii_end = 0x80;
  if (std::ranges::all_of(name, [](unsigned char c) { return c < ascii_end; })) return ways;  // as most
  as_plain(std::identity());
  as_plain(spelled_out);
  return ways;
}

FullNames::FullNames(std::span<const std::string> names) {
  for (const std::string& full : names) {
    auto ways = ways_to_write(full);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      std::vector<std::u16string>& name = ways[i];
      if (name.size() < 2) break;
      // «Skal vi ha» names no «Hà Vi».
      if (i > 0 && may_be_a_word(name.front()) && may_be_a_word(name.back())) continue;
      const std::u16string last = name.back();
      by_last_word_.emplace(last, std::move(name));
    }
  }
}

bool FullNames::stand_in(std::span<const Word> words) const {
  const auto one_ends_in = [&](const std::u16string& last) {
    const auto [begin, end] = by_last_word_.equal_range(last);
    for (auto entry = begin; entry != end; ++entry) {
      const std::vector<std::u16string>& name = entry->second;
      const std::u16string either[] = {name.front(), name.back(), name.front()};
      if (stands_in(words, name) || stands_in(words, std::span(either).first(2)) ||
          stands_in(words, std::span(either).last(2)))
        return true;
    }
    return false;
  };
  for (const Word& word : words) {
    if (one_ends_in(word.text)) return true;
    if (word.text.ends_with(u's') && one_ends_in(word.text.substr(0, word.text.size() - 1))) return true;
  }
  return false;
}

}  // namespace guarding
