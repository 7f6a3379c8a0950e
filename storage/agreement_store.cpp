#include "bot/features/agreements/store.hpp"

#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_agreement =
    "SELECT number, recruits, informs, hours, length, room, written, coalesce(facilitator_id, ''), "
    "coalesce(leader_id, ''), by_facilitator, by_leader FROM agreement WHERE team_id = :team";
constexpr auto save_agreement =
    "INSERT INTO agreement(team_id, number, recruits, informs, hours, length, room, written, facilitator_id, "
    "leader_id, by_facilitator, by_leader) VALUES(:team, :number, :recruits, :informs, :hours, :length, "
    ":room, :written, nullif(:facilitator, ''), nullif(:leader, ''), :by_facilitator, :by_leader) ON "
    "CONFLICT(team_id) DO UPDATE SET number = excluded.number, recruits = excluded.recruits, informs = "
    "excluded.informs, hours = excluded.hours, length = excluded.length, room = excluded.room, written = "
    "excluded.written, facilitator_id = excluded.facilitator_id, leader_id = excluded.leader_id, "
    "by_facilitator = excluded.by_facilitator, by_leader = excluded.by_leader";
constexpr auto insert_letter =
    "INSERT INTO letter(letter_id, team_id, sent, copies, read_by) VALUES(:id, :team, :sent, :copies, 0)";
constexpr auto insert_copy = "INSERT INTO letter_copy(letter_id, word) VALUES(:id, :word)";
constexpr auto select_letter =
    "SELECT letter_id, team_id, sent, copies, read_by FROM letter WHERE letter_id = :id";
constexpr auto select_last_letter =
    "SELECT letter_id, team_id, sent, copies, read_by FROM letter WHERE team_id = :team ORDER BY sent DESC, "
    "letter_id LIMIT 1";
constexpr auto use_copy = "DELETE FROM letter_copy WHERE letter_id = :id AND word = :word";
constexpr auto count_reader = "UPDATE letter SET read_by = read_by + 1 WHERE letter_id = :id";

class SqlAgreementStore final : public agreements::AgreementStore {
 public:
  explicit SqlAgreementStore(Database& db) : db_(db) {}

  std::optional<agreements::Agreement> find(const core::GroupId& group) override {
    const auto row = find_.one(group.text);
    if (!row) return std::nullopt;
    const auto& [number, recruits, informs, hours, length, room, written, facilitator, leader, one, other] =
        *row;
    return agreements::Agreement{group,
                                 number,
                                 recruits,
                                 informs,
                                 hours,
                                 length,
                                 room,
                                 core::instant_from_text(written),
                                 core::PersonId(facilitator),
                                 core::PersonId(leader),
                                 one != 0,
                                 other != 0};
  }
  void save(const agreements::Agreement& one) override {
    save_.run(one.group.text, one.number, one.recruits, one.informs, one.when, one.length, one.room,
              core::to_text(one.written), one.facilitator.text, one.leader.text, one.by_facilitator ? 1 : 0,
              one.by_leader ? 1 : 0);
  }

  void add(const agreements::Letter& letter, const std::vector<std::string>& words) override {
    add_.run(letter.id.text, letter.group.text, core::to_text(letter.sent), letter.copies);
    for (const std::string& word : words) add_copy_.run(letter.id.text, word);
  }
  std::optional<agreements::Letter> letter(const agreements::LetterId& id) override {
    return letter_of(letter_.one(id.text));
  }
  std::optional<agreements::Letter> last_letter(const core::GroupId& group) override {
    return letter_of(last_.one(group.text));
  }
  void read(const agreements::LetterId& id, const std::string& word) override {
    if (use_.run(id.text, word) > 0) count_.run(id.text);
  }

 private:
  using Text = std::string;
  using Row = Out<Text, Text, Text, int, int>;
  static std::optional<agreements::Letter> letter_of(const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    const auto& [id, team, sent, copies, read] = *row;
    return agreements::Letter{agreements::LetterId(id), core::GroupId(team), core::instant_from_text(sent),
                              copies, read};
  }

  Database& db_;
  Statement<In<Text>, Out<int, Text, Text, Text, Text, Text, Text, Text, Text, int, int>> find_{
      db_, select_agreement};
  Statement<In<Text, int, Text, Text, Text, Text, Text, Text, Text, Text, int, int>> save_{db_,
                                                                                           save_agreement};
  Statement<In<Text, Text, Text, int>> add_{db_, insert_letter};
  Statement<In<Text, Text>> add_copy_{db_, insert_copy};
  Statement<In<Text>, Row> letter_{db_, select_letter}, last_{db_, select_last_letter};
  Statement<In<Text, Text>> use_{db_, use_copy};
  Statement<In<Text>> count_{db_, count_reader};
};

}  // namespace

std::unique_ptr<agreements::AgreementStore> make_agreement_store(Database& database) {
  return std::make_unique<SqlAgreementStore>(database);
}

}  // namespace storage
