#include "storage/person_record.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "bot/core/utf8.hpp"
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

// In the order of the form; "table": a list of people that was pasted.
constexpr std::array typed_fields{"name",         "channel", "place", "link",    "when", "first",
                                  "facilitators", "leaders", "above", "members", "table"};
constexpr std::size_t lines_shown = 12;  // the rest of a long list is in the record

Text typed_in(const Json& draft) {
  std::vector<Text> lines;
  for (const char* field : typed_fields)
    if (const auto found = draft.find(field); found != draft.end() && found->is_string())
      for (Text& line : core::lines_of(found->get<Text>())) lines.push_back(std::move(line));
  if (lines.size() > lines_shown) {
    lines.resize(lines_shown);
    lines.emplace_back("…");
  }
  return fmt::to_string(fmt::join(lines, ", "));
}

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

std::map<Text, Text> words_of_row(const Json& row) {
  std::map<Text, Text> words;
  if (!row.is_object()) return words;
  for (const auto& [key, value] : row.items()) {
    if (value.is_string()) words[key] = value.get<Text>();
    if (key == "words" && value.is_object()) words[key] = typed_in(value);
    if (key == "coming" && value.is_boolean()) words[key] = value.get<bool>() ? "yes" : "no";
  }
  return words;
}

}  // namespace storage
