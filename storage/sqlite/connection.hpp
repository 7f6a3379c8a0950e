#pragma once
// A session with a file, or with memory.

#include <soci/sqlite3/soci-sqlite3.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/connection.hpp"
#include "storage/lock_file.hpp"

namespace storage::sqlite {

class Checkpoints;

// Before the program uses SQLite for anything; a Connection sees to it by itself. Nobody asks how much memory
// SQLite has, and to count it takes a lock for each piece of it: a seventh of what a vote costs it. Each
// connection is one thread's at a time, and needs none.
void take_no_locks();

class Connection final : public storage::Connection {
 public:
  // Opens `path` (":memory:" for a database that dies with the object), whatever its schema. The owner makes
  // the file (0600) where there is none and takes `<path>.lock` for as long as it lives. Throws Error:
  // another daemon owns it, or a setting did not take.
  // Rights::all: also a reader's connection could write, where the file lets it.
  enum class Rights { by_use, all };
  Connection(std::string path, Use use, Rights rights = Rights::by_use);
  ~Connection() override;

  void begin() override;
  void begin_reading() override;
  void commit() override;
  void rollback() override;  // nothing when SQLite has already rolled back by itself (full disk)
  void savepoint() override;
  std::optional<std::uint64_t> state() override;
  void release() override;
  void rollback_to_savepoint() override;
  void script(const std::string& what, const std::string& statements) override;
  bool empty() override;
  int schema_version() override;  // PRAGMA user_version
  void set_schema_version(int number) override;
  void set_rules(const std::string& table, bool on) override;

  const std::string& path() const { return path_; }
  sqlite_api::sqlite3* handle();
  void be_patient();  // while it is opened: nobody waits for an answer yet
  void be_quick();    // how it is served: soon it is DatabaseHeld, and the engine tries again
  // The log is moved into the file by a thread of its own from now on (checkpoints.hpp). Of a file, once.
  void checkpoint_beside();
  // Not while it is held.
  std::unique_lock<std::mutex> pause_checkpoints();

 private:
  struct Marks;  // begin, commit and savepoint, kept prepared
  Marks& marks();
  void set_up(Use use);
  [[noreturn]] void leave();  // another file is in its place

  std::string path_;
  LockFile lock_;
  std::unique_ptr<Marks> marks_;
  std::uint64_t begun_ = 0;                                    // transactions
  std::unique_ptr<Checkpoints> checkpoints_;                   // none: they are made by who commits
  std::map<std::string, std::vector<std::string>> rules_off_;  // by table
};

// The connection at this program's schema: the owner looks for damage (docs/mishaps.md) and migrates, a
// reader finds it there. Throws Error, Damaged, and runtime::DatabaseHeld when another program holds it for a
// minute.
Opened open(const std::string& path, Use use, Look look = Look::first);

// What the owner looks for as it opens the file, by a connection that only reads: throws Damaged likewise,
// and gives whether that was all of the file. Any thread.
bool look_through(const std::string& path);
// As storage::look_through.
Looked look_through(const std::string& path, std::chrono::milliseconds limit, const Enough& enough);

// On the disk of the database, for the files that SQLite makes beside it and for what comes next.
bool has_room(const std::string& path);

}  // namespace storage::sqlite
