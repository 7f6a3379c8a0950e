#pragma once
// A PostgreSQL for tests, where scripts/postgres has started one: each gets a schema of its own.

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "storage/postgres/connection.hpp"

namespace support {

inline const char* server() {
  return std::getenv("REFLEKS_TEST_POSTGRES");
}

// Where the contract of a store is run.
inline std::vector<const char*> all_databases() {
  std::vector<const char*> all{"file", "memory"};
  if (server()) all.push_back("postgres");
  return all;
}

// An empty one, with a name that has to be quoted, as "Sør-Fjord" has. Making the tables is what takes time,
// so that one is emptied and used again.
class ServerSchema {
 public:
  ServerSchema() {
    if (idle().empty()) {
      name_ = "\"Tø-" + std::to_string(::getpid()) + "_" + std::to_string(++made()) + "\"";
      admin().execute("CREATE SCHEMA " + name_);
    } else {
      name_ = idle().back();
      idle().pop_back();
    }
  }
  ~ServerSchema() {
    if (spoilt_) return;
    admin().execute(
        "DO $$ DECLARE one record; BEGIN SET LOCAL session_replication_role = replica; FOR one IN "
        "SELECT oid::regclass AS place FROM pg_class WHERE relkind = 'r' AND relname <> "
        "'schema_version' AND relnamespace = '" +
        name_ + "'::regnamespace LOOP EXECUTE 'DELETE FROM ' || one.place; END LOOP; END $$");
    idle().push_back(name_);
  }
  ServerSchema(const ServerSchema&) = delete;
  ServerSchema& operator=(const ServerSchema&) = delete;

  std::string place() const { return place_of(name_); }
  static std::string place_of(const std::string& search_path) {
    return std::string(server()) + "&options=-csearch_path%3D" + search_path;
  }
  const std::string& name() const { return name_; }  // quoted
  void spoil() { spoilt_ = true; }                   // no longer as the program makes it
  // Without its tables, as before a first start.
  void begin_anew() const { admin().execute("DROP SCHEMA " + name_ + " CASCADE; CREATE SCHEMA " + name_); }
  static storage::postgres::Connection& admin() {
    static storage::postgres::Connection session(server(), storage::Use::reader);
    static const std::string once = session.execute("SET default_transaction_read_only = off");
    return session;
  }

 private:
  static std::vector<std::string>& idle() {
    static std::vector<std::string> names;
    return names;
  }
  static int& made() {
    static int count = 0;
    return count;
  }
  std::string name_;
  bool spoilt_ = false;
};

}  // namespace support
