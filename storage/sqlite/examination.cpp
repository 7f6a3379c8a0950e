#include "storage/sqlite/examination.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "bot/core/ascii.hpp"
#include "storage/clock_seen.hpp"
#include "storage/database.hpp"
#include "storage/guarded.hpp"
#include "storage/migrations.hpp"

namespace storage::sqlite {
namespace {

namespace fs = std::filesystem;

struct CloseSqlite {
  void operator()(sqlite_api::sqlite3* handle) const { sqlite_api::sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite_api::sqlite3, CloseSqlite>;

std::string uri_of(const std::string& path, bool alone) {
  std::string uri = "file:";
  for (const char c : path) {
    const bool plain = core::ascii::is_letter_or_digit(c) || c == '/' || c == '-' || c == '_' || c == '.';
    uri += plain ? std::string(1, c)
                 : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return uri + (alone ? "?mode=ro&immutable=1" : "?mode=ro");
}

// The first column of the first row; nothing, and `why`, where there is none.
std::optional<std::string> first(sqlite_api::sqlite3* handle, const char* query, std::string& why) {
  sqlite_api::sqlite3_stmt* raw = nullptr;
  if (sqlite_api::sqlite3_prepare_v2(handle, query, -1, &raw, nullptr) != SQLITE_OK) {
    why = sqlite_api::sqlite3_errmsg(handle);
    return std::nullopt;
  }
  const std::unique_ptr<sqlite_api::sqlite3_stmt, int (*)(sqlite_api::sqlite3_stmt*)> statement(
      raw, sqlite_api::sqlite3_finalize);
  if (sqlite_api::sqlite3_step(raw) != SQLITE_ROW) {
    why = sqlite_api::sqlite3_errmsg(handle);
    return std::nullopt;
  }
  const unsigned char* text = sqlite_api::sqlite3_column_text(raw, 0);
  return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
}

std::string trouble_with(sqlite_api::sqlite3* handle, Examined& found) {
  std::string why;
  sqlite_api::sqlite3_busy_timeout(handle, 5'000);
  const auto version = first(handle, "PRAGMA user_version", why);
  if (!version) return "it is damaged, or no database: " + why;
  found.schema = std::stoi(*version);
  found.newest = static_cast<int>(embedded_migrations().size());
  const auto sound = first(handle, "PRAGMA quick_check(1)", why);
  if (!sound || *sound != "ok") return "it is damaged: " + (sound ? *sound : why);
  if (!first(handle, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'outbox'", why))
    return "it is a database of another program";
  if (found.schema > found.newest)
    return fmt::format("it was written by a newer refleks (schema {}, this program knows {})", found.schema,
                       found.newest);
  const auto kept = [&](const std::string& name) {
    return first(handle, ("SELECT value FROM meta WHERE name = '" + name + "'").c_str(), why).value_or("");
  };
  found.seen = clock_seen(kept);
  found.moved = moved(kept);
  return {};
}

}  // namespace

Examined examine(const std::string& path) {
  Examined found;
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) {
    found.trouble = fs::exists(path) ? "it cannot be read: " + error.message() : "it is not there";
    return found;
  }
  if (size == 0) {
    found.trouble = "it is empty (0 bytes)";
    return found;
  }
  // Without a log beside it nobody writes, and SQLite needs no files of its own to read.
  const bool alone = fs::file_size(path + "-wal", error) == 0 || error;
  const bool had_index = fs::exists(path + "-shm");
  {
    sqlite_api::sqlite3* raw = nullptr;
    const int opened =
        sqlite_api::sqlite3_open_v2(uri_of(path, alone).c_str(), &raw,
                                    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    const Handle handle(raw);
    found.trouble = opened == SQLITE_OK
                        ? trouble_with(raw, found)
                        : std::string("it cannot be opened: ") + sqlite_api::sqlite3_errstr(opened);
  }
  if (!alone && !had_index) fs::remove(path + "-shm", error);
  return found;
}

int withhold_due(const std::string& path, core::Instant posted_until, core::Instant now) {
  Database database(path, Use::owner, Look::first, Left::read);
  int count = 0;
  guarded([&] {
    const std::string until = core::to_text(posted_until);
    const char* due = "(state = 'sending' OR (state = 'waiting' AND due <= :now)) AND edit = 0";
    Transaction transaction(database.connection());
    database.sql() << fmt::format("SELECT count(*) FROM outbox WHERE {}", due), soci::use(until),
        soci::into(count);
    database.sql() << fmt::format("UPDATE outbox SET state = 'failed', hold = '' WHERE {}", due),
        soci::use(until);
    transaction.commit();
  });
  take_up_again(database.connection());
  // The copy's last instant is its own day: the clock has not jumped since, time has passed.
  keep_clock(database, {now, now});
  database.truncate_log();
  return count;
}

}  // namespace storage::sqlite
