// Put before every file by scripts/mutants: which small fault, if any, this run has.
#pragma once

#ifdef __cplusplus
#include <cstdlib>

inline bool refleks_mutant(int number) {
  static const int chosen = [] {
    const char* text = std::getenv("REFLEKS_MUTANT");
    return text ? std::atoi(text) : 0;
  }();
  return chosen == number;
}
#endif
