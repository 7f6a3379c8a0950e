#pragma once
// Time as the whole house uses it: stored instants are UTC seconds, rules are written in local time
// (calendar.hpp), and nobody but the clock given at start knows what time it is.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace core {

using Instant = std::chrono::sys_seconds;  // UTC, whole seconds
using Local = std::chrono::local_seconds;  // wall-clock reading in some zone
using Date = std::chrono::year_month_day;  // a calendar day in some zone
using Minutes = std::chrono::minutes;

// «Now». Implementations: the system's (bot/app), the sandbox's movable one, the tests' fake. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  // Not while it may be wrong by days: then nothing is deleted by age and nothing planned.
  virtual bool certain() const { return true; }
};

// "2026-11-24T12:00:00Z". Sorts like the instant.
std::string to_text(Instant instant);

// The reverse; throws std::invalid_argument on anything else than the form above.
Instant instant_from_text(std::string_view text);

// "2026-11-24".
std::string date_text(Date date);

// The reverse; nothing for anything else. What people write is read by written_time.hpp.
std::optional<Date> date_of_text(std::string_view text);

}  // namespace core
