#pragma once
// Numbers and days of the month spelled out in Bokmål, Nynorsk and English, as far as identifiers can hide in
// them. All take small letters, as lowered() gives them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace guarding {

struct SpelledNumber {
  std::string digits;   // "sju" 7, "nittiåtte" 98, "ensjuåtte" 178, "nittentrettiåtte" 1938
  int words = 0;        // how many number words stand in it
  std::size_t begin{};  // where in the word they begin
};

// A word that is nothing but number words, perhaps run together; or the digits of a long number (eight or
// more) inside it. Linear in the word.
std::optional<SpelledNumber> spelled_number(std::u16string_view word);

// The text with number words as digits and days of the month as "17.".
std::u16string with_digits(std::u16string_view text);

}  // namespace guarding
