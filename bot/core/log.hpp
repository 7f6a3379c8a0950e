#pragma once
// One line per fact, for the operator. `what` is a fixed text; `detail` may hold numbers, fixed codes, file
// names and names from the configuration. Never a body, never a person, never anything of a sealed event
// (docs/privacy.md). Any thread.

#include <string>
#include <string_view>

namespace core {

enum class Level { debug, info, warning, error };
void log(Level level, std::string_view what, std::string_view detail = {});

// Whose lines this thread writes while it lives: each begins with the name, where several organisations share
// a log. `name` outlives it. They nest; an empty one is nobody's.
class LogName {
 public:
  explicit LogName(std::string_view name);
  ~LogName();
  LogName(const LogName&) = delete;
  LogName& operator=(const LogName&) = delete;

 private:
  std::string_view before_;
};
// The one that counts on this thread just now.
std::string_view log_name();

// "debug", "info", "warning", "error", "off"; throws std::invalid_argument for another. File empty: standard
// error.
void set_up_log(std::string_view level, const std::string& file);

}  // namespace core
