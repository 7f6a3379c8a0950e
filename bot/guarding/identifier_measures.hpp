#pragma once
// What was measured: numbers in a row behind a word for it («Diurese 200 250 300»), or before a unit
// («100 75 50 %»).

#include <string>
#include <string_view>

namespace guarding {

// Takes a text from plain_for_search() in lower case. Measures become « x », but not where a telephone number
// may lie among them: «912 34 567, 80 %», «Puls 80, 22 33 44 55».
std::u16string without_measures(std::u16string_view text);

}  // namespace guarding
