#include "storage/sqlite/tables.hpp"

#include <algorithm>

#include "storage/sqlite/connection.hpp"
#include "storage/statement.hpp"

namespace storage::sqlite {
namespace {

using Text = std::string;

std::vector<Text> names(storage::Connection& connection, const Text& query) {
  Statement<In<>, Out<Text>> statement(connection, query);
  std::vector<Text> all;
  for (auto& [name] : statement.all()) all.push_back(std::move(name));
  return all;
}

}  // namespace

std::vector<Table> tables_of(storage::Connection& one, storage::Connection& other) {
  auto* file = dynamic_cast<Connection*>(&one);
  auto* second = dynamic_cast<Connection*>(&other);
  if ((file == nullptr) == (second == nullptr))
    throw Error("of the two databases one must be a file and the other on a server");
  storage::Connection& connection = file ? *file : *second;
  std::vector<Table> sorted;
  const auto is_sorted = [&](const Text& name) {
    return std::ranges::any_of(sorted, [&](const Table& table) { return table.name == name; });
  };
  auto left = names(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  while (!left.empty()) {
    const auto next = std::ranges::find_if(left, [&](const Text& name) {
      const auto parents =
          names(connection, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('" + name + "')");
      return std::ranges::all_of(parents,
                                 [&](const Text& parent) { return parent == name || is_sorted(parent); });
    });
    if (next == left.end()) throw Error("tables refer to each other in a ring");
    Table table{
        *next, names(connection, "SELECT name FROM pragma_table_info('" + *next + "') ORDER BY cid"),
        names(connection, "SELECT name FROM pragma_table_info('" + *next + "') WHERE pk > 0 ORDER BY pk")};
    sorted.push_back(std::move(table));
    left.erase(next);
  }
  return sorted;
}

}  // namespace storage::sqlite
