#pragma once
// The move from a file to a server, and back.

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/finding.hpp"
#include "storage/transfer.hpp"

namespace app {

// Copies the database of the configuration to `target`, which is empty: "postgresql://...", "service=..." or
// a path for a file. Says what was copied and what to do next. Throws where the service runs, or the target
// holds something. Cut short, it goes on when it is called again. What is left is marked, and is not served
// any more.
void migrate_storage(const Config& config, const std::string& target, core::Instant now, std::ostream& out);

// What `refleks doctor` says of a file that was left so, and of one that lies beside a database on a server.
runtime::Finding left_file(const std::string& file, const storage::Moved& moved);
runtime::Finding file_besides(const std::string& file);

}  // namespace app
