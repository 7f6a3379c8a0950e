#pragma once
// What comes to a place beyond the week's ceiling (full_weeks.hpp) waits for Monday. A last message within
// it says so, and in short what waits, and what will not come because Monday is too late for it; it is
// changed as more comes, which rings no phone. Where the place is a group's channel, its facilitators hear
// the same in private, because a chat may not be able to change what is out: they can tell in person what
// cannot wait. Engine thread.

#include <string>
#include <string_view>

#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

// Whether the message under `key` is one that says what waits; the last to its place in a week.
bool is_gathering(std::string_view key);
// Of the one to `place` in the week.
std::string gathering_key(const core::Directory& people, const core::Destination& place,
                          const std::string& week);

struct Gathering {
  const core::Destination& place;
  const std::string& week;  // of which it is
  core::Instant until;      // when what waits goes
  bool respect_quiet;       // as what waits has it
  int most;                 // messages that nobody gets more of in a week
};
void tell_gathered(UnitOfWork& work, OutboxStore& outbox, const Gathering& gathering);

}  // namespace runtime
