#pragma once
// Finds people's full names in a text. Made once for a directory, because folding thousands of names costs
// far more than looking for the few that could stand in a text.

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guarding {

struct Word {
  std::u16string text;   // small letters
  bool capital = false;  // or mentioned, «@kari»
  bool last = false;     // of a sentence
};

// The words of a UTF-8 text as a search sees them (plain_for_search): letters only, in order.
std::vector<Word> words_of(std::string_view utf8);

// Whether the word is the name (in small letters), also with a genitive s.
bool is_name(const Word& word, std::u16string_view name);

// The words of a name in small letters, in each way people write them, first as they are: «aase», «ase» for
// «Åse».
std::vector<std::vector<std::u16string>> ways_to_write(std::string_view name);
// What is left of a short name without its marks: «ha» of «Hà».
constexpr bool may_be_a_word(std::u16string_view plain) {
  return plain.size() < 4;
}

class FullNames {
 public:
  FullNames() = default;
  explicit FullNames(std::span<const std::string> names);  // UTF-8; those of one word are left out

  // Whether a name stands there whole, or its first and last word in either order. Pure; linear in words.
  bool stand_in(std::span<const Word> words) const;

 private:
  std::unordered_multimap<std::u16string, std::vector<std::u16string>> by_last_word_;
};

}  // namespace guarding
