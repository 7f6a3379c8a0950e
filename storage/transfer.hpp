#pragma once
// All rows of a database into one of the other kind: SQLite to PostgreSQL, and back.

#include <string>
#include <vector>

#include "storage/connection.hpp"

namespace storage {

struct TransferredTable {
  std::string name;
  long long rows = 0;
  bool was_there = false;  // of a copy that was cut short, and the same
};

// Both are at this program's schema, and one of them is a file of SQLite. Each table goes in a transaction of
// its own and is looked at again in the target: number and hash of its rows. Cut short, it goes on where it
// was; until it is finished nobody can serve the target. Throws Error: `to` holds something already, or does
// not hold what was put there.
std::vector<TransferredTable> transfer(Connection& from, Connection& to);

// Whether such a copy into this database was cut short.
bool is_half_transferred(Connection& connection);

}  // namespace storage
