#pragma once
// Numbered schema changes, forward only, each in one transaction, of a new database all in one; the number of
// the last one is kept by the database (Connection::schema_version).

#include <functional>
#include <string>
#include <vector>

#include "storage/connection.hpp"

namespace storage {

// A newer program wrote it: no start of this one helps.
class Newer : public Error {
 public:
  using Error::Error;
};

struct Migration {
  int number;  // 1, 2, 3 ... without gaps
  std::string name, sql;
};

// Those inside the binary: storage/migrations/NNNN_name.sql.
std::vector<Migration> embedded_migrations();

// The number of the last one it has been brought to; 0: none. Throws Newer where this program does not know
// it.
int known_version(Connection& connection, const std::string& path, const std::vector<Migration>& migrations);

// Brings the database to the last migration. Throws storage::Error: the file is newer than the program, is
// another program's, or a migration failed (then the database is as it was before that one, and a new one is
// empty). `path` is for the messages. `with_last` is done in the transaction of the last one, and may be
// empty: a start that dies has done both or neither.
void migrate(Connection& connection, const std::string& path, const std::vector<Migration>& migrations,
             const std::function<void()>& with_last = {});

// An empty file is made as storage/schema.sql has it, in one transaction, which is an eighth of the work of
// all migrations one after another; a test holds the one to the others. False, and nothing was done: the
// database is not empty.
bool make_new(Connection& connection, const std::vector<Migration>& migrations);

// Throws storage::Error unless the database is exactly at the last migration.
void check_version(Connection& connection, const std::string& path, const std::vector<Migration>& migrations);

}  // namespace storage
