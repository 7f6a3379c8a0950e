#pragma once
// Keeps what was seen of the clock in the database, and tells the coordinators when it may be wrong.

#include <memory>

#include "bot/app/guarded_clock.hpp"
#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

std::unique_ptr<features::Feature> make_clock_watch(storage::Database& database, const GuardedClock& clock);

}  // namespace app
