#include "storage/sqlite/failure.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include "bot/runtime/store.hpp"
#include "storage/error.hpp"

namespace storage::sqlite {
namespace {

// In the low byte of a code: https://sqlite.org/rescode.html
constexpr int busy = 5, locked = 6, interrupted = 9, corrupt = 11, full = 13, constraint = 19,
              not_a_database = 26;

}  // namespace

void fail(const soci::soci_error& error) {
  const auto* own = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  if (!own) return;
  const int code = own->result() & 0xff;
  const std::string message = error.get_error_message(), words = "database: " + message;
  // A rule of the schema says in words of its own what it refuses, and they may be logged.
  if (code == constraint && message.find(" constraint failed") == std::string::npos)
    throw Error("database: a rule of the schema refused it");
  if (code == busy || code == locked) throw runtime::DatabaseHeld(words);
  if (code == corrupt || code == not_a_database) throw Damaged(words);
  if (code == full) throw NoRoom();
  if (code == interrupted) throw Interrupted(words);
  throw Error(words);
}

}  // namespace storage::sqlite
