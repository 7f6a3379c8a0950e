#include "storage/migrations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "bot/core/embedded.hpp"
#include "bot/core/log.hpp"

namespace storage {

std::vector<Migration> embedded_migrations() {
  constexpr std::string_view folder = "migrations/";
  std::vector<Migration> found;
  for (const auto& file : core::embedded_under(folder)) {
    const std::string name = file.substr(folder.size());
    int n = 0;
    std::from_chars(name.data(), name.data() + name.size(), n);
    found.push_back({n, name, core::embedded_copy(file).value()});
  }
  std::ranges::sort(found, {}, &Migration::number);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i].number != static_cast<int>(i) + 1)
      throw Error(fmt::format("migration {} is out of order", found[i].name));
  return found;
}

int known_version(Connection& connection, const std::string& path, const std::vector<Migration>& migrations) {
  const int version = connection.schema_version(), newest = static_cast<int>(migrations.size());
  if (version > newest)
    throw Newer(
        fmt::format("the database '{}' was written by a newer refleks (schema {}, this program knows {}): "
                    "install that version, or restore a backup from before the upgrade",
                    path, version, newest));
  return version;
}

void migrate(Connection& connection, const std::string& path, const std::vector<Migration>& migrations,
             const std::function<void()>& with_last) {
  const int version = known_version(connection, path, migrations);
  if (version == 0 && !connection.empty())
    throw Error(fmt::format("the file '{}' is a database of another program", path));
  if (const auto newest = static_cast<int>(migrations.size()); version != 0 && version < newest)
    core::log(core::Level::info,
              "the database is brought up to date; former versions cannot serve it any more",
              fmt::format("schema {} to {}", version, newest));
  // A new database is made in one transaction: it is whole or empty, and the disk is waited for once.
  std::optional<Transaction<Connection>> transaction;
  for (const auto& migration : migrations) {
    if (migration.number <= version) continue;
    if (!transaction) transaction.emplace(connection);
    connection.script("migration " + migration.name, migration.sql);
    connection.set_schema_version(migration.number);
    if (with_last && &migration == &migrations.back()) with_last();
    if (version == 0) continue;
    transaction->commit();
    transaction.reset();
  }
  if (transaction) transaction->commit();
}

bool make_new(Connection& connection, const std::vector<Migration>& migrations) {
  if (connection.schema_version() != 0 || !connection.empty()) return false;
  Transaction<Connection> transaction(connection);
  connection.script("schema.sql", core::embedded_copy("schema/schema.sql").value());
  connection.set_schema_version(static_cast<int>(migrations.size()));
  transaction.commit();
  return true;
}

void check_version(Connection& connection, const std::string& path,
                   const std::vector<Migration>& migrations) {
  const int version = known_version(connection, path, migrations);
  const int newest = static_cast<int>(migrations.size());
  if (version < newest)
    throw Error(
        fmt::format("the database '{}' has not been brought to this version yet (schema {} of {}): "
                    "start the service once; one that runs is of the former version, so start it again",
                    path, version, newest));
}

}  // namespace storage
