#include "storage/migrations.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/postgres/maintenance.hpp"
#include "storage/postgres/schema.hpp"

namespace storage::postgres {

Opened open(const std::string& place, Use use) {
  Opened opened;
  auto connection = std::make_unique<Connection>(place, use);
  const auto migrations = embedded_migrations();
  const std::string name = shown(place);
  if (use == Use::reader) {
    check_version(*connection, name, migrations);
  } else if (connection->schema_version() != static_cast<int>(migrations.size())) {
    if (connection->schema_version() == 0 && !connection->empty())
      throw Error("the schema in " + name + " holds tables of another program");
    connection->execute(functions, "functions");
    migrate(*connection, name, migrations);
    connection->execute(without_statistics, "statistics");
  }
  if (use == Use::owner) connection->take_epoch();
  opened.maintenance = std::make_unique<Maintenance>(*connection);
  opened.connection = std::move(connection);
  return opened;
}

}  // namespace storage::postgres
