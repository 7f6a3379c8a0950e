#include "bot/guarding/identifier_looks.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <vector>

namespace guarding {
namespace {

char16_t digit_looked_like(char16_t c) {
  constexpr std::u16string_view letters = u"OoIlZSGB", digits = u"00112568";
  if (c >= u'0' && c <= u'9') return c;
  const auto at = letters.find(c);
  return at == std::u16string_view::npos ? 0 : digits[at];
}

// Parts one after the other with one blank, point, dash or stroke between.
struct LookalikeRow {
  std::vector<std::size_t> sizes;
  std::u16string digits;
  std::size_t letters = 0;
};

bool has_form(const LookalikeRow& row, std::initializer_list<std::vector<std::size_t>> forms) {
  return std::ranges::find(forms, row.sizes) != forms.end();
}

std::optional<IdentifierKind> kind_of(const LookalikeRow& row) {
  constexpr std::size_t fewest_digits = 1;
  if (row.letters == 0 || row.letters + fewest_digits > row.digits.size()) return std::nullopt;
  if (row.digits[0] >= u'2' && has_form(row, {{8}, {3, 2, 3}, {2, 2, 2, 2}, {4, 4}, {3, 3, 2}, {2, 3, 3}}))
    return IdentifierKind::phone;
  if (has_form(row, {{11}, {6, 5}, {2, 2, 2, 5}, {2, 2, 2, 3, 2}})) return IdentifierKind::eleven_digits;
  return std::nullopt;
}

}  // namespace

std::optional<IdentifierKind> number_with_letters(std::u16string_view text) {
  LookalikeRow row;
  std::size_t previous_end = 0;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    end = begin + 1;
    if (!u_isalnum(text[begin])) continue;
    while (end < text.size() && u_isalnum(text[end])) ++end;
    const auto part = text.substr(begin, end - begin);
    const auto between = text.substr(previous_end, begin - previous_end);
    const bool goes_on =
        between.size() == 1 && std::u16string_view(u" .-/").find(between[0]) != std::u16string_view::npos;
    const bool looks = std::ranges::all_of(part, [](char16_t c) { return digit_looked_like(c) != 0; });
    if (!row.sizes.empty() && (!goes_on || !looks)) {
      if (const auto kind = kind_of(row)) return kind;
      row = {};
    }
    previous_end = end;
    if (!looks) continue;
    row.sizes.push_back(part.size());
    for (const char16_t c : part) {
      row.digits += digit_looked_like(c);
      if (u_isalpha(c)) ++row.letters;
    }
  }
  return kind_of(row);
}

}  // namespace guarding
