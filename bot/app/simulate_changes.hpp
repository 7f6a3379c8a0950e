#pragma once
// A made-up organisation in which nobody stays where they were: people come, leave, pause and swap shifts,
// groups lose their facilitators and get others; some have a chat, some a page, some an e-mail address
// besides. The real engine, database and outbox on a clock that is moved by hand. What was delivered is held
// against who was there.

#include <cstdint>
#include <iosfwd>

namespace app {

struct ChangesOptions {
  std::uint64_t seed = 1;
  int groups = 6;
  int days = 182;
  int ceiling = 14;  // messages that nobody ever gets more of in a week
};

// 0 when nobody was written to who was out, away or at rest, and everybody else had every message once.
int simulate_changes(const ChangesOptions& options, std::ostream& out);

}  // namespace app
