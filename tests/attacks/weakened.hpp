// Put before every file that has a switch, in the executable attacks_weakened alone (weakenings.toml).
#pragma once

#include <cstdlib>
#include <string_view>

// Whether `defence` is the one named by the environment variable REFLEKS_WEAKEN_DEFENCE, read once.
inline bool weakened(std::string_view defence) {
  static const char* const chosen = std::getenv("REFLEKS_WEAKEN_DEFENCE");
  return chosen && defence == chosen;
}
