#pragma once
// All rows of a database into one of the other kind: SQLite to PostgreSQL, and back.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/connection.hpp"

namespace storage {

struct TransferredTable {
  std::string name;
  long long rows = 0;
  bool was_there = false;  // of a copy that was cut short, and the same
};

// What a database says that was left for another.
struct Moved {
  std::string at, to;  // a moment, and a place as it may be shown
};

// Both are at this program's schema, and one of them is a file of SQLite. Each table goes in a transaction of
// its own and is looked at again in the target: number and hash of its rows. Cut short, it goes on where it
// was; until it is finished nobody can serve the target. `moved`: `from` says so once all is in the target,
// and before anybody can serve that; nobody can serve `from` then. Throws Error: `to` holds something
// already, or does not hold what was put there.
std::vector<TransferredTable> transfer(Connection& from, Connection& to,
                                       const std::optional<Moved>& moved = std::nullopt);

// Whether such a copy into this database was cut short.
bool is_half_transferred(Connection& connection);

std::optional<Moved> moved(Connection& connection);
// By what the table meta has under a name, or nothing.
std::optional<Moved> moved(const std::function<std::string(const std::string&)>& kept);
// Of the database at `place`, for the operator.
std::string what_was_moved(const std::string& place, const Moved& moved);
std::string what_to_do_about_moved(const std::string& place);
// Somebody wanted to serve or read it.
class WasMoved : public Error {
 public:
  using Error::Error;
};
// Throws WasMoved with these words.
void refuse_if_moved(Connection& connection, const std::string& place);
// On purpose: from now on it can be served again.
void take_up_again(Connection& connection);

}  // namespace storage
