#include <nlohmann/json.hpp>

#include "storage/erasure.hpp"
#include "storage/holdings.hpp"
#include "storage/person_record.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

using Text = std::string;

constexpr auto rights_person = "SELECT name, workspace, account FROM person WHERE person_id = :id";
constexpr auto rights_known_as = "SELECT name FROM audit_name WHERE person_id = :id";

class SqlRightsStore final : public rights::RightsStore {
 public:
  explicit SqlRightsStore(Database& db) : db_(db) {}

  std::vector<rights::Kept> kept(const core::PersonId& person) override {
    const auto who = find(person);
    if (!who) return {};
    std::vector<rights::Kept> all;
    const nlohmann::json record = record_of(db_, *who);
    for (const Holding& holding : holdings()) {
      if (holding.name.empty() || holding.name == "person") continue;
      rights::Kept kept{Text(holding.name), {}};
      for (const auto& row : record.at(kept.what)) kept.rows.push_back(words_of_row(row));
      if (!kept.rows.empty()) all.push_back(std::move(kept));
    }
    return all;
  }

  rights::Erasure erase(const core::PersonId& person, const std::string& nobody, core::Instant now) override {
    const auto who = find(person);
    if (!who) return {};
    const auto known_as = known_as_.one(person.text);
    remember_erased(db_, *who, now);
    Erased erased = erase_person(db_, *who, nobody);
    return {true, std::move(erased.gone), std::move(erased.named),
            known_as ? std::get<0>(*known_as) : Text()};
  }

 private:
  std::optional<Registered> find(const core::PersonId& person) {
    const auto row = person_.one(person.text);
    if (!row) return std::nullopt;
    const auto& [name, workspace, account] = *row;
    return Registered{person.text, name, workspace, account, true};
  }

  Database& db_;
  Statement<In<Text>, Out<Text, Text, Text>> person_{db_, rights_person};
  Statement<In<Text>, Out<Text>> known_as_{db_, rights_known_as};
};

}  // namespace

std::unique_ptr<rights::RightsStore> make_rights_store(Database& database) {
  return std::make_unique<SqlRightsStore>(database);
}

}  // namespace storage
