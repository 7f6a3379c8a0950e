#include "storage/sqlite/connection.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "bot/core/log.hpp"
#include "storage/guarded.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/checkpoints.hpp"
#include "storage/sqlite/maintenance.hpp"
#include "storage/statement.hpp"

namespace storage::sqlite {
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
    Pragma{"temp_store", "MEMORY", "2"},     Pragma{"journal_size_limit", "33554432", "33554432"},
    Pragma{"trusted_schema", "OFF", "0"},    Pragma{"foreign_keys", "ON", "1"},
    Pragma{"recursive_triggers", "ON", "1"},
};
// How long to wait for somebody else's lock, in milliseconds; then it is DatabaseHeld, and the engine tries
// again.
constexpr int busy_timeout = 2'000;
constexpr int patient_timeout = 60'000;
// KiB of pages kept in memory; what is not is read from the system's.
constexpr int kept_pages = 2'048;

// A file that was doubted is looked through before anybody is answered: a unit waits a quarter of an hour for
// it.
constexpr std::chrono::minutes longest_doubt{10};

[[noreturn]] void refuse_damaged(const std::string& path, const std::string& words) {
  throw Damaged(
      fmt::format("the database '{}' is damaged and is not served ({}). It is left as it is; "
                  "bring back the newest copy that is whole: refleks restore FILE",
                  path, words));
}

bool is_read_only(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 && errno == EROFS;
}

// SQLite makes what lies beside a database with the mode that this has just then, and where it cannot write
// there says no more than that it cannot: a start under wrong rights would be the end of all later ones.
void be_able_to_write_beside(const std::string& path, Use use) {
  for (const char* beside : {"-wal", "-shm", "-journal"}) {
    const std::string file = path + beside;
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) continue;
    constexpr mode_t both = S_IRUSR | S_IWUSR;
    if (S_ISREG(about.st_mode) && about.st_uid == ::geteuid() && (about.st_mode & both) != both)
      ::chmod(file.c_str(), both);
    if (use == Use::owner && (!S_ISREG(about.st_mode) || ::access(file.c_str(), R_OK | W_OK) != 0))
      throw Error(fmt::format("the database cannot be served, because '{}' beside it {}", file,
                              S_ISREG(about.st_mode) ? "cannot be written: give it to the service's user"
                                                     : "is no file: take it away"));
  }
}

int number(soci::session& sql, const char* query) {
  int value = 0;
  sql << query, soci::into(value);
  return value;
}

}  // namespace

bool has_room(const std::string& path) {
  constexpr std::uintmax_t needed = 256 * 1024;
  std::error_code error;
  const auto space = std::filesystem::space(std::filesystem::path(path).parent_path(), error);
  return error || space.available >= needed;
}

// Prepared once: parsing them anew is a tenth of a small turn.
struct Connection::Marks {
  explicit Marks(Connection& db)
      : begin(db, "BEGIN IMMEDIATE"),
        commit(db, "COMMIT"),
        savepoint(db, "SAVEPOINT unit"),
        release(db, "RELEASE unit"),
        looked(db, "PRAGMA data_version") {}
  Statement<In<>> begin, commit, savepoint, release;
  Statement<In<>, Out<int>> looked;
};

void take_no_locks() {
  // Refused, which is only slower, where a program has used SQLite before.
  [[maybe_unused]] static const int done = sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) |
                                           sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

Connection::Connection(std::string path, Use use, Rights rights) : path_(std::move(path)) {
  if (path_.find('"') != std::string::npos) throw Error("a database path cannot hold a quotation mark");
  if (path_ != ":memory:" && use == Use::owner) {
    lock_.take(path_);
    lock_.take_database(path_);
  }
  be_able_to_write_beside(path_, use);
  take_no_locks();
  guarded([&] {
    sql_.open(soci::sqlite3,
              fmt::format("dbname=\"{}\"{}", path_,
                          use == Use::reader && rights != Rights::all ? " readonly=true" : ""));
    try {
      set_up(use);
    } catch (...) {
      sql_.close();  // before the lock goes, as below
      throw;
    }
  });
}

Connection::~Connection() {
  checkpoints_.reset();
  marks_.reset();
  sql_.close();  // before the lock goes
}

void Connection::set_up(Use use) {
  use == Use::owner ? be_patient() : be_quick();
  sql_ << fmt::format("PRAGMA cache_size=-{}", kept_pages);
  for (const auto& [name, set, reads] : pragmas) {
    sql_ << fmt::format("PRAGMA {}={}", name, set);
    std::string value;
    sql_ << fmt::format("PRAGMA {}", name), soci::into(value);
    if (value != reads)
      throw Error(fmt::format("the database '{}' does not keep the setting {}={} (it reads {})", path_, name,
                              set, value));
  }
  std::string journal;
  sql_ << (use == Use::owner ? "PRAGMA journal_mode=WAL" : "PRAGMA journal_mode"), soci::into(journal);
  if (journal != (path_ == ":memory:" ? "memory" : "wal"))
    throw Error(
        fmt::format("the database '{}' cannot keep a write-ahead log (journal mode {})", path_, journal));
}

sqlite_api::sqlite3* Connection::handle() {
  return static_cast<soci::sqlite3_session_backend*>(sql_.get_backend())->conn_;
}
void Connection::be_patient() {
  guarded([&] { sql_ << fmt::format("PRAGMA busy_timeout={}", patient_timeout); });
}
void Connection::be_quick() {
  guarded([&] { sql_ << fmt::format("PRAGMA busy_timeout={}", busy_timeout); });
}

void Connection::checkpoint_beside() {
  if (path_ != ":memory:") checkpoints_ = std::make_unique<Checkpoints>(*this);
}
std::unique_lock<std::mutex> Connection::pause_checkpoints() {
  return checkpoints_ ? checkpoints_->pause() : std::unique_lock<std::mutex>();
}

Connection::Marks& Connection::marks() {
  if (!marks_) marks_ = std::make_unique<Marks>(*this);
  return *marks_;
}

void Connection::begin() {
  int moved = 0;
  const int code = sqlite_api::sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (code == SQLITE_OK && moved != 0) leave();
  ++begun_;
  marks().begin.run();
}

// What would be written now were gone at the next start, and the log that lies there would be played over the
// file that came.
void Connection::leave() {
  namespace fs = std::filesystem;
  std::string aside = path_ + ".replaced";
  for (int more = 2; fs::exists(aside); ++more) aside = fmt::format("{}.replaced-{}", path_, more);
  Maintenance(*this).backup_to(aside);
  fs::rename(path_ + "-wal", aside + ".old-log");  // all of it is in the copy
  fs::remove(path_ + "-shm");
  core::log(core::Level::error,
            "the database was replaced or taken away while it was used; what it held is kept", aside);
  throw Error(fmt::format("the database '{}' was replaced or taken away while it was used", path_));
}

void Connection::begin_reading() {
  ++begun_;
  guarded([&] { sql_ << "BEGIN"; });
}

// The index of the log notes up to where it was read. It is read to its end at once, or whoever looks up an
// idea by its code, which leaves no trace, would be the one to change that.
void Connection::commit() {
  marks().commit.run();
  try {
    marks().looked.one();
  } catch (const std::exception&) {
    return;  // it is committed; what cannot be read now is found by whoever needs it
  }
}
void Connection::rollback() {
  ++undone_;
  guarded([&] {
    if (sqlite_api::sqlite3_get_autocommit(handle()) == 0) sql_ << "ROLLBACK";
  });
}
// Others write, or are seen to have written, only between our transactions. Each of the three only grows, and
// so does their sum.
std::optional<std::uint64_t> Connection::state() {
  if (sqlite_api::sqlite3_get_autocommit(handle()) != 0) return std::nullopt;
  return begun_ + undone_ + static_cast<std::uint64_t>(sqlite_api::sqlite3_total_changes64(handle()));
}
void Connection::savepoint() {
  marks().savepoint.run();
}
void Connection::release() {
  marks().release.run();
}
void Connection::rollback_to_savepoint() {
  ++undone_;
  guarded([&] {
    sql_ << "ROLLBACK TO unit";
    sql_ << "RELEASE unit";
  });
}

// SOCI runs one statement at a time.
void Connection::script(const std::string& what, const std::string& statements) {
  char* message = nullptr;
  const int code = sqlite_api::sqlite3_exec(handle(), statements.c_str(), nullptr, nullptr, &message);
  const std::unique_ptr<char, void (*)(void*)> owned(message, sqlite_api::sqlite3_free);
  if ((code & 0xff) == SQLITE_FULL) throw NoRoom();
  if (code != 0) throw Error(fmt::format("{}: {}", what, message ? message : "failed"));
}

bool Connection::empty() {
  return guarded([&] { return number(sql_, "SELECT count(*) FROM sqlite_master") == 0; });
}
int Connection::schema_version() {
  return guarded([&] { return number(sql_, "PRAGMA user_version"); });
}
void Connection::set_schema_version(int version) {
  guarded([&] { sql_ << fmt::format("PRAGMA user_version={}", version); });
}

void Connection::set_rules(const std::string& table, bool on) {
  guarded([&] {
    if (on) {
      for (const std::string& rule : rules_off_[table]) sql_ << rule;
      rules_off_.erase(table);
      return;
    }
    const soci::rowset<soci::row> rules =
        sql_.prepare << "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '" +
                            table + "'";
    std::vector<std::string> found;
    for (const soci::row& rule : rules) {
      rules_off_[table].push_back(rule.get<std::string>(1));
      found.push_back(rule.get<std::string>(0));
    }
    for (const std::string& name : found) sql_ << "DROP TRIGGER " + name;
  });
}

// SQLite keeps no CHECK of a table in mind, and looks for none, where it could not write.
static std::unique_ptr<Connection> onlooker(const std::string& path) {
  auto reader = std::make_unique<Connection>(path, Use::reader, Connection::Rights::all);
  reader->script("look", "PRAGMA query_only=ON");
  return reader;
}

Looked look_through(const std::string& path, std::chrono::milliseconds limit, const Enough& enough) {
  const auto reader = onlooker(path);
  Maintenance maintenance(*reader);
  std::string damage = maintenance.damage(limit, enough);
  return {std::move(damage), maintenance.looked_through()};
}

bool look_through(const std::string& path) try {
  const auto reader = onlooker(path);
  Maintenance maintenance(*reader);
  if (const std::string wrong = maintenance.damage_of_small(); !wrong.empty()) throw Damaged(wrong);
  return maintenance.looked_through();
} catch (const Damaged& error) {
  refuse_damaged(path, error.words());
}

Opened open(const std::string& path, Use use, Look look) try {
  Opened opened;
  auto connection = std::make_unique<Connection>(path, use);
  auto maintenance = std::make_unique<Maintenance>(*connection);
  if (use == Use::reader) {
    check_version(*connection, path, embedded_migrations());
  } else {
    const auto migrations = embedded_migrations();
    const bool doubted = std::filesystem::exists(doubt_of(path));
    opened.unseen = look == Look::beside && !doubted &&
                    connection->schema_version() == static_cast<int>(migrations.size());
    if (!opened.unseen) {
      const std::string wrong =
          doubted ? maintenance->damage(longest_doubt, {}) : maintenance->damage_of_small();
      if (!wrong.empty()) throw Damaged(wrong);
      if (doubted && maintenance->looked_through()) std::filesystem::remove(doubt_of(path));
      if (!make_new(*connection, migrations)) migrate(*connection, path, migrations);
    }
    connection->be_quick();
    if (!opened.unseen) maintenance->truncate_log();  // what a crash left in the log
  }
  opened.connection = std::move(connection);
  opened.maintenance = std::move(maintenance);
  return opened;
} catch (const Damaged& error) {
  refuse_damaged(path, error.words());
} catch (const Error& error) {
  if (path != ":memory:" && is_read_only(path))
    throw Error(
        fmt::format("the disk with '{}' is read-only, and a database is not opened there: copy the file to "
                    "another disk, from where refleks restore takes it as it is",
                    path));
  const bool full = dynamic_cast<const NoRoom*>(&error) != nullptr;
  if (path == ":memory:" || (!full && has_room(path))) throw;
  throw Error(fmt::format(
      "there is no room left on the disk with '{}', and the database cannot be used: make room", path));
}

}  // namespace storage::sqlite
