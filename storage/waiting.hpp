#pragma once
// How much waits to be sent, as numbers for a watcher: of which platform, and nothing of to whom.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/time.hpp"
#include "storage/database.hpp"

namespace storage {

struct Waiting {
  std::string workspace;
  long long due = 0;    // messages that may go, those that wait for the end of quiet hours included
  long long tried = 0;  // of them, those that went and came back
  std::optional<core::Instant> since{};  // when the oldest of those tried was due
};
// By workspace; those with nothing due are left out. Any connection.
std::vector<Waiting> waiting(Database& database, core::Instant now);
// The same for whoever asks again and again. `database` outlives it.
class WaitingLook {
 public:
  explicit WaitingLook(Database& database);
  ~WaitingLook();
  std::vector<Waiting> at(core::Instant now);

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

// When the oldest job that has not run was due; nothing: none is. Any connection.
std::optional<core::Instant> late_since(Database& database, core::Instant now);

// What happens next that somebody will see, the soonest first. Any connection.
struct Coming {
  core::Instant at{};
  std::string what;   // the kind of job
  std::string group;  // its name; empty where it concerns none, or several
};
std::vector<Coming> coming(Database& database, int most);

}  // namespace storage
