#pragma once
// The languages of the product, and texts that exist in all of them.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace core {

enum class Language { nb, nn, en };
inline constexpr std::array all_languages{Language::nb, Language::nn, Language::en};

// "nb", "nn", "en".
std::string_view code(Language language);

// Takes a code or a name in any of the three languages ("nynorsk", "English", "bokmål"), any case.
std::optional<Language> language_from_text(std::string_view text);

// A text written in all three languages: from a programme pack, or the same words three times when a person
// typed it.
struct Localized {
  std::array<std::string, 3> texts;

  Localized() = default;
  explicit Localized(const std::string& same) : texts{same, same, same} {}
  Localized(std::string nb, std::string nn, std::string en)
      : texts{std::move(nb), std::move(nn), std::move(en)} {}
  const std::string& in(Language language) const { return texts[static_cast<std::size_t>(language)]; }
  bool empty() const { return texts[0].empty(); }
  bool operator==(const Localized&) const = default;
};

}  // namespace core
