#pragma once
// A look at a database file from outside, by tools that must not change it: the file may be damaged, of
// another program, of another version, or in use by the service.

#include <optional>
#include <string>

#include "bot/core/time.hpp"
#include "storage/clock_seen.hpp"
#include "storage/transfer.hpp"

namespace storage::sqlite {

struct Examined {
  std::string trouble;              // in words for the operator, without the file's name; empty: sound
  int schema = 0;                   // PRAGMA user_version
  int newest = 0;                   // that this program knows
  std::optional<ClockSeen> seen{};  // of the clock; nothing: it kept none
  std::optional<Moved> moved{};     // it was left for another
};
// Opens read-only and runs quick_check, which reads the whole file. Leaves nothing beside it.
Examined examine(const std::string& path);

// Before a restored copy goes to its place at `now`: brings it to this program's schema, and gives up what
// was due by `posted_until`, because the installation that was lost has sent it since. Gives how many
// messages that were. One that was left for another can be served again. Nobody has the file open. Throws
// Error.
int withhold_due(const std::string& path, core::Instant posted_until, core::Instant now);

}  // namespace storage::sqlite
