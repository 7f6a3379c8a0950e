#pragma once
// The daemon: I/O thread, engine thread, adapters, signals.

#include <filesystem>

#include "bot/app/config.hpp"

namespace app {

// load_config for who will serve: the parts that every service has are loaded on the other core meanwhile.
// Throws core::PartRefused besides.
Config load_for_service(const std::filesystem::path& file);

// Serves until SIGTERM or SIGINT, then stops in order within ten seconds. Gives the exit status. Prints the
// address of the sandbox on standard output when it listens. Throws what start-up throws.
// `program`: its version, for those who ask.
int serve(Config config, const std::string& program);

}  // namespace app
