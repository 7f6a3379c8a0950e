#pragma once
// What goes wrong in a world of simulate --faults, and when.

#include <chrono>
#include <string>
#include <vector>

#include "bot/app/faulty_platform.hpp"
#include "bot/app/simulate_faults.hpp"
#include "bot/core/random.hpp"
#include "bot/core/time.hpp"

namespace app {

inline constexpr int calm_days = 10;  // at the end, in which nothing goes wrong

struct PlannedFault {
  enum class Kind {
    kill,   // at the `count`-th passing of `place` (core::failpoint)
    death,  // of the process, after `count` more writes
    power,  // the same, and what was not synced is gone, with all that was in memory
    full,   // the disk, for `lasts`
    reads,  // fail now and then, for `lasts`
    clock,  // is wrong by `skew`, for `lasts`
    leaving,
  };
  Kind kind;
  core::Instant at;
  std::string place{};
  int count = 0;
  std::chrono::seconds lasts{0}, skew{0};
};

struct FaultPlan {
  std::vector<PlannedFault> faults;
  std::vector<FaultyPlatform::Outage> outages;
};

// So long before the power goes; by then what was not synced before that has been.
inline constexpr std::chrono::hours power_nears{12};
// Whether it goes within that time.
bool power_is_near(const std::vector<PlannedFault>& faults, core::Instant now);

// Worlds in which people change their answers until boxes are written anew, and the process dies at that.
bool wavers(const FaultOptions& options);

FaultPlan plan_faults(const FaultOptions& options, core::Instant start, core::Random& random);

}  // namespace app
