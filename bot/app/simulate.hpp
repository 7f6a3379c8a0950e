#pragma once
// A made-up organisation lives through months in seconds: the real engine, database, outbox and ballot box on
// a clock that is moved by hand. What came out is compared with a count that knows nothing of the bot's own
// planning.

#include <filesystem>
#include <iosfwd>

namespace app {

struct SimulateOptions {
  int groups = 20;
  int days = 90;
  std::uint64_t seed = 1;
  std::filesystem::path transcript;  // empty: not written
  std::filesystem::path data;        // empty: a folder that goes afterwards
  std::string storage{};             // an empty schema on a server instead (docs/postgresql.md)
};

// 0 when everything agrees, 1 with the differences printed.
int simulate(const SimulateOptions& options, std::ostream& out);

}  // namespace app
