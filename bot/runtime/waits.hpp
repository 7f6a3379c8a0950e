#pragma once
// How long what failed is left alone before it is tried again.

#include <algorithm>
#include <chrono>

namespace runtime {

inline std::chrono::seconds wait_after(int attempts) {  // 15 s, 30 s, 1 min ... at most 30 min
  return std::min(std::chrono::seconds{15} * (1 << std::min(attempts, 8)), std::chrono::seconds{1800});
}

}  // namespace runtime
