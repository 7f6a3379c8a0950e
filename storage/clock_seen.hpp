#pragma once
// What the service has seen of the machine's clock, for its next life (app::GuardedClock).

#include <chrono>
#include <optional>

#include "bot/core/time.hpp"
#include "storage/database.hpp"

namespace storage {

struct ClockSeen {
  core::Instant certain;         // the last instant that is beyond doubt
  core::Instant shown;           // what the bot went by; later than `certain` while a jump is not confirmed
  std::chrono::seconds even{0};  // for how long the clock has gone evenly since such a jump
};

// Nothing: the database has seen nothing yet, or what it kept cannot be read. Inside or outside a
// transaction.
std::optional<ClockSeen> clock_seen(Database& database);
void keep_clock(Database& database, const ClockSeen& seen);

}  // namespace storage
