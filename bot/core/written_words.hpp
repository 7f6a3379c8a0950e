#pragma once
// The small words that the readers of dates, times and cadences have in common. For them alone:
// written_time.hpp is what others use.

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::written {

// One spelling for what keyboards vary: small letters, å/aa -> a, ø/oe -> o, every dash "-", every space and
// comma " ", none at the ends or around a dash.
std::string evened(std::string_view text);

std::vector<std::string> parts_of(const std::string& text, const char* separators);

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// ASCII digits only, `shortest` to `longest` (at most nine) of them.
std::optional<int> number(std::string_view digits, std::size_t shortest, std::size_t longest);

// "second", "annen", "3rd", "3.", "tre" -> which one of a row, or how many.
std::optional<int> ordinal(std::string_view word);

struct NamedDay {
  std::chrono::weekday weekday;
  bool plural;  // "tirsdager", "Tuesdays": says «every» by itself
};
// All of these take a word that was evened.
std::optional<NamedDay> weekday_named(std::string_view word);
// "tirs.", "tys", "Tue": also the full name.
std::optional<std::chrono::weekday> weekday_shortened(std::string_view word);
// "desember", "des.", "December" -> 12.
std::optional<int> month_named(std::string_view word);

}  // namespace core::written
