#include "storage/audit_store.hpp"

#include "storage/erasure.hpp"

namespace storage {
namespace {

constexpr auto audit_find = "SELECT name FROM audit_name WHERE person_id = :id";
constexpr auto audit_key = "SELECT config_key FROM team WHERE team_id = :team";
constexpr auto audit_put_name =
    "INSERT INTO audit_name(person_id, name) SELECT person_id, :name FROM person WHERE person_id = :id";
constexpr auto audit_put =
    "INSERT INTO audit_due(number, entry) VALUES((SELECT coalesce(max(number), 0) + 1 FROM audit_due), "
    ":entry)";
constexpr auto audit_due = "SELECT number, entry FROM audit_due ORDER BY number";
constexpr auto audit_drop = "DELETE FROM audit_due WHERE number = :number";
constexpr auto audit_everybody =
    "SELECT a.name, p.name FROM audit_name a JOIN person p ON p.person_id = a.person_id";
constexpr auto audit_people = "SELECT person_id, name FROM person";
constexpr std::size_t name_letters = 12;

}  // namespace

AuditStore::AuditStore(Database& database)
    : find_(database, audit_find),
      key_(database, audit_key),
      name_(database, audit_put_name),
      put_(database, audit_put),
      due_(database, audit_due),
      drop_(database, audit_drop) {}

std::string AuditStore::name_of(const core::PersonId& person, core::Random& random) {
  if (const auto known = find_.one(person.text)) return std::get<0>(*known);
  std::string name = "p-" + core::new_id(random).substr(0, name_letters);
  name_.run(name, person.text);
  return name;
}

std::string AuditStore::key_of(const core::GroupId& group) {
  const auto known = key_.one(group.text);
  return known ? std::get<0>(*known) : group.text;
}

void AuditStore::put(const std::string& entry) {
  put_.run(entry);
}

std::vector<std::pair<long long, std::string>> AuditStore::due() {
  std::vector<std::pair<long long, std::string>> all;
  for (const auto& [number, entry] : due_.all()) all.emplace_back(number, entry);
  return all;
}

void AuditStore::drop(long long number) {
  drop_.run(number);
}

std::string audit_name_of(Database& database, const core::PersonId& person) {
  Statement<In<std::string>, Out<std::string>> statement(database, audit_find);
  const auto known = statement.one(person.text);
  return known ? std::get<0>(*known) : std::string();
}

std::map<std::string, std::string> audit_names(Database& database) {
  Statement<In<>, Out<std::string, std::string>> statement(database, audit_everybody);
  std::map<std::string, std::string> all;
  for (const auto& [as, name] : statement.all()) all[as] = name;
  // As tools called them that could not make a name there.
  Statement<In<>, Out<std::string, std::string>> people(database, audit_people);
  for (const auto& [id, name] : people.all()) all[mark_of_id(id)] = name;
  return all;
}

}  // namespace storage
