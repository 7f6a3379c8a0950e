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
  } else {
    // Looked at before anything is made: a newer program has functions of its own there.
    const int version = known_version(*connection, name, migrations);
    if (version == 0 && !connection->empty())
      throw Error("the schema in " + name + " holds tables of another program");
    if (version < static_cast<int>(migrations.size())) {
      connection->execute(functions, "functions");
      migrate(*connection, name, migrations, [&] { connection->execute(without_statistics, "statistics"); });
    }
    connection->take_epoch();
  }
  opened.maintenance = std::make_unique<Maintenance>(*connection);
  opened.connection = std::move(connection);
  return opened;
}

}  // namespace storage::postgres
