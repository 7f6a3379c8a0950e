#include "bot/guarding/identifier_groups.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/guarding/identifier_words.hpp"

namespace guarding {

std::vector<NumberPart> groups_in(std::u16string_view text, NumberWords words) {
  const auto is_digit = [](char16_t c) { return c >= u'0' && c <= u'9'; };
  std::vector<NumberPart> groups;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    end = begin + 1;
    if (is_digit(text[begin])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      const auto part = text.substr(begin, end - begin);
      groups.push_back({begin, end, std::string(part.begin(), part.end()), 0});
    } else if (u_isalpha(text[begin])) {
      while (end < text.size() && u_isalpha(text[end])) ++end;
      if (words == NumberWords::leave) continue;
      if (auto number = spelled_number(text.substr(begin, end - begin)); number && !number->digits.empty())
        groups.push_back({begin + number->begin, end, std::move(number->digits), number->words});
    }
  }
  return groups;
}

std::optional<std::u16string> sign_between(std::u16string_view between) {
  constexpr std::size_t longest = 20, longest_without_words = 10, longest_sign = 3;
  constexpr std::array<std::u16string_view, 26> spoken{
      u"og",    u"and",      u"komma", u"comma",      u"punktum",   u"punkt",      u"prikk",
      u"dot",   u"point",    u"strek", u"bindestrek", u"dash",      u"minus",      u"slash",
      u"stryk", u"plus",     u"pluss", u"mellomrom",  u"skråstrek", u"skråstrekk", u"space",
      u"så",    u"deretter", u"then",  u"blank",      u"linjeskift"};
  if (between.size() > longest) return std::nullopt;
  std::u16string letters, signs;
  for (const char16_t c : between) {
    if (u_isdigit(c) || (u_isalnum(c) && !u_isalpha(c))) return std::nullopt;
    if (u_isalpha(c))
      letters += c;
    else if (c != u' ' && c != u'\n')
      signs += c;
  }
  if (!letters.empty()) {
    const bool whole = between.find(letters) != std::u16string_view::npos;
    return whole && std::ranges::find(spoken, letters) != spoken.end() ? std::optional(letters)
                                                                       : std::nullopt;
  }
  if (between.size() > longest_without_words || signs.size() > longest_sign) return std::nullopt;
  return signs;
}

}  // namespace guarding
