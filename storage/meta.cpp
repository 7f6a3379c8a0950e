#include "storage/meta.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include "storage/guarded.hpp"
#include "storage/statement.hpp"
#include "storage/values.hpp"

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
  set_meta(database, {{name, value}});
}

void set_meta(Database& database, const std::vector<std::pair<std::string, std::string>>& all) {
  const CallWatch::Call call(database.connection().watch());
  guarded([&] {
    std::string rows;
    soci::statement statement(database.sql());
    for (std::size_t i = 0; i < all.size(); ++i) {
      rows += fmt::format("{}(:name{}, :value{})", i == 0 ? "" : ", ", i, i);
      statement.exchange(soci::use(all[i].first));
      statement.exchange(soci::use(all[i].second));
    }
    statement.alloc();
    statement.prepare("INSERT INTO meta(name, value) VALUES" + rows +
                      " ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    statement.define_and_bind();
    statement.execute(true);
  });
}

struct KeptUnder::Prepared {
  Statement<In<std::string, std::string>, Out<std::string>> names;
  std::string from, until;
};

KeptUnder::KeptUnder(Database& database, const std::string& beginning)
    : prepared_(new Prepared{
          {database, "SELECT name FROM meta WHERE name >= :from AND name < :until AND value <> ''"},
          beginning,
          prefix_end(beginning)}) {}
KeptUnder::~KeptUnder() = default;

std::vector<std::string> KeptUnder::names() {
  std::vector<std::string> found;
  for (auto& [name] : prepared_->names.all(prepared_->from, prepared_->until))
    found.push_back(std::move(name));
  return found;
}

}  // namespace storage
