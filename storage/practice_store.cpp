#include "bot/features/practices/store.hpp"

#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto insert_practice =
    "INSERT INTO practice(practice_id, team_id, words, released) VALUES(:id, :team, :words, :released) ON "
    "CONFLICT(practice_id) DO NOTHING";
constexpr auto select_practice =
    "SELECT practice_id, team_id, words, released FROM practice WHERE practice_id = :id";
constexpr auto select_practices =
    "SELECT practice_id, team_id, words, released FROM practice ORDER BY released DESC, practice_id LIMIT "
    ":limit OFFSET :skipped";
constexpr auto delete_practice = "DELETE FROM practice WHERE practice_id = :id";

class SqlPracticeStore final : public practices::PracticeStore {
 public:
  explicit SqlPracticeStore(Database& db) : db_(db) {}

  void add(const practices::Practice& one) override {
    add_.run(one.id.text, one.group.text, one.words, core::to_text(one.released));
  }
  std::optional<practices::Practice> find(const practices::PracticeId& id) override {
    const auto row = find_.one(id.text);
    return row ? std::optional(practice_of(*row)) : std::nullopt;
  }
  std::vector<practices::Practice> newest(int limit, int skipped) override {
    std::vector<practices::Practice> all;
    for (const auto& row : newest_.all(limit, skipped)) all.push_back(practice_of(row));
    return all;
  }
  void remove(const practices::PracticeId& id) override { remove_.run(id.text); }

 private:
  using Text = std::string;
  using Row = Out<Text, Text, Text, Text>;
  static practices::Practice practice_of(const Row& row) {
    const auto& [id, team, words, released] = row;
    return {practices::PracticeId(id), core::GroupId(team), words, core::instant_from_text(released)};
  }

  Database& db_;
  Statement<In<Text, Text, Text, Text>> add_{db_, insert_practice};
  Statement<In<Text>, Row> find_{db_, select_practice};
  Statement<In<int, int>, Row> newest_{db_, select_practices};
  Statement<In<Text>> remove_{db_, delete_practice};
};

}  // namespace

std::unique_ptr<practices::PracticeStore> make_practice_store(Database& database) {
  return std::make_unique<SqlPracticeStore>(database);
}

}  // namespace storage
