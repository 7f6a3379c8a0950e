#pragma once
// One connection to the database. The owner's connection writes, holds the lock that keeps a second daemon
// out, and is the desk's transaction; readers are further connections that can only read. A connection
// belongs to one thread at a time.

#include <soci/session.h>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/runtime/store.hpp"

namespace storage {

// What went wrong in the database, never with a bound value in its words.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// The file is not as SQLite left it.
class Damaged : public Error {
 public:
  explicit Damaged(const std::string& words) : Error(words), words_(words) {}
  const std::string& words() const { return words_; }  // SQLite's own; never a value

 private:
  std::string words_;
};

class Database final : public runtime::Transactor {
 public:
  enum class Use { owner, reader };

  // Opens `path` (":memory:" for a database that dies with the object). The owner makes the file (0600) where
  // there is none, brings it to this program's schema and takes `<path>.lock` for as long as it lives. Throws
  // Error: another daemon owns it, the file is newer than the program, is not ours, is damaged (the owner
  // looks, docs/mishaps.md), or a setting did not take; runtime::Busy when another program holds it for a
  // minute.
  explicit Database(std::string path, Use use = Use::owner);
  ~Database() override;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void begin() override;
  void commit() override;
  void rollback() override;  // nothing happens when SQLite has already rolled back by itself (full disk)
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;  // undoes and ends the savepoint
  bool truncate_log() override;
  void compact() override;
  std::vector<std::string> take_unreadable() override { return std::exchange(unreadable_, {}); }
  // Once for each `what`, however often it is come across.
  void note_unreadable(const std::string& what) {
    if (noted_.insert(what).second) unreadable_.push_back(what);
  }

  // A clean copy (VACUUM INTO: no remains of deleted rows) at `target`, 0600, which must not exist; without
  // the ideas that wait to be shown (copies.hpp). Any connection.
  void backup_to(const std::string& target);

  // What SQLite finds wrong with the file within `limit`, in its words; empty: nothing. Inside a transaction
  // or outside.
  std::string damage(std::chrono::milliseconds limit = std::chrono::seconds{5});
  // Whether the last such look came to the end of the file.
  bool looked_through() const { return looked_through_; }

  const std::string& path() const { return path_; }
  soci::session& sql() { return sql_; }

 private:
  void set_up(Use use);
  struct Marks;  // begin, commit and savepoint, kept prepared
  Marks& marks();

  std::string path_;
  int lock_ = -1;
  bool looked_through_ = true;
  soci::session sql_;
  std::unique_ptr<Marks> marks_;
  std::vector<std::string> unreadable_;
  std::set<std::string> noted_;
};

// On the disk when it returns.
void sync_file(const std::string& path);

// The random id of this database, made when it is first asked for: boxes carry it, so that those of another
// database are known. A copy has the same.
std::string installation_of(Database& database);

}  // namespace storage
