#pragma once
// A second process beside the one that serves a schema on a server: it waits until nobody owns it
// (docs/postgresql.md, storage.standby).

#include <memory>

#include "bot/app/config.hpp"
#include "bot/app/watchdog.hpp"

namespace app {

// Waits until nobody serves the database, answers watchers meanwhile, and reads the configuration anew at
// SIGHUP. Then the database is to be opened the ordinary way (whoever is quicker has it), and calls to it are
// watched by what is given. Null: told to stop. Throws std::runtime_error: nothing can listen on
// health.listen, or the key of the pages is not that of the database.
std::unique_ptr<Watchdog> stand_by(Config& config);

}  // namespace app
