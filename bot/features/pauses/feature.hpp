#pragma once
// Pauses: a person's own, a group's, everybody's; and the closed days of the organisation. Who is in one is
// not written to, not asked, and not counted.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/pauses/store.hpp"

namespace pauses {

struct Options {
  std::string zone;  // of the organisation
  // The days within a pause on which the group would have met.
  std::function<std::vector<core::Date>(const core::Group&, const core::Closed&, core::Instant now)> lost;
};

// Emits PausesChanged and PauseTaken.
std::unique_ptr<features::Feature> make(PauseStore& store, Options options);

}  // namespace pauses
