#pragma once
// Where the log goes and how a line looks, for the program; whoever writes to it needs log.hpp alone.

#include <memory>
#include <string>
#include <string_view>

namespace core {

enum class LogForm {
  text,  // "2026-11-24T12:00:00+0100 info what: detail"
  json,  // {"time":"2026-11-24T12:00:00+0100","level":"info","what":"...","detail":"..."}
};
// With LogName: "... info [fjordvik] what: detail"; {...,"organisation":"fjordvik","what":...}
// As set_up_log in log.hpp. Throws std::runtime_error when the file cannot be written; then the log stays as
// it was. May be called again while others write. Any thread.
void set_up_log(std::string_view level, const std::string& file, LogForm form);

// Throws as that does where the file cannot be written, and changes nothing. While what it gives is kept,
// set_up_log() goes on in that file without opening it again: whoever reads a pipe would go with its first
// writer. Any thread.
[[nodiscard]] std::shared_ptr<const void> try_log_file(const std::string& file);

// From now on; words as above. Any thread.
void set_log_level(std::string_view level);

// After the file was moved away: goes on in a new one of the same name, or in the old one where that cannot
// be made. Nothing for standard error. Any thread.
void reopen_log();

}  // namespace core
