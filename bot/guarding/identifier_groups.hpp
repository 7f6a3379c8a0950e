#pragma once
// The parts of numbers in a text: rows of digits, words that are numbers, and what may stand between two of
// them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guarding {

struct NumberPart {
  std::size_t begin, end;  // in the text
  std::string digits;
  int words;  // number words it is spelled in
};

enum class NumberWords { read, leave };

// Takes a text from plain_for_search() in lower case.
std::vector<NumberPart> groups_in(std::u16string_view text, NumberWords words);

// What joins two parts of one number: a sign of at most three characters («/», «->»), or a word that says one
// («komma», «strek», «og»), without blanks and what stands beside the word; empty for blanks and line breaks
// alone. None where no number goes on.
std::optional<std::u16string> sign_between(std::u16string_view between);

}  // namespace guarding
