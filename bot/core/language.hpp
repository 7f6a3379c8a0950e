#pragma once
// The languages of the product, and texts that exist in all of them.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/codes.hpp"

namespace core {

enum class Language { nb, nn, en };

// What is said of a language besides its catalogue (bot/texts); everything else goes by this table.
struct LanguageRow {
  std::string_view code, name;  // as its readers write it; both are understood
  std::string_view tag;         // for Teams
  std::array<std::string_view, 3> also{};
  char in_times = '.';  // between hours and minutes
};
inline constexpr std::array language_rows{
    LanguageRow{"nb", "Bokmål", "nb-no", {"bokmal", "norsk", "norwegian"}},
    LanguageRow{"nn", "Nynorsk", "nn-no"},
    LanguageRow{"en", "English", "en", {"engelsk"}, ':'},
};
inline constexpr auto all_languages = [] {
  std::array<Language, language_rows.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Language>(i);
  return all;
}();
constexpr const LanguageRow& row_of(Language language) {
  return language_rows[static_cast<std::size_t>(language)];
}
constexpr auto codes(Language) {
  std::array<std::string_view, language_rows.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = language_rows[i].code;
  return all;
}

// Takes a code or a name ("nynorsk", "English", "bokmål"), any case.
std::optional<Language> language_from_text(std::string_view text);

// A text written in all languages: from a programme pack, or the same words in each when a person typed it.
struct Localized {
  std::array<std::string, all_languages.size()> texts;

  Localized() = default;
  explicit Localized(const std::string& same) { texts.fill(same); }
  // Of a language for which there are none, the words of the first.
  Localized(const std::string& nb, std::string nn, std::string en) : Localized(nb) {
    texts[1] = std::move(nn);
    texts[2] = std::move(en);
  }
  const std::string& in(Language language) const { return texts[static_cast<std::size_t>(language)]; }
  bool empty() const { return texts[0].empty(); }
  bool operator==(const Localized&) const = default;
};

}  // namespace core
