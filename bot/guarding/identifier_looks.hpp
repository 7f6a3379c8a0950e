#pragma once
// Numbers in which letters stand for digits: S for 5, B for 8, Z for 2, G for 6, O and I.

#include <optional>
#include <string_view>

#include "bot/guarding/identifiers.hpp"

namespace guarding {

// Takes a text from plain_for_search(), with its capitals. A letter makes a text ambiguous («rom 3B»,
// «IS-8»), so only the full form of a telephone or identity number counts. Linear in the text.
std::optional<IdentifierKind> number_with_letters(std::u16string_view text);

}  // namespace guarding
