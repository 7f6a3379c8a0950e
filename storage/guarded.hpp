#pragma once
// The boundary to SOCI: soci_error::what() prints bound values, so it never leaves this layer.

#include <soci/sqlite3/soci-sqlite3.h>

#include <utility>

#include "storage/database.hpp"

namespace storage {

// Codes of SQLite, in their low byte: https://sqlite.org/rescode.html
inline constexpr int sqlite_busy = 5, sqlite_locked = 6, sqlite_interrupt = 9, sqlite_corrupt = 11,
                     sqlite_not_a_database = 26;

// Cut short by a limit that we set ourselves.
class Interrupted : public Error {
 public:
  using Error::Error;
};

// Runs `work`; a SOCI error becomes an Error with the bare message, Damaged, Interrupted or
// runtime::Busy.
template <class Work>
decltype(auto) guarded(Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const soci::sqlite3_soci_error& error) {
    const int code = error.result() & 0xff;
    const std::string words = "database: " + error.get_error_message();
    if (code == sqlite_busy || code == sqlite_locked) throw runtime::Busy(words);
    if (code == sqlite_corrupt || code == sqlite_not_a_database) throw Damaged(words);
    if (code == sqlite_interrupt) throw Interrupted(words);
    throw Error(words);
  } catch (const soci::soci_error& error) {
    throw Error("database: " + error.get_error_message());
  }
}

}  // namespace storage
