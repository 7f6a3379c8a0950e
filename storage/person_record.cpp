#include "storage/person_record.hpp"

#include <nlohmann/json.hpp>

#include "bot/runtime/json.hpp"
#include "storage/holdings.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

using Json = nlohmann::json;
using Text = std::string;

constexpr auto record_people =
    "SELECT person_id, name, workspace, account, active FROM person "
    "WHERE person_id = :id OR name = :name OR account = :account ORDER BY active DESC, person_id";

}  // namespace

std::vector<Registered> people_called(Database& database, const std::string& wanted) {
  Statement<In<Text, Text, Text>, Out<Text, Text, Text, Text, int>> statement(database, record_people);
  std::vector<Registered> all;
  for (const auto& [id, name, workspace, account, active] : statement.all(wanted, wanted, wanted))
    all.push_back({id, name, workspace, account, active != 0});
  return all;
}

Json record_of(Database& database, const Registered& person) {
  Json record;
  for (const Holding& holding : holdings()) {
    if (holding.name.empty()) continue;
    Json& list = record[Text(holding.name)] = Json::array();
    Statement<In<Text, Text, Text, Text>, Out<Text>> statement(database, Text(who_is) + Text(holding.select));
    for (const auto& [row] : statement.all(person.id, person.workspace, person.account, ""))
      list.push_back(runtime::parse_json(row));
  }
  if (Json& list = record["person"]; !list.empty()) {
    const Json who = list.front();
    list = who;
  }
  return record;
}

}  // namespace storage
