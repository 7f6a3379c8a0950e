#pragma once
// Numbers in a text that can identify a person, however they are spread or spelled.

#include <string_view>
#include <vector>

#include "bot/guarding/identifiers.hpp"

namespace guarding {

// Takes a text from plain_for_search() in lower case. Gives the kinds found, in the order of the text,
// perhaps with repeats. Dates, times, year ranges, doses, sums and other everyday numbers give nothing.
std::vector<IdentifierKind> identifying_numbers(std::u16string_view text);

}  // namespace guarding
