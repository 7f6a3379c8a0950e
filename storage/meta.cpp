#include "storage/meta.hpp"

#include "storage/guarded.hpp"

namespace storage {

std::string meta(Database& database, const std::string& name) {
  const CallWatch::Call call(database.connection().watch());
  return guarded([&] {
    std::string text;
    database.sql() << "SELECT COALESCE((SELECT value FROM meta WHERE name = :name), '')", soci::use(name),
        soci::into(text);
    return text;
  });
}

void set_meta(Database& database, const std::string& name, const std::string& value) {
  const CallWatch::Call call(database.connection().watch());
  guarded([&] {
    database.sql() << "INSERT INTO meta(name, value) VALUES(:name, :value) ON CONFLICT(name) DO UPDATE SET "
                      "value = excluded.value",
        soci::use(name), soci::use(value);
  });
}

}  // namespace storage
