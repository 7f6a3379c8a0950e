#pragma once
// Telephone numbers, in whatever groups and with whatever between.

#include <span>
#include <string_view>

#include "bot/guarding/identifier_groups.hpp"

namespace guarding {

// Eight digits from 2 up, with or without the country's 47.
bool is_phone(std::string_view digits);

// Numbers of as many digits, each one, two, five or ten after the one before: «48-49-50-51», «20 30 40 50».
bool counts_on(std::span<const NumberPart> groups);

// Takes a text from plain_for_search() in lower case, without the numbers that a word explains. Parts belong
// together when the same sign or word joins them all. Dates, years, times and sums give nothing; neither does
// a list, unless a word before it says that it is a telephone number.
bool has_phone(std::u16string_view text);

// «91 to tre 45 67», «9 1 2 fire 4 5 6 7»: a part of it in words.
bool has_partly_spelled_phone(std::u16string_view text);

}  // namespace guarding
