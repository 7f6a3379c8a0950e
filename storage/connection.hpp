#pragma once
// One session with a database, whichever it is: what differs between them stands in storage/sqlite and
// storage/postgres. What is done to a database as a whole, outside transactions, is its Maintenance.

#include <soci/session.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/call_watch.hpp"
#include "storage/error.hpp"

namespace storage {

enum class Use { owner, reader };
// When an owner looks a file through for damage: as it opens it, or on another thread meanwhile, and waits
// for that before it commits anything.
enum class Look { first, beside };
// What is done with a database that was left for another (transfer.hpp).
enum class Left { refused, read };

// All throw Error, and runtime::DatabaseHeld when another program holds the database for too long.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  soci::session& sql() { return sql_; }

  virtual void begin() = 0;          // and takes the right to write at once
  virtual void begin_reading() = 0;  // all that is read until rollback() is of one moment
  virtual void commit() = 0;         // durable when it returns; throws when anything in it failed
  virtual void rollback() = 0;       // nothing happens where there is no transaction any more
  virtual void savepoint() = 0;
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;  // undoes and ends it

  // How often something was undone: what was read inside it, and is kept in memory, may never have been.
  std::uint64_t undone() const { return undone_; }
  // Another number than before where something may have been written, undone, or written by others: what was
  // read under the same number would be read again. Nothing where nobody can tell.
  virtual std::optional<std::uint64_t> state() { return std::nullopt; }

  // Many statements in one text, without parameters. The error has `what` and the words of the database: no
  // text here comes from people.
  virtual void script(const std::string& what, const std::string& statements) = 0;
  virtual bool empty() = 0;          // no table at all
  virtual int schema_version() = 0;  // 0 where no migration has run
  virtual void set_schema_version(int number) = 0;

  // The triggers of a table, which keep promises while it is used; off only inside a transaction that sets
  // them on again: a copy puts rows in another order.
  virtual void set_rules(const std::string& table, bool on) = 0;

  // A statement as this database says it.
  virtual std::string in_its_words(std::string statement) const { return statement; }
  // A text as it can be kept, where not every byte can.
  virtual std::string bindable(std::string text) const { return text; }
  // Whether a statement that failed can be run again as it is, and must not be dropped inside its
  // transaction.
  virtual bool keeps_failed_statements() const { return false; }

  // From now on each call is watched by `watch`, which outlives this, and a server holds an owner from whom
  // it hears nothing for three seconds for dead: heartbeat() is due every second. A file needs neither.
  virtual void keep_watch(CallWatch&) {}
  // Asks a server whether it is there and this is still its owner; throws where not.
  virtual void heartbeat() {}
  CallWatch* watch() const { return watch_; }

 protected:
  CallWatch* watch_ = nullptr;
  soci::session sql_;
  std::uint64_t undone_ = 0;
};

inline constexpr std::chrono::seconds longest_look{5};  // for damage, while somebody waits
using Enough = std::function<bool()>;                   // asked often, on the thread that works
struct Looked {
  std::string damage;  // in SQLite's words; empty: none was found
  bool to_the_end = true;
};

struct Table {
  std::string name;
  std::vector<std::string> columns, key;
};

class Maintenance {
 public:
  virtual ~Maintenance() = default;
  virtual bool truncate_log() = 0;  // runtime::Transactor says what these two do
  virtual void compact() = 0;
  virtual void checkpoint_beside() {}  // storage::Database says what these five do
  virtual void throw_away() {}
  virtual void backup_to(const std::string& target) = 0;
  virtual std::string damage(std::chrono::milliseconds limit, const Enough& enough) = 0;
  virtual bool looked_through() const = 0;
};

// A connection at this program's schema.
struct Opened {
  std::unique_ptr<Connection> connection;
  std::unique_ptr<Maintenance> maintenance;  // of that connection; goes first
  bool unseen = false;                       // nobody has looked for damage yet
};

// For the way out of a failure, which is the one to be told.
template <class Undo>
void quietly(Undo undo) {
  try {
    undo();
  } catch (const std::exception&) {
    return;
  }
}

// Undone unless committed. Of a Connection, or of a runtime::Transactor where commits are somebody's.
template <class Of>
class Transaction {
 public:
  explicit Transaction(Of& of) : of_(of) { of_.begin(); }
  ~Transaction() {
    if (open_) quietly([&] { of_.rollback(); });
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    of_.commit();
    open_ = false;
  }

 private:
  Of& of_;
  bool open_ = true;
};

// What is read while it lives is of one moment. A reader's.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection) : connection_(connection) { connection_.begin_reading(); }
  ~Snapshot() {
    quietly([&] { connection_.rollback(); });
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
};

}  // namespace storage
