#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto select_contract = "SELECT version, words, written FROM contract WHERE team_id = :team";
constexpr auto upsert_contract =
    "INSERT INTO contract(team_id, version, words, written) VALUES(:team, :version, :words, :written) "
    "ON CONFLICT(team_id) DO UPDATE SET version = excluded.version, words = excluded.words, written = "
    "excluded.written";
constexpr auto delete_contract_seen = "DELETE FROM contract_seen WHERE team_id = :team";
constexpr auto select_contract_seen = "SELECT person_id FROM contract_seen WHERE team_id = :team";
// Who is not in the database yet has seen nothing.
constexpr auto insert_contract_seen =
    "INSERT INTO contract_seen(team_id, person_id) SELECT :team, person_id FROM person WHERE person_id = "
    ":person ON CONFLICT(team_id, person_id) DO NOTHING";

class SqlContractStore final : public contract::ContractStore {
 public:
  explicit SqlContractStore(Database& db) : db_(db) {}

  std::optional<contract::Contract> find(const core::GroupId& group) override {
    const auto row = find_.one(group.text);
    if (!row) return std::nullopt;
    const auto& [version, words, written] = *row;
    return contract::Contract{group, version, words, core::instant_from_text(written)};
  }
  void save(const contract::Contract& contract) override {
    save_.run(contract.group.text, contract.version, contract.words, core::to_text(contract.written));
    forget_.run(contract.group.text);
  }
  std::set<core::PersonId> seen_by(const core::GroupId& group) override {
    std::set<core::PersonId> found;
    for (const auto& [person] : seen_by_.all(group.text)) found.insert(core::PersonId(person));
    return found;
  }
  void set_seen(const core::GroupId& group, const core::PersonId& person) override {
    set_seen_.run(group.text, person.text);
  }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text>, Out<int, Text, Text>> find_{db_, select_contract};
  Statement<In<Text, int, Text, Text>> save_{db_, upsert_contract};
  Statement<In<Text>> forget_{db_, delete_contract_seen};
  Statement<In<Text>, Out<Text>> seen_by_{db_, select_contract_seen};
  Statement<In<Text, Text>> set_seen_{db_, insert_contract_seen};
};

}  // namespace

std::unique_ptr<contract::ContractStore> make_contract_store(Database& database) {
  return std::make_unique<SqlContractStore>(database);
}

}  // namespace storage
