#include "adapters/typeset/bar.hpp"

#include <algorithm>
#include <cmath>

namespace typeset {

std::string bar(double share, int steps) {
  const double within = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
  const int full = static_cast<int>(std::lround(within * steps));
  std::string drawn;
  for (int i = 0; i < steps; ++i) drawn += i < full ? "█" : "░";
  return drawn;
}

}  // namespace typeset
