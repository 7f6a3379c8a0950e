#pragma once
// The daemon: I/O thread, engine thread, adapters, signals.

#include "bot/app/config.hpp"

namespace app {

// Serves until SIGTERM or SIGINT, then stops in order within ten seconds. Gives the exit status. Prints the
// address of the sandbox on standard output when it listens. Throws what start-up throws.
// `program`: its version, for those who ask.
int serve(Config config, const std::string& program);

}  // namespace app
