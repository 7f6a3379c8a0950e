#pragma once
// Texts from people as bytes: reading UTF-8 that may be broken, and leaving out what nobody sees.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace core {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool good = false;  // a broken byte stands alone
};
// What begins at `at`, which is inside the text.
CodePoint code_point_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

// The text without the blanks of all kinds, also those of no width, that it begins with.
std::string_view without_blanks_before(std::string_view text);

// Every kind of line end is \n, a tab is a blank, a broken byte U+FFFD. Control characters go, and with them
// all that is not seen and by which a text can be made to say what it does not show: marks that turn the
// direction of writing, blanks without width, hidden tags. What joins signs (families, flags of emoji) stays.
std::string cleaned(std::string_view text);

// Without what shows nothing at its ends; empty when there is nothing to see in it at all, of whatever kind
// its blanks and marks are. Takes cleaned text.
std::string trimmed(std::string_view text);
// Signs of ASCII with no blank at an end, as names, ids and numbers are: both leave it as it is.
bool is_clean(std::string_view text);

// The lines of cleaned text, each trimmed; those in which there is nothing to see are left out.
std::vector<std::string> lines_of(std::string_view text);

// What letters and digits stand together, of any script; signs, quotation marks and emoji only part them.
std::vector<std::string> words_in(std::string_view text);

// The same text for all that differ in case, in the kind and number of blanks, in what cannot be seen, in the
// kind of dash, in a point or a mark of exclamation at the end, in the marks of a list before it or of a
// quotation around it, and in letters of other scripts that look like ours. «fôr» and «for», «Pål» and
// «Paal», «Ja» and «Ja?» stay two. For comparing, never for showing.
std::string likeness(std::string_view text);

}  // namespace core
