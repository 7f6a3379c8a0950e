#include "storage/postgres/maintenance.hpp"

#include <filesystem>

#include "bot/runtime/store.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/statement.hpp"
#include "storage/transfer.hpp"

namespace storage::postgres {
namespace {

constexpr auto own_tables =
    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND "
    "relkind = 'r' "
    "ORDER BY relname";

}  // namespace

void Maintenance::compact() {
  const CallWatch::Patience patience(connection_.watch());
  Statement<In<>, Out<std::string>> tables(connection_, own_tables);
  std::string held;
  for (const auto& [table] : tables.all()) try {
      connection_.execute("VACUUM FULL " + table);
    } catch (const runtime::DatabaseHeld&) {  // somebody reads it: the others are written anew all the same
      held += (held.empty() ? "" : ", ") + table;
    }
  if (connection_.may_execute("CHECKPOINT") && connection_.may_execute("SELECT pg_switch_wal()"))
    connection_.may_execute("CHECKPOINT");
  if (!held.empty()) throw runtime::DatabaseHeld("database: somebody else holds " + held);
}

void Maintenance::backup_to(const std::string& target) {
  if (std::filesystem::exists(target)) throw Error("the backup '" + target + "' exists already");
  const std::string partial = target + ".partial";
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  try {
    {
      const Opened copy = sqlite::open(partial, Use::owner);
      connection_.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");  // one moment, while the daemon writes on
      transfer(connection_, *copy.connection);
      connection_.execute("COMMIT");
      copy.maintenance->truncate_log();
    }
    sqlite::drop_waiting_ideas(partial);
    sync_file(partial);
    std::filesystem::rename(partial, target);
  } catch (...) {
    connection_.rollback();
    std::filesystem::remove(partial, ignored);
    throw;
  }
  for (const char* beside : {"-wal", "-shm", ".lock"}) std::filesystem::remove(partial + beside, ignored);
}

}  // namespace storage::postgres
