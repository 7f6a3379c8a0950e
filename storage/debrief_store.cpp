#include "bot/features/debriefs/store.hpp"

#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto select_debrief = "SELECT team_id, at FROM debrief WHERE team_id = :team";
constexpr auto select_debriefs = "SELECT team_id, at FROM debrief ORDER BY team_id";
constexpr auto save_debrief =
    "INSERT INTO debrief(team_id, at) VALUES(:team, :at) ON CONFLICT(team_id) DO UPDATE SET at = excluded.at";
constexpr auto delete_debrief = "DELETE FROM debrief WHERE team_id = :team";

class SqlDebriefStore final : public debriefs::DebriefStore {
 public:
  explicit SqlDebriefStore(Database& db) : db_(db) {}

  std::optional<debriefs::Debrief> find(const core::GroupId& group) override {
    const auto row = find_.one(group.text);
    return row ? std::optional(debrief_of(*row)) : std::nullopt;
  }
  std::vector<debriefs::Debrief> all() override {
    std::vector<debriefs::Debrief> found;
    for (const auto& row : all_.all()) found.push_back(debrief_of(row));
    return found;
  }
  void save(const debriefs::Debrief& one) override {
    save_.run(one.group.text, static_cast<int>(one.at.count()));
  }
  void remove(const core::GroupId& group) override { remove_.run(group.text); }

 private:
  using Text = std::string;
  using Row = Out<Text, int>;
  static debriefs::Debrief debrief_of(const Row& row) {
    const auto& [team, at] = row;
    return {core::GroupId(team), core::Minutes{at}};
  }

  Database& db_;
  Statement<In<Text>, Row> find_{db_, select_debrief};
  Statement<In<>, Row> all_{db_, select_debriefs};
  Statement<In<Text, int>> save_{db_, save_debrief};
  Statement<In<Text>> remove_{db_, delete_debrief};
};

}  // namespace

std::unique_ptr<debriefs::DebriefStore> make_debrief_store(Database& database) {
  return std::make_unique<SqlDebriefStore>(database);
}

}  // namespace storage
