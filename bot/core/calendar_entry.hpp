#pragma once
// A meeting as a calendar has it.

#include <string>

#include "bot/core/time.hpp"

namespace core {

struct CalendarEntry {
  std::string uid;   // the same for ever, whatever happens to the meeting
  int sequence = 0;  // of two entries with one uid the higher counts
  Instant starts{}, ends{};
  std::string zone{};  // IANA name; its local time is what stands in the entry
  bool cancelled = false;
  std::string summary{}, description{};  // plain text, any characters; `description` may be empty
  std::string location{};                // room, link, or both; may be empty
  Instant modified{};                    // when anything of it changed last
  bool operator==(const CalendarEntry&) const = default;
};

}  // namespace core
