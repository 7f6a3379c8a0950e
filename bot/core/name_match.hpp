#pragma once
// Whom a part of a name may mean. Pure; any thread.

#include <string_view>

namespace core {

// Whether a word of the name begins with what was typed, and goes on as it does: "Marie" is an Anne-Marie,
// and "Ann" is no Hanne. Both folded().
inline bool begins_a_word(std::string_view name, std::string_view typed) {
  if (typed.empty()) return false;
  for (auto at = name.find(typed); at != std::string_view::npos; at = name.find(typed, at + 1))
    if (at == 0 || name[at - 1] == ' ' || name[at - 1] == '-') return true;
  return false;
}

}  // namespace core
