#include "storage/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "bot/core/weaken.hpp"
#include "storage/copies.hpp"
#include "storage/guarded.hpp"
#include "storage/migrations.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

// Why each: anonymity of what was deleted (secure_delete, temp_store), durability (WAL with FULL), and a
// schema file that cannot run code of its own (trusted_schema). The log keeps its size from one checkpoint to
// the next, since growing it anew costs each commit a third of its time: what must not linger there is cut
// off by truncate_log(). `set` is empty where the reading alone counts.
struct Pragma {
  const char* name;
  const char* set;
  const char* reads;
};
constexpr std::array pragmas{
    Pragma{"page_size", "4096", "4096"},     Pragma{"auto_vacuum", "NONE", "0"},
    Pragma{"synchronous", "FULL", "2"},      Pragma{"secure_delete", "ON", "1"},
    Pragma{"temp_store", "MEMORY", "2"},     Pragma{"journal_size_limit", "8388608", "8388608"},
    Pragma{"trusted_schema", "OFF", "0"},    Pragma{"foreign_keys", "ON", "1"},
    Pragma{"recursive_triggers", "ON", "1"},
};
// How long to wait for somebody else's lock, in milliseconds; then it is Busy, and the desk tries again. A
// checkpoint waits shorter, because it is tried again after the next turn.
constexpr int busy_timeout = 2'000;
constexpr int patient_timeout = 60'000;   // while it is opened: nobody waits for an answer yet
constexpr int steps_between_looks = 100;  // of SQLite's machine: some microseconds; a page is one or two
constexpr int checkpoint_timeout = 50;
constexpr int truncate_attempts = 3;

std::string reason() {
  return std::strerror(errno);
}

int take_lock(const std::string& path) {
  const std::string file = path + ".lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) throw Error(fmt::format("cannot open the lock file '{}': {}", file, reason()));
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  const int error = errno;
  ::close(fd);
  if (error == EWOULDBLOCK)
    throw Error(
        fmt::format("the database '{}' is in use by another running refleks (lock file '{}')", path, file));
  errno = error;
  throw Error(fmt::format("cannot lock '{}': {}", file, reason()));
}

// SQLite gives its -wal and -shm files the mode of the database file.
void make_private_file(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600);
  if (fd < 0) throw Error(fmt::format("cannot make the file '{}': {}", path, reason()));
  ::close(fd);
}

// For the files that SQLite makes beside the database.
bool has_room(const std::string& path) {
  constexpr std::uintmax_t needed = 256 * 1024;
  std::error_code error;
  const auto space = std::filesystem::space(std::filesystem::path(path).parent_path(), error);
  return error || space.available >= needed;
}

sqlite_api::sqlite3* handle(soci::session& sql) {
  return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
}

// Stops what runs on a connection when its time is up.
class TimeLimit {
 public:
  TimeLimit(sqlite_api::sqlite3* connection, std::chrono::milliseconds limit)
      : connection_(connection), end_(std::chrono::steady_clock::now() + limit) {
    sqlite_api::sqlite3_progress_handler(
        connection_, steps_between_looks,
        [](void* self) -> int {
          return std::chrono::steady_clock::now() >= static_cast<TimeLimit*>(self)->end_ ? 1 : 0;
        },
        this);
  }
  ~TimeLimit() { sqlite_api::sqlite3_progress_handler(connection_, 0, nullptr, nullptr); }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  sqlite_api::sqlite3* connection_;
  std::chrono::steady_clock::time_point end_;
};

}  // namespace

void sync_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!done) throw Error(fmt::format("cannot write '{}' to the disk: {}", path, reason()));
}

Database::Database(std::string path, Use use) : path_(std::move(path)) {
  const bool memory = path_ == ":memory:";
  if (path_.find('"') != std::string::npos) throw Error("a database path cannot hold a quotation mark");
  if (!memory && use == Use::owner) {
    lock_ = take_lock(path_);
    make_private_file(path_, 0);
  }
  try {
    guarded([&] {
      sql_.open(soci::sqlite3,
                fmt::format("dbname=\"{}\"{}", path_, use == Use::reader ? " readonly=true" : ""));
      set_up(use);
    });
  } catch (const Damaged& error) {
    if (lock_ >= 0) ::close(lock_);
    throw Damaged(
        fmt::format("the database '{}' is damaged and is not served ({}). It is left as it is; "
                    "bring back the newest copy that is whole: refleks restore FILE",
                    path_, error.words()));
  } catch (const Error&) {
    if (lock_ >= 0) ::close(lock_);
    if (memory || has_room(path_)) throw;
    throw Error(fmt::format(
        "there is no room left on the disk with '{}', and the database cannot be used: make room", path_));
  } catch (...) {
    if (lock_ >= 0) ::close(lock_);
    throw;
  }
}

void Database::set_up(Use use) {
  sql_ << fmt::format("PRAGMA busy_timeout={}", use == Use::owner ? patient_timeout : busy_timeout);
  sql_ << "PRAGMA cache_size=-32768";  // KiB: the whole working set of a municipality
  for (const auto& [name, set, reads] : pragmas) {
    sql_ << fmt::format("PRAGMA {}={}", name, set);
    std::string value;
    sql_ << fmt::format("PRAGMA {}", name), soci::into(value);
    if (value != reads)
      throw Error(fmt::format("the database '{}' does not keep the setting {}={} (it reads {})", path_, name,
                              set, value));
  }
  if (core::weakened("temp_in_memory")) sql_ << "PRAGMA temp_store=FILE";
  std::string journal;
  sql_ << (use == Use::owner ? "PRAGMA journal_mode=WAL" : "PRAGMA journal_mode"), soci::into(journal);
  if (journal != (path_ == ":memory:" ? "memory" : "wal"))
    throw Error(
        fmt::format("the database '{}' cannot keep a write-ahead log (journal mode {})", path_, journal));
  if (use == Use::reader) return check_version(sql_, path_, embedded_migrations());
  if (const std::string wrong = damage(); !wrong.empty()) throw Damaged(wrong);
  migrate(sql_, path_, embedded_migrations());
  sql_ << fmt::format("PRAGMA busy_timeout={}", busy_timeout);
  truncate_log();  // what a crash left in the log
}

std::string Database::damage(std::chrono::milliseconds limit) {
  looked_through_ = true;
  const TimeLimit time(handle(sql_), limit);
  try {
    return guarded([&] {
      // The quick one reads every page, and comes first in case there is no time for more.
      for (const char* look : {"PRAGMA quick_check(1)", "PRAGMA integrity_check(1)"}) {
        std::string found;
        sql_ << look, soci::into(found);
        if (found != "ok") return found;
      }
      std::string table;  // a row whose parent is gone; the id of neither is told
      sql_ << "SELECT COALESCE((SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1), '')",
          soci::into(table);
      return table.empty() ? std::string() : "a row of the table " + table + " belongs to none";
    });
  } catch (const Interrupted&) {
    looked_through_ = false;
    return {};
  }
}

Database::~Database() {
  marks_.reset();
  sql_.close();
  if (lock_ >= 0) ::close(lock_);
}

// Prepared once: parsing them anew is a tenth of a small turn.
struct Database::Marks {
  explicit Marks(Database& db)
      : begin(db, "BEGIN IMMEDIATE"),
        commit(db, "COMMIT"),
        savepoint(db, "SAVEPOINT unit"),
        release(db, "RELEASE unit") {}
  Statement<In<>> begin, commit, savepoint, release;
};

Database::Marks& Database::marks() {
  if (!marks_) marks_ = std::make_unique<Marks>(*this);
  return *marks_;
}

void Database::begin() {
  marks().begin.run();
}
void Database::commit() {
  marks().commit.run();
}
void Database::rollback() {
  guarded([&] {
    if (sqlite_api::sqlite3_get_autocommit(handle(sql_)) == 0) sql_ << "ROLLBACK";
  });
}
void Database::savepoint() {
  marks().savepoint.run();
}
void Database::release() {
  marks().release.run();
}
void Database::rollback_to_savepoint() {
  guarded([&] {
    sql_ << "ROLLBACK TO unit";
    sql_ << "RELEASE unit";
  });
}

bool Database::truncate_log() try {
  return guarded([&] {
    sql_ << fmt::format("PRAGMA busy_timeout={}", checkpoint_timeout);
    int busy = 1, in_log = 0, moved = 0;
    for (int i = 0; i < truncate_attempts && busy != 0; ++i)
      sql_ << (core::weakened("truncate") ? "PRAGMA wal_checkpoint(PASSIVE)"
                                          : "PRAGMA wal_checkpoint(TRUNCATE)"),
          soci::into(busy), soci::into(in_log), soci::into(moved);
    sql_ << fmt::format("PRAGMA busy_timeout={}", busy_timeout);
    return busy == 0;
  });
} catch (const runtime::Busy&) {
  return false;
}

void Database::compact() {
  guarded([&] { sql_ << "VACUUM"; });
  truncate_log();
}

void Database::backup_to(const std::string& target) {
  namespace fs = std::filesystem;
  if (fs::exists(target)) throw Error(fmt::format("the backup '{}' exists already", target));
  const std::string partial = target + ".partial";
  std::error_code ignored;
  fs::remove(partial, ignored);  // of a backup that was cut short
  make_private_file(partial, O_EXCL);
  try {
    guarded([&] { sql_ << "VACUUM INTO :target", soci::use(partial); });
    drop_waiting_ideas(partial);
    sync_file(partial);
    fs::rename(partial, target);
  } catch (...) {
    fs::remove(partial, ignored);
    throw;
  }
  const std::string folder = fs::path(target).parent_path();
  sync_file(folder.empty() ? "." : folder);
}

std::string installation_of(Database& database) {
  constexpr std::size_t size = 16;
  std::array<unsigned char, size> bytes{};
  std::array<char, 2 * size + 1> fresh{};
  if (sodium_init() < 0) throw Error("the cryptographic library does not start");
  randombytes_buf(bytes.data(), bytes.size());
  sodium_bin2hex(fresh.data(), fresh.size(), bytes.data(), bytes.size());
  return guarded([&] {
    std::string id = fresh.data();
    database.sql()
        << "INSERT INTO meta(name, value) VALUES('installation', :id) ON CONFLICT(name) DO NOTHING",
        soci::use(id);
    database.sql() << "SELECT value FROM meta WHERE name = 'installation'", soci::into(id);
    return id;
  });
}

}  // namespace storage
