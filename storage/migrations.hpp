#pragma once
// Numbered schema changes, forward only, each in one transaction; the number of the last one is PRAGMA
// user_version.

#include <soci/session.h>

#include <string>
#include <vector>

namespace storage {

struct Migration {
  int number;  // 1, 2, 3 ... without gaps
  std::string name, sql;
};

// Those inside the binary: storage/migrations/NNNN_name.sql.
std::vector<Migration> embedded_migrations();

// Brings the database to the last migration. Throws storage::Error: the file is newer than the program, is
// another program's, or a migration failed (then the database is as it was before that one). `path` is for
// the messages.
void migrate(soci::session& sql, const std::string& path, const std::vector<Migration>& migrations);

// Throws storage::Error unless the database is exactly at the last migration.
void check_version(soci::session& sql, const std::string& path, const std::vector<Migration>& migrations);

}  // namespace storage
