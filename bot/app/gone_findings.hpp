#pragma once
// Groups that were taken out of the configuration file, or renamed in it, while something waits for them: in
// the operator's words, for `refleks reload` and `refleks doctor`.

#include <set>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/runtime/finding.hpp"
#include "storage/database.hpp"

namespace app {

// What a reading of the file takes out: made before it, asked after it.
class GoneWatch {
 public:
  GoneWatch(storage::Database& database, core::Instant now);
  // One for each group, with what to do.
  std::vector<std::string> since(core::Instant now) const;

 private:
  storage::Database& database_;
  std::set<core::GroupId> before_;
};

// Of what the file says now, taken or not. None where there is no database that can be read.
runtime::Findings examine_gone(const Config& config, core::Instant now);

}  // namespace app
