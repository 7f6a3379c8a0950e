#include "bot/guarding/identifier_measures.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "bot/guarding/identifier_groups.hpp"
#include "bot/guarding/identifier_phones.hpp"
#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

// Values in a row, with the signs between them.
struct MeasuredRow {
  explicit MeasuredRow(std::u16string_view text) : values(groups_in(text, NumberWords::leave)) {
    for (std::size_t i = 1; i < values.size(); ++i)
      signs.push_back(
          sign_between(text.substr(values[i - 1].end, values[i].begin - values[i - 1].end)).value_or(u"?"));
  }
  bool is_even() const {
    return std::ranges::adjacent_find(signs, std::ranges::not_equal_to{}) == signs.end();
  }

  std::vector<NumberPart> values;
  std::vector<std::u16string> signs;
};

// As measures are: all round, or each near the one before it.
bool go_evenly(std::span<const NumberPart> values) {
  constexpr int near = 10;
  const auto is_whole = [](const NumberPart& value) {
    return value.digits.size() > 1 && value.digits.front() != '0';
  };
  const auto is_round = [](const NumberPart& value) {
    return value.digits.back() == '0' || value.digits.back() == '5';
  };
  const auto is_far = [](const NumberPart& one, const NumberPart& next) {
    return std::abs(std::stoi(one.digits) - std::stoi(next.digits)) > near;
  };
  return std::ranges::all_of(values, is_whole) &&
         (std::ranges::all_of(values, is_round) ||
          std::ranges::adjacent_find(values, is_far) == values.end());
}

// Some of them, with one sign between, are as many digits as a telephone number.
bool may_hold_phone(const MeasuredRow& row) {
  constexpr std::size_t most_digits = 12;
  for (std::size_t from = 0; from < row.values.size(); ++from) {
    std::string digits;
    for (std::size_t to = from; to < row.values.size() && digits.size() < most_digits; ++to) {
      if (to > from + 1 && row.signs[to - 1] != row.signs[from]) break;
      digits += row.values[to].digits;
      const std::span values = std::span(row.values).subspan(from, to + 1 - from);
      if (is_phone(digits) && !counts_on(values)) return true;
    }
  }
  return false;
}

// Where a sign changes, what comes behind may be another thing: «Puls 80, 22 33 44 55».
bool are_measures(std::u16string_view values) {
  const MeasuredRow row(values);
  return (row.is_even() && go_evenly(row.values)) || !may_hold_phone(row);
}

// «Puls 72 80 88 92», of which the word says what they are; but «urin 9123 4567».
bool are_small_and_even(std::u16string_view values) {
  constexpr std::size_t most_digits = 3;
  const MeasuredRow row(values);
  return row.is_even() && std::ranges::all_of(row.values, [](const NumberPart& value) {
           return value.digits.size() <= most_digits;
         });
}

// «Puls i går: 72 80 88 92». Behind other words than these it may be somebody's number: «ved lav puls kontakt
// 22 33 44 55».
bool says_when(std::u16string_view words) {
  static const Pattern pattern(
      u"^(?:[^\\p{L},;/]|\\b(?:i|på|om|og|er|var|ca|kl|fra|frå|siste|sist|dag|går|natt|morges|morgon|morgen|"
      u"kveld|døgn|døgnet|målt|ml|uke|uka|veke|veka|de|dei|pr|per|over|under|gikk|gjekk|gått)\\b)*$");
  return pattern.found_in(words);
}

}  // namespace

std::u16string without_measures(std::u16string_view text) {
  // A row has an end, because it is tried from many places.
  static const std::u16string value = u"\\d{1,4}", sign = u"[ ,;/-]{1,3}",
                              values = value + u"(?:" + sign + value + u"){1,40}";
  // No sentence ends between, and nobody is called there.
  static const std::u16string no_call = u"(?!\\b(?:ring|tlf|tel|sms|call)|telefon|mobil|nummer|phone)";
  static const Pattern named(
      u"\\b(?:puls|spo2|metning\\p{L}*|temp\\.|temp\\p{L}*|vekt\\p{L}*|blodsukker|diurese\\p{L}*|væske\\p{L}*"
      u"|urin\\p{L}*|dr[ia]kk\\p{L}*|insulin\\p{L}*|kreatinin|inr|hb|pef|bt|rf|crp)(?!\\p{L})"
      u"((?:" +
          no_call + u"(?:[^\\d\\n.!?]|(?<=\\b(?:ca|kl|pr))\\.)){0,20})(" + values + u")(?!" + sign +
          u"\\d|\\d)",
      has_digit);
  static const Pattern with_unit(u"(?<!\\d)(?<!\\d[ \\n/-]{1,3})(?<!\\d[.:,;])(" + values +
                                     u") ?(?:%|(?:ml|dl|mmol|[uμ]mol|mg|kg|mmhg|prosent)\\b)(?!\\d)",
                                 has_digit);
  const auto unnamed = named.replaced_in(text, [](std::span<const std::u16string_view> groups) {
    return (says_when(groups[1]) && are_small_and_even(groups[2])) || are_measures(groups[2])
               ? std::u16string(u" x ")
               : std::u16string(groups[0]);
  });
  return with_unit.replaced_in(unnamed, [](std::span<const std::u16string_view> groups) {
    return are_measures(groups[1]) ? std::u16string(u" x ") : std::u16string(groups[0]);
  });
}

}  // namespace guarding
