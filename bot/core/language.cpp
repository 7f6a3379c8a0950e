#include "bot/core/language.hpp"

#include <algorithm>

#include "bot/core/command_line.hpp"

namespace core {

std::optional<Language> language_from_text(std::string_view text) {
  const std::string word = folded(text);
  if (word.empty()) return std::nullopt;
  for (const Language language : all_languages) {
    const LanguageRow& row = row_of(language);
    if (word == row.code || word == folded(row.name) || std::ranges::count(row.also, word) > 0)
      return language;
  }
  return std::nullopt;
}

}  // namespace core
