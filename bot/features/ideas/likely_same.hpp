#pragma once
// Whether two ideas may say the same, in other words or with a slip: never taken for one by that alone.

#include <algorithm>
#include <string>

#include "bot/core/command_line.hpp"

namespace ideas {

// `a`, `b`: as core::likeness() gives them. `least`: so many slips may be in short ones, too.
inline bool likely_same(const std::string& a, const std::string& b, std::size_t least = 0) {
  constexpr std::size_t longest_compared = 120, letters_a_slip = 8;
  const std::size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  const std::size_t slips = std::max(least, shorter / letters_a_slip);
  return longer <= longest_compared && longer - shorter <= slips &&
         core::slips_between(a, b) <= static_cast<int>(slips);
}

}  // namespace ideas
