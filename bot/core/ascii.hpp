#pragma once
// What a character is in ASCII, whatever the locale: for names that go into paths, addresses, files and keys,
// and for numbers that programs write. What people write is read by written_time.hpp and guarding.

#include <algorithm>
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace core::ascii {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter_or_digit(char c) {
  return is_small(c) || is_capital(c) || is_digit(c);
}

// These three of at least one character.
constexpr bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}
// Letters, digits and `others`.
constexpr bool is_name(std::string_view text, std::string_view others = {}) {
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return is_letter_or_digit(c) || others.find(c) != others.npos;
  });
}
// The same without capital letters.
constexpr bool is_small_name(std::string_view text, std::string_view others = {}) {
  return is_name(text, others) && std::ranges::none_of(text, is_capital);
}

// Whether it is written as `form` is, where 0 stands for a digit: "0000-00-00".
constexpr bool is_written_as(std::string_view form, std::string_view text) {
  return std::ranges::equal(form, text, [](char f, char c) { return f == '0' ? is_digit(c) : c == f; });
}

// The whole of the text, without blanks or a plus, and not too large for a Number.
template <std::integral Number>
std::optional<Number> number(std::string_view text) {
  Number read{};
  const char* const end = text.data() + text.size();
  const auto [behind, error] = std::from_chars(text.data(), end, read);
  return error == std::errc{} && behind == end ? std::optional(read) : std::nullopt;
}

}  // namespace core::ascii
