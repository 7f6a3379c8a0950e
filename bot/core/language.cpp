#include "bot/core/language.hpp"

#include "bot/core/command_line.hpp"

namespace core {

std::string_view code(Language language) {
  switch (language) {
    case Language::nb:
      return "nb";
    case Language::nn:
      return "nn";
    case Language::en:
      return "en";
  }
  return "nb";
}

std::optional<Language> language_from_text(std::string_view text) {
  const std::string word = folded(text);
  for (const char* name : {"nb", "bokmål", "bokmal", "norsk", "norwegian"})
    if (word == folded(name)) return Language::nb;
  for (const char* name : {"nn", "nynorsk"})
    if (word == name) return Language::nn;
  for (const char* name : {"en", "engelsk", "english"})
    if (word == name) return Language::en;
  return std::nullopt;
}

}  // namespace core
