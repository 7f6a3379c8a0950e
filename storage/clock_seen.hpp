#pragma once
// What the service has seen of the machine's clock, for its next life (app::GuardedClock).

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/time.hpp"
#include "storage/database.hpp"

namespace storage {

struct ClockSeen {
  core::Instant certain;         // the last instant that is beyond doubt
  core::Instant shown;           // what the bot went by; later than `certain` while a jump is followed
  std::chrono::seconds even{0};  // for how long the clock has gone evenly since a jump
  struct Jump {
    core::Instant to;    // what the machine's clock showed after it ...
    core::Instant wall;  // ... and what it showed when this was kept
  };
  std::optional<Jump> jump{};      // one that nobody has confirmed
  std::string boot{};              // of the machine: which start of it this was, ...
  std::chrono::seconds steady{0};  // ... and how long it had then gone on
};

// Nothing: the database has seen nothing yet, or what it kept cannot be read. Inside or outside a
// transaction.
std::optional<ClockSeen> clock_seen(Database& database);
// The same, from what is kept in meta under a name.
std::optional<ClockSeen> clock_seen(const std::function<std::string(const std::string& name)>& kept);
void keep_clock(Database& database, const ClockSeen& seen);

// The latest moment that the bot is known to have gone by: what keep_went_by() was given, or what it was
// shown when it last looked at the clock. Long past: none. `database` outlives what keeps_went_by() gives.
core::Instant went_by(Database& database);
std::function<void(core::Instant)> keeps_went_by(Database& database);

// Keeps it again and again: what is as it was is not written.
class ClockRecord {
 public:
  explicit ClockRecord(Database& database);
  ~ClockRecord();
  ClockRecord(const ClockRecord&) = delete;
  ClockRecord& operator=(const ClockRecord&) = delete;
  void keep(const ClockSeen& seen);

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace storage
