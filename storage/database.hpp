#pragma once
// One connection to the database. The owner's connection writes, holds the lock that keeps a second daemon
// out, and is the engine's transaction; readers are further connections that can only read. A connection
// belongs to one thread at a time.

#include <chrono>
#include <future>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/runtime/store.hpp"
#include "storage/connection.hpp"

namespace storage {

class Database final : public runtime::Transactor {
 public:
  using Use = storage::Use;

  // Opens `path` (":memory:" for a database that dies with the object). The owner makes the file (0600) where
  // there is none, brings it to this program's schema and takes `<path>.lock` for as long as it lives. Throws
  // Error: another daemon owns it, the file is newer than the program, is not ours, is damaged (the owner
  // looks, docs/mishaps.md), or a setting did not take, or it was left for another; runtime::DatabaseHeld
  // when another program holds it for a minute. Look::beside: a file that is damaged throws Damaged at its
  // first commit, and nothing was written to it; what is read before may be wrong, or not be there. One that
  // was doubted, or has to be migrated, is looked through first all the same.
  explicit Database(std::string path, Use use = Use::owner, Look look = Look::first,
                    Left left = Left::refused);
  ~Database() override;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void begin() override { opened_.connection->begin(); }
  void commit() override { look_.valid() ? commit_first() : opened_.connection->commit(); }
  void rollback() override { opened_.connection->rollback(); }
  void savepoint() override { opened_.connection->savepoint(); }
  void release() override { opened_.connection->release(); }
  void rollback_to_savepoint() override { opened_.connection->rollback_to_savepoint(); }
  void heartbeat() override { opened_.connection->heartbeat(); }
  bool truncate_log() override { return opened_.maintenance->truncate_log(); }
  void compact() override { opened_.maintenance->compact(); }
  std::vector<std::string> take_unreadable() override { return std::exchange(unreadable_, {}); }
  // Once for each `what`, however often it is come across.
  void note_unreadable(const std::string& what) {
    if (noted_.insert(what).second) unreadable_.push_back(what);
  }

  // From now on no commit waits until an older part of the log has been moved into the file: a thread beside
  // it does that. For who serves; nothing else of what is done differs.
  void checkpoint_beside() { opened_.maintenance->checkpoint_beside(); }

  // Of a file that goes with this object, and that nobody else reads: nothing is written twice, and nothing
  // waits for a disk. After it a crash leaves no database. Outside a transaction.
  void throw_away() { opened_.maintenance->throw_away(); }

  // A clean copy (VACUUM INTO: no remains of deleted rows) at `target`, 0600, which must not exist; without
  // the ideas that wait to be shown (copies.hpp). Any connection.
  void backup_to(const std::string& target) { opened_.maintenance->backup_to(target); }

  // What SQLite finds wrong with the file within `limit` and before it is `enough`, in its words; empty:
  // nothing. Inside a transaction or outside. Any connection.
  std::string damage(std::chrono::milliseconds limit = longest_look, const Enough& enough = {}) {
    return opened_.maintenance->damage(limit, enough);
  }
  // Whether the last such look came to the end of the file. An owner that has opened a large one has looked
  // at its small tables alone: somebody looks at the rest while it is used.
  bool looked_through() const { return looked_through_ && opened_.maintenance->looked_through(); }

  const std::string& path() const { return path_; }
  Connection& connection() { return *opened_.connection; }
  soci::session& sql() { return connection().sql(); }

 private:
  void commit_first();

  std::string path_;
  Opened opened_;
  std::shared_future<bool> look_;  // while it is not over: whether it came to the end of the file
  bool looked_through_ = true;
  std::vector<std::string> unreadable_;
  std::set<std::string> noted_;
};

// As Database::damage, by a connection of its own, which writes nothing, and beside an owner. It holds the
// rows against the CHECKs of their tables too, of which no reader knows. Throws Error. Any thread.
Looked look_through(const std::string& path, std::chrono::milliseconds limit, const Enough& enough);

// For whoever could not use a file and does not know why: throws Damaged where it is damaged.
void throw_if_damaged(const std::string& path);

// Whoever opens the file as its owner next looks through all of it first. For whoever found damage, or cannot
// go on. Nothing where it cannot be written down, and for a server.
void doubt(const std::string& path);

// On the disk when it returns.
void sync_file(const std::string& path);

// The random id of this database, made when it is first asked for: boxes carry it, so that those of another
// database are known. A copy has the same.
std::string installation_of(Database& database);

}  // namespace storage
