#pragma once
// One world of simulate --faults, from its first day to its last.

#include <map>
#include <string>

#include "bot/app/simulate_faults.hpp"

namespace app {

struct FaultsFound {
  std::map<std::string, int> problems;  // -> how often
  std::string first;                    // with its moment
  long deaths = 0, failed_calls = 0, events = 0, answers = 0, compared = 0, posts = 0;
  long rewritten = 0;  // boxes, by what counted in them
  std::string sum;     // of all that was sent
};

FaultsFound live_through(const FaultOptions& options);

}  // namespace app
