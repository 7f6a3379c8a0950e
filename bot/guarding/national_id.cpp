#include "bot/guarding/national_id.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <span>

namespace guarding {
namespace {

constexpr std::size_t national_id_length = 11;
constexpr std::array<int, 10> first_weights{3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
constexpr std::array<int, 11> second_weights{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};

bool all_digits(std::string_view text, std::size_t length) {
  return text.size() == length && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The control digit itself has weight 1, so a right one leaves 0.
int remainder(std::string_view digits, std::span<const int> weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (digits[i] - '0');
  return sum % 11;
}

int pair_at(std::string_view digits, std::size_t at) {
  return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

bool is_day(int year_of_century, int month, int day) {
  // 2000 was a leap year, so taking this century gives 29 February to every year that has it in some century.
  const std::chrono::year_month_day date{std::chrono::year{2000 + year_of_century},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return month > 0 && day > 0 && date.ok();
}

std::optional<IdNumber> kind_of_date(std::string_view digits) {
  const bool d_number = digits[0] >= '4';
  const int day = pair_at(digits, 0) - (d_number ? 40 : 0);
  for (const int offset : {0, 40, 60, 65, 80}) {
    if (!is_day(pair_at(digits, 4), pair_at(digits, 2) - offset, day)) continue;
    if (offset > 40) return IdNumber::synthetic;
    if (d_number) return IdNumber::d_number;
    return offset == 40 ? IdNumber::h_number : IdNumber::birth_number;
  }
  return std::nullopt;
}

}  // namespace

std::optional<IdNumber> identity_number(std::string_view digits, ControlRule rule) {
  if (!all_digits(digits, national_id_length) || remainder(digits, second_weights) != 0) return std::nullopt;
  const int left = remainder(digits, first_weights);
  const bool fh_series = digits[0] >= '8';  // holds no date, and the rule from 2032 is not for it
  if (fh_series) return left == 0 ? std::optional(IdNumber::h_number) : std::nullopt;
  return left <= (rule == ControlRule::from_2032 ? 3 : 0) ? kind_of_date(digits) : std::nullopt;
}

bool is_account_number(std::string_view digits) {
  return all_digits(digits, national_id_length) && remainder(digits, second_weights) == 0;
}

bool is_duf_number(std::string_view digits) {
  return all_digits(digits, 12) && (digits.starts_with("19") || digits.starts_with("20"));
}

}  // namespace guarding
