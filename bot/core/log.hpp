#pragma once
// One line per fact, for the operator. `what` is a fixed text; `detail` may hold numbers, fixed codes, file
// names and names from the configuration. Never a body, never a person, never anything of a sealed event
// (docs/privacy.md). Any thread.

#include <string>
#include <string_view>

namespace core {

enum class Level { debug, info, warning, error };
void log(Level level, std::string_view what, std::string_view detail = {});

// "debug", "info", "warning", "error", "off"; throws std::invalid_argument for another. File empty: standard
// error.
void set_up_log(std::string_view level, const std::string& file);

}  // namespace core
