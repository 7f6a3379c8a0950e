#pragma once
// A made-up organisation in a world where everything goes wrong: a platform that delays, drops, refuses and
// breaks off; people who press twice, answer late, leave and press whatever they find; a clock that jumps; a
// disk that fills up, fails and loses power; a process that dies at any instruction. The real engine,
// database, outbox, ballot boxes and policy for deliveries, on a clock that is moved by hand. In the end what
// people were told is held against what is there. One thread; a seed replays exactly.

#include <cstdint>
#include <iosfwd>
#include <set>
#include <string>

namespace app {

struct FaultOptions {
  std::uint64_t seed = 1;
  int runs = 1;  // so many seeds, one after the other
  int groups = 3;
  int days = 40;                  // the last ten are calm
  std::set<std::string> without;  // of fault_kinds()
  bool trace = false;             // tell everything that happens on standard error
};

// "kills", "power", "full", "reads", "clock", "platform", "leaving".
const std::set<std::string>& fault_kinds();

// 0 when nothing was found. Else the seed is tried with less, until less finds nothing; what is wrong is
// printed with the command that shows it again.
int simulate_faults(const FaultOptions& options, std::ostream& out);

}  // namespace app
