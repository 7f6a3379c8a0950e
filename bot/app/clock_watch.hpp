#pragma once
// Keeps what was seen of the clock in the database, and tells the coordinators when it may be wrong.

#include <memory>

#include "bot/app/guarded_clock.hpp"
#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

// Tells the clock what was seen of it before. Gives the last moment that anybody went by; long past: nobody.
core::Instant begin_after_earlier_lives(GuardedClock& clock, storage::Database& database);

std::unique_ptr<features::Feature> make_clock_watch(storage::Database& database, const GuardedClock& clock);

}  // namespace app
