#include "storage/sqlite/maintenance.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "bot/core/failpoint.hpp"
#include "storage/guarded.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/statement.hpp"

namespace storage::sqlite {
namespace {

constexpr int steps_between_looks = 100;  // of SQLite's machine: some microseconds; a page is one or two
constexpr int checkpoint_timeout = 50;    // milliseconds: it is tried again after the next turn
constexpr int truncate_attempts = 3;
constexpr int few_pages = 16'000;  // read in well under a second
// A file of so many pages, eight megabytes, is looked through in some ten milliseconds, as is a table of so
// many rows.
constexpr int smallest_large = 2'000, few_rows = 20'000;

// Stops what runs on a connection when its time is up, or when it is `enough`.
class TimeLimit {
 public:
  TimeLimit(sqlite_api::sqlite3* connection, std::chrono::milliseconds limit, const Enough& enough)
      : connection_(connection), end_(std::chrono::steady_clock::now() + limit), enough_(enough) {
    sqlite_api::sqlite3_progress_handler(
        connection_, steps_between_looks,
        [](void* self) -> int {
          const auto& limit = *static_cast<TimeLimit*>(self);
          return std::chrono::steady_clock::now() >= limit.end_ || (limit.enough_ && limit.enough_()) ? 1 : 0;
        },
        this);
  }
  ~TimeLimit() { sqlite_api::sqlite3_progress_handler(connection_, 0, nullptr, nullptr); }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  sqlite_api::sqlite3* connection_;
  std::chrono::steady_clock::time_point end_;
  const Enough& enough_;
};

int pages_of(soci::session& sql) {
  int pages = 0;
  sql << "PRAGMA page_count", soci::into(pages);
  return pages;
}

}  // namespace

struct Maintenance::Kept {
  explicit Kept(Connection& connection) : cut(connection, "PRAGMA wal_checkpoint(TRUNCATE)") {}
  Statement<In<>, Out<int, int, int>> cut;
};
Maintenance::Maintenance(Connection& connection)
    : connection_(connection), kept_(std::make_unique<Kept>(connection)) {}
Maintenance::~Maintenance() = default;

// SQLite gives its -wal and -shm files the mode of the database file.
void make_private_file(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600);
  if (fd < 0) throw Error(fmt::format("cannot make the file '{}': {}", path, std::strerror(errno)));
  ::close(fd);
}

std::string Maintenance::damage(std::chrono::milliseconds limit, const Enough& enough) {
  looked_through_ = true;
  const TimeLimit time(connection_.handle(), limit, enough);
  try {
    return guarded([&] {
      std::vector<const char*> looks{"PRAGMA integrity_check(1)"};
      // This one reads every page too, and comes first where there may be no time for more.
      if (limit <= longest_look && pages_of(connection_.sql()) >= few_pages)
        looks.insert(looks.begin(), "PRAGMA quick_check(1)");
      for (const char* look : looks) {
        std::string found;
        connection_.sql() << look, soci::into(found);
        if (found != "ok") return found;
      }
      std::string table;  // a row whose parent is gone; the id of neither is told
      connection_.sql() << "SELECT COALESCE((SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1), '')",
          soci::into(table);
      // Every page was read, most of them for this alone: they need not stay in memory.
      sqlite3_db_release_memory(connection_.handle());
      return table.empty() ? std::string() : "a row of the table " + table + " belongs to none";
    });
  } catch (const Interrupted&) {
    looked_through_ = false;
    return {};
  }
}

std::string Maintenance::damage_of_small() {
  soci::session& sql = connection_.sql();
  if (guarded([&] { return pages_of(sql); }) < smallest_large) return damage(longest_look, {});
  looked_through_ = false;
  return guarded([&] {
    std::vector<std::string> tables{"sqlite_schema"};
    const soci::rowset<std::string> all = sql.prepare
                                          << "SELECT name FROM sqlite_schema WHERE type = 'table'";
    tables.insert(tables.end(), all.begin(), all.end());
    for (const std::string& table : tables) {
      int large = 0;
      sql << fmt::format("SELECT EXISTS(SELECT 1 FROM \"{}\" LIMIT 1 OFFSET {})", table, few_rows),
          soci::into(large);
      if (large != 0) continue;
      std::string found;
      sql << fmt::format("PRAGMA integrity_check(\"{}\")", table), soci::into(found);
      if (found != "ok") return found;
    }
    return std::string();
  });
}

std::string doubt_of(const std::string& path) {
  return path + ".doubted";
}

bool Maintenance::truncate_log() try {
  return guarded([&] {
    const auto paused = connection_.pause_checkpoints();
    sqlite_api::sqlite3_busy_timeout(connection_.handle(), checkpoint_timeout);
    bool busy = true;
    try {
      for (int i = 0; i < truncate_attempts && busy; ++i) busy = std::get<0>(kept_->cut.one().value()) != 0;
    } catch (...) {
      connection_.be_quick();
      throw;
    }
    connection_.be_quick();
    return !busy;
  });
} catch (const runtime::DatabaseHeld&) {
  return false;
}

void Maintenance::throw_away() {
  constexpr const char* settings[] = {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=MEMORY",
                                      "PRAGMA synchronous=OFF", "PRAGMA secure_delete=OFF",
                                      "PRAGMA cache_size=-49152"};
  guarded([&] {
    for (const char* setting : settings) connection_.sql() << setting;
  });
}

void Maintenance::compact() {
  guarded([&] { connection_.sql() << "VACUUM"; });
  truncate_log();
}

void Maintenance::backup_to(const std::string& target) {
  namespace fs = std::filesystem;
  if (fs::exists(target)) throw Error(fmt::format("the backup '{}' exists already", target));
  const std::string partial = target + ".partial";
  std::error_code ignored;
  fs::remove(partial, ignored);  // of a backup that was cut short
  make_private_file(partial, O_EXCL);
  try {
    guarded([&] { connection_.sql() << "VACUUM INTO :target", soci::use(partial); });
    drop_waiting_ideas(partial);
    sync_file(partial);
    core::failpoint("copy.database");
    fs::rename(partial, target);
  } catch (const NoRoom&) {
    fs::remove(partial, ignored);
    throw Error(no_room_for_copy(target));
  } catch (...) {
    fs::remove(partial, ignored);
    throw;
  }
  const std::string folder = fs::path(target).parent_path();
  sync_file(folder.empty() ? "." : folder);
}

}  // namespace storage::sqlite
