#include "bot/core/email.hpp"

#include <algorithm>

namespace core {

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at) != std::string_view::npos && text.back() != '.' && text.size() <= 254 &&
         std::ranges::all_of(text, [](unsigned char c) {
           return c > 0x20 && c != 0x7F && c != ',' && c != ';' && c != '<' && c != '>' && c != '"';
         });
}

}  // namespace core
