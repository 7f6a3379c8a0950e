#pragma once
// What somebody typed, and what they are told where it cannot be understood.

#include <optional>

namespace CLI {
class App;
}

namespace app {

// Nothing: it was understood. Else the exit status, once all is said: 0 after --help; 2 as after a faulty
// configuration, for both are mended by hand, and no supervisor should try again.
std::optional<int> parse_command_line(CLI::App& program, int argc, const char* const* argv);

}  // namespace app
