#pragma once
// Databases that begin with the schema of this program. All migrations take some 30 ms, and several times as
// long with sanitizers: as long as most tests. They are gone through once in a process, and what they make is
// copied into each new database of those tests that are not about them (as tests/storage/schema_test.cpp is,
// and all that starts the program).

#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"

namespace support {

// What the migrations make, once.
class ReadySchema {
 public:
  // The next connection that this thread opens to `path`, and that finds nothing there, finds the schema.
  static void await(const std::string& path) {
    static ReadySchema ready;
    awaited() = path;
  }

 private:
  ReadySchema() {
    storage::migrate(made(), ":memory:", storage::embedded_migrations());
    if (sqlite_api::sqlite3_auto_extension(reinterpret_cast<void (*)()>(&opened)) != SQLITE_OK)
      throw std::logic_error("SQLite tells of no connection");
  }
  static storage::sqlite::Connection& made() {
    static storage::sqlite::Connection connection(":memory:", storage::Use::owner);
    return connection;
  }
  static std::string& awaited() {
    thread_local std::string path;
    return path;
  }
  static int opened(sqlite_api::sqlite3* fresh, char**, const void*) {
    const char* file = sqlite_api::sqlite3_db_filename(fresh, "main");
    const std::string path = file != nullptr && *file != '\0' ? file : ":memory:";
    if (path != awaited()) return SQLITE_OK;
    awaited().clear();
    if (has_tables(fresh)) return SQLITE_OK;
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    auto* copy = sqlite_api::sqlite3_backup_init(fresh, "main", made().handle(), "main");
    if (copy == nullptr) return SQLITE_ERROR;
    sqlite_api::sqlite3_backup_step(copy, -1);
    return sqlite_api::sqlite3_backup_finish(copy);
  }
  static bool has_tables(sqlite_api::sqlite3* database) {
    sqlite_api::sqlite3_stmt* found = nullptr;
    if (sqlite_api::sqlite3_prepare_v2(database, "SELECT 1 FROM sqlite_master", -1, &found, nullptr) !=
        SQLITE_OK)
      return true;
    const bool any = sqlite_api::sqlite3_step(found) != SQLITE_DONE;
    sqlite_api::sqlite3_finalize(found);
    return any;
  }
};

// `path`, for a database that is opened next.
inline std::string ready(std::string path) {
  ReadySchema::await(path);
  return path;
}

}  // namespace support
