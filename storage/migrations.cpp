#include "storage/migrations.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "bot/core/embedded.hpp"
#include "storage/guarded.hpp"

namespace storage {
namespace {

int number(soci::session& sql, const char* query) {
  int value = 0;
  sql << query, soci::into(value);
  return value;
}

// SOCI runs one statement at a time; a migration is many.
void run_script(soci::session& sql, const Migration& migration) {
  auto* connection = static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
  char* message = nullptr;
  const int code = sqlite_api::sqlite3_exec(connection, migration.sql.c_str(), nullptr, nullptr, &message);
  const std::unique_ptr<char, void (*)(void*)> owned(message, sqlite_api::sqlite3_free);
  if (code != 0) throw Error(fmt::format("migration {}: {}", migration.name, message ? message : "failed"));
}

void refuse_newer(int version, int newest, const std::string& path) {
  if (version > newest)
    throw Error(
        fmt::format("the database '{}' was written by a newer refleks (schema {}, this program knows {}): "
                    "install that version, or restore a backup from before the upgrade",
                    path, version, newest));
}

}  // namespace

std::vector<Migration> embedded_migrations() {
  constexpr std::string_view folder = "migrations/";
  std::vector<Migration> found;
  for (const auto& file : core::embedded_under(folder)) {
    const std::string name = file.substr(folder.size());
    int n = 0;
    std::from_chars(name.data(), name.data() + name.size(), n);
    found.push_back({n, name, std::string(core::embedded(file).value())});
  }
  std::ranges::sort(found, {}, &Migration::number);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i].number != static_cast<int>(i) + 1)
      throw Error(fmt::format("migration {} is out of order", found[i].name));
  return found;
}

void migrate(soci::session& sql, const std::string& path, const std::vector<Migration>& migrations) {
  guarded([&] {
    const int version = number(sql, "PRAGMA user_version");
    refuse_newer(version, static_cast<int>(migrations.size()), path);
    if (version == 0 && number(sql, "SELECT count(*) FROM sqlite_master") > 0)
      throw Error(fmt::format("the file '{}' is a database of another program", path));
    for (const auto& migration : migrations) {
      if (migration.number <= version) continue;
      sql << "BEGIN IMMEDIATE";
      try {
        run_script(sql, migration);
        sql << fmt::format("PRAGMA user_version={}", migration.number);
        sql << "COMMIT";
      } catch (...) {
        sql << "ROLLBACK";
        throw;
      }
    }
  });
}

void check_version(soci::session& sql, const std::string& path, const std::vector<Migration>& migrations) {
  guarded([&] {
    const int version = number(sql, "PRAGMA user_version"), newest = static_cast<int>(migrations.size());
    refuse_newer(version, newest, path);
    if (version < newest)
      throw Error(
          fmt::format("the database '{}' has not been brought to this version yet (schema {} of {}): "
                      "start the daemon once",
                      path, version, newest));
  });
}

}  // namespace storage
