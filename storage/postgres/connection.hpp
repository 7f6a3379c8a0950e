#pragma once
// A session with a schema on a server (PostgreSQL 15). docs/postgresql.md says how a server is set up for it.

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.hpp"

struct pg_conn;  // libpq's

namespace storage::postgres {

struct Library;

// "postgresql://...", "postgres://..." or "service=...": not a file.
bool is_place(std::string_view place);

// How a place is told: without user and password, "postgresql://db.example:5432/refleks".
std::string shown(const std::string& place);

// Another process serves the schema.
class Taken final : public Error {
 public:
  using Error::Error;
};

class Connection final : public storage::Connection {
 public:
  // Opens a session, which is watched while it is asked; the schema is the first of its search_path. The
  // owner holds an advisory lock in the database as long as the session lives: a lost connection is a lost
  // lock, and nothing here connects anew. Throws Error: the server is not there or not set up for this
  // (docs/postgresql.md); Taken: another daemon serves the schema. Words of errors hold neither values nor
  // the password.
  Connection(std::string place, Use use, CallWatch* watch = nullptr);
  ~Connection() override;

  void begin() override;
  void begin_reading() override;
  // PostgreSQL says yes to a COMMIT of what has failed, and to one that a standby did not confirm, with a
  // warning alone: both throw here.
  void commit() override;
  void rollback() override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;
  void script(const std::string& what, const std::string& statements) override;
  bool empty() override;
  int schema_version() override;
  void set_schema_version(int number) override;
  void set_rules(const std::string& table, bool on) override;
  std::string in_its_words(std::string statement) const override;
  std::string bindable(std::string text) const override;  // UTF-8 without a NUL byte, whatever came
  bool keeps_failed_statements() const override { return true; }
  void keep_watch(CallWatch& watch) override;
  void heartbeat() override;

  // Takes the next epoch of this schema: each transaction asks first whether it is still the newest, so that
  // a late owner's comes to nothing, however it lost the lock. Once, by the owner, when the schema is there.
  void take_epoch();
  // Whether nobody owns the schema just now. A waiting session asks it, and keeps nothing open between.
  // Throws Error where the server has not said so within `limit`; then this session is of no use any more,
  // and of several servers the next one asks another first.
  bool is_free(std::chrono::milliseconds limit);
  // For who waits for many schemas of a server: held() gives the lock() of each that is owned just now,
  // whichever database it lies in, and throws as is_free() does. server(): which it is, "10.0.0.5:5432".
  std::string lock();
  std::set<std::string> held(std::chrono::milliseconds limit);
  std::string server();

  // One setting of the server as it is in this session; empty: there is none of that name.
  std::string setting(const std::string& name);
  // The command as it stands, outside SOCI; gives what the server says it did ("COMMIT").
  std::string execute(const std::string& command, const std::string& what = "");
  // Whether the server warned of what was executed last: it says yes, and did something less.
  bool has_warned() const { return warned_; }
  // The same where the user may lack the right: false then.
  bool may_execute(const std::string& command);

  // Whether the schema can be made, and brought to a later version.
  bool may_make_tables();

  // What an operator should change on the server, each as a sentence.
  std::vector<std::string> advice();

 private:
  pg_conn* handle();
  void set_up(Use use);
  void look_at_server(Use use);
  void take_lock();
  std::string answer_within(std::chrono::milliseconds limit, const std::string& query);

  const Library& library_;
  std::string place_;
  bool begins_ = false;  // and is watched
  bool has_remedy_ = false;
  std::string epoch_;    // the question whether it is the newest; empty: none was taken
  bool warned_ = false;  // of the command last executed
};

// The connection at this program's schema: the owner migrates, a reader finds it there.
Opened open(const std::string& place, Use use);

}  // namespace storage::postgres
