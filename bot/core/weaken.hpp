#pragma once
// Takes one defence of anonymity away, so that the attack tests can show that they would notice. Only the
// test executable attacks_weakened is compiled with REFLEKS_WEAKEN; everywhere else a call is the constant
// false, and the program holds neither the branch nor the name.

#include <cstdlib>
#include <string_view>

namespace core {

#ifdef REFLEKS_WEAKEN
// Whether `defence` is the one named by the environment variable REFLEKS_WEAKEN_DEFENCE, read once.
inline bool weakened(std::string_view defence) {
  static const char* const chosen = std::getenv("REFLEKS_WEAKEN_DEFENCE");
  return chosen && defence == chosen;
}
#else
consteval bool weakened(std::string_view) {
  return false;
}
#endif

}  // namespace core
