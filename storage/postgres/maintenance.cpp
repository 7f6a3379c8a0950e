#include "storage/postgres/maintenance.hpp"

#include <filesystem>
#include <initializer_list>

#include "bot/runtime/store.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/statement.hpp"
#include "storage/transfer.hpp"

namespace storage::postgres {
namespace {

constexpr auto own_tables =
    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = "
    "quote_ident(current_schema())::regnamespace AND relkind = 'r' ORDER BY relname";

}  // namespace

void Maintenance::compact() {
  const CallWatch::Patience patience(connection_.watch());
  Statement<In<>, Out<std::string>> tables(connection_, own_tables);
  std::string held, of_others;
  const auto note = [](std::string& all, const std::string& table) {
    all += (all.empty() ? "" : ", ") + table;
  };
  for (const auto& [table] : tables.all()) try {
      connection_.execute("VACUUM FULL " + table);
      if (connection_.has_warned()) note(of_others, table);  // passed over: this user does not own it
    } catch (const runtime::DatabaseHeld&) {  // somebody reads it: the others are written anew all the same
      note(held, table);
    }
  if (connection_.may_execute("CHECKPOINT") && connection_.may_execute("SELECT pg_switch_wal()"))
    connection_.may_execute("CHECKPOINT");
  if (!held.empty()) throw runtime::DatabaseHeld("database: somebody else holds " + held);
  if (!of_others.empty()) throw runtime::NotOurs("database: this user does not own " + of_others);
}

void Maintenance::backup_to(const std::string& target) {
  if (std::filesystem::exists(target)) throw Error("the backup '" + target + "' exists already");
  const std::string partial = target + ".partial";
  const auto clear = [&](std::initializer_list<const char*> parts) {
    std::error_code ignored;
    for (const char* part : parts) std::filesystem::remove(partial + part, ignored);
  };
  clear({"", "-wal", "-shm", ".lock"});  // of one that was cut short
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
  } catch (const NoRoom&) {
    clear({"", "-wal", "-shm", ".lock"});
    connection_.rollback();
    throw Error(no_room_for_copy(target));
  } catch (...) {
    clear({"", "-wal", "-shm", ".lock"});
    connection_.rollback();  // throws where the server is gone
    throw;
  }
  clear({"-wal", "-shm", ".lock"});
}

}  // namespace storage::postgres
