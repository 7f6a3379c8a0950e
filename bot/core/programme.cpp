#include "bot/core/programme.hpp"

#include <numeric>

namespace core {

int SessionPlan::preparation_minutes() const {
  return std::accumulate(preparation.begin(), preparation.end(), 0,
                         [](int sum, const Resource& resource) { return sum + resource.minutes; });
}

}  // namespace core
