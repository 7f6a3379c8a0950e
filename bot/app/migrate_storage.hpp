#pragma once
// The move from a file to a server, and back.

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// Copies the database of the configuration to `target`, which is empty: "postgresql://...", "service=..." or
// a path for a file. Says what was copied and what to do next. Throws where the service runs, or the target
// holds something. Cut short, it goes on when it is called again.
void migrate_storage(const Config& config, const std::string& target, std::ostream& out);

}  // namespace app
