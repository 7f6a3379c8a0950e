#include "bot/features/network/store.hpp"

#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_network = "SELECT team_id, direct, asked FROM network";
constexpr auto save_network =
    "INSERT INTO network(slot, team_id, direct, asked) VALUES(1, :team, :direct, :asked) ON CONFLICT(slot) "
    "DO "
    "UPDATE SET team_id = excluded.team_id, direct = excluded.direct, asked = excluded.asked";
constexpr auto delete_network = "DELETE FROM network";
constexpr auto delete_brought_all = "DELETE FROM network_member";
constexpr auto delete_advisers = "DELETE FROM adviser";
constexpr auto select_brought = "SELECT person_id FROM network_member ORDER BY person_id";
constexpr auto insert_brought =
    "INSERT INTO network_member(person_id) VALUES(:person) ON CONFLICT(person_id) DO NOTHING";
constexpr auto delete_brought = "DELETE FROM network_member WHERE person_id = :person";
constexpr auto select_advisers =
    "SELECT a.person_id FROM adviser a JOIN person p ON p.person_id = a.person_id ORDER BY p.name, "
    "a.person_id";
constexpr auto insert_adviser =
    "INSERT INTO adviser(person_id) VALUES(:person) ON CONFLICT(person_id) DO NOTHING";

class SqlNetworkStore final : public network::NetworkStore {
 public:
  explicit SqlNetworkStore(Database& db) : db_(db), people_(make_people_store(db)) {}

  std::optional<network::Network> find() override {
    const auto row = find_.one();
    if (!row) return std::nullopt;
    const auto& [team, direct, asked] = *row;
    return network::Network{core::GroupId(team), direct != 0, asked};
  }
  void save(const network::Network& one) override {
    save_.run(one.group.text, one.direct ? 1 : 0, one.asked);
  }
  void end() override {
    end_.run();
    end_brought_.run();
    end_advisers_.run();
  }

  std::set<core::PersonId> brought() override {
    std::set<core::PersonId> all;
    for (const auto& [person] : brought_.all()) all.insert(core::PersonId(person));
    return all;
  }
  void bring(const core::GroupId& group, const core::PersonId& person, core::Date today) override {
    bring_.run(person.text);
    people_->set_role(group, person, core::Role::participant, today);
  }
  void take_out(const core::GroupId& group, const core::PersonId& person) override {
    take_out_.run(person.text);
    people_->remove_member(group, person);
  }

  std::vector<core::PersonId> advisers() override {
    std::vector<core::PersonId> all;
    for (const auto& [person] : advisers_.all()) all.emplace_back(person);
    return all;
  }
  void set_advisers(const std::vector<core::PersonId>& people) override {
    end_advisers_.run();
    for (const core::PersonId& person : people) add_adviser_.run(person.text);
  }

 private:
  using Text = std::string;
  Database& db_;
  std::unique_ptr<people::PeopleStore> people_;
  Statement<In<>, Out<Text, int, int>> find_{db_, select_network};
  Statement<In<Text, int, int>> save_{db_, save_network};
  Statement<In<>> end_{db_, delete_network}, end_brought_{db_, delete_brought_all},
      end_advisers_{db_, delete_advisers};
  Statement<In<>, Out<Text>> brought_{db_, select_brought}, advisers_{db_, select_advisers};
  Statement<In<Text>> bring_{db_, insert_brought}, take_out_{db_, delete_brought},
      add_adviser_{db_, insert_adviser};
};

}  // namespace

std::unique_ptr<network::NetworkStore> make_network_store(Database& database) {
  return std::make_unique<SqlNetworkStore>(database);
}

}  // namespace storage
