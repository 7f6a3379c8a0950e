// Put before every file with a fault by scripts/mutants: which small fault, if any, this run has.
#pragma once

#include <atomic>
#include <cstdlib>

// Those that a test came by, by number (listener.cpp).
inline std::atomic<bool> refleks_reached[1000];

inline bool refleks_mutant(int number) {
  static const int chosen = [] {
    const char* text = std::getenv("REFLEKS_MUTANT");
    return text ? std::atoi(text) : 0;
  }();
  refleks_reached[number].store(true, std::memory_order_relaxed);
  return chosen == number;
}
