#pragma once
// What a leader can answer to a matter that a group has lifted.

#include <array>
#include <string>
#include <string_view>

namespace core {

enum class MatterAnswer { none, doing, later, no };
inline constexpr std::array matter_answers{MatterAnswer::doing, MatterAnswer::later, MatterAnswer::no};

constexpr std::string_view code(MatterAnswer answer) {
  constexpr std::array<std::string_view, 4> codes{"none", "doing", "later", "no"};
  return codes[static_cast<std::size_t>(answer)];
}
inline std::string packed(MatterAnswer answer) {
  return std::string(code(answer));
}
inline bool unpack(std::string_view text, MatterAnswer& answer) {
  for (const MatterAnswer one : matter_answers)
    if (text == code(one)) {
      answer = one;
      return true;
    }
  return false;
}

}  // namespace core
