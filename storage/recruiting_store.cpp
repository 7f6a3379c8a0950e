#include "bot/features/recruiting/store.hpp"

#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

#define STORAGE_SIGN_UP_ROUND \
  "SELECT round_id, team_id, places, words, opened, closes, state FROM sign_up_round "
constexpr auto insert_sign_up_round =
    "INSERT INTO sign_up_round(round_id, team_id, places, words, opened, closes, state) VALUES(:id, :team, "
    ":places, :words, :opened, :closes, 'open') ON CONFLICT(round_id) DO NOTHING";
constexpr auto select_sign_up_round = STORAGE_SIGN_UP_ROUND "WHERE round_id = :id";
constexpr auto select_current_round = STORAGE_SIGN_UP_ROUND
    "WHERE team_id = :team AND state <> 'settled' ORDER BY opened DESC, round_id LIMIT 1";
constexpr auto update_sign_up_round = "UPDATE sign_up_round SET state = :state WHERE round_id = :id";
constexpr auto select_sign_ups =
    "SELECT person_id, number, placed, newcomer FROM sign_up WHERE round_id = :id ORDER BY number, person_id";
constexpr auto save_sign_up =
    "INSERT INTO sign_up(round_id, person_id, number, placed, newcomer) VALUES(:id, :person, :number, "
    ":placed, :newcomer) ON CONFLICT(round_id, person_id) DO UPDATE SET number = excluded.number, placed = "
    "excluded.placed, newcomer = excluded.newcomer";
constexpr auto remove_sign_up = "DELETE FROM sign_up WHERE round_id = :id AND person_id = :person";
constexpr auto clear_sign_ups = "DELETE FROM sign_up WHERE round_id = :id";
constexpr auto forget_newcomer =
    "DELETE FROM person WHERE person_id = :person AND made_in_chat = 1 AND NOT EXISTS(SELECT 1 FROM member m "
    "WHERE m.person_id = person.person_id) AND NOT EXISTS(SELECT 1 FROM sign_up s WHERE s.person_id = "
    "person.person_id)";

class SqlRecruitingStore final : public recruiting::RecruitingStore {
 public:
  explicit SqlRecruitingStore(Database& db) : db_(db), groups_(make_group_store(db)) {}

  void add(const recruiting::Round& round) override {
    add_.run(round.id.text, round.group.text, round.places, round.words, core::to_text(round.opened),
             core::to_text(round.closes));
  }
  std::optional<recruiting::Round> find(const recruiting::RoundId& id) override {
    return round_of(find_.one(id.text));
  }
  std::optional<recruiting::Round> current(const core::GroupId& group) override {
    return round_of(current_.one(group.text));
  }
  void set_state(const recruiting::RoundId& id, recruiting::Round::State state) override {
    set_state_.run(Text(core::code(state)), id.text);
  }

  std::vector<recruiting::SignUp> of(const recruiting::RoundId& id) override {
    std::vector<recruiting::SignUp> all;
    for (const auto& [person, number, placed, newcomer] : of_.all(id.text))
      all.push_back({core::PersonId(person), number, placed != 0, newcomer != 0});
    return all;
  }
  void save(const recruiting::RoundId& id, const recruiting::SignUp& one) override {
    save_.run(id.text, one.person.text, one.number, one.placed ? 1 : 0, one.newcomer ? 1 : 0);
  }
  void remove(const recruiting::RoundId& id, const core::PersonId& person) override {
    remove_.run(id.text, person.text);
  }
  void clear(const recruiting::RoundId& id) override { clear_.run(id.text); }

  core::PersonId meet(const core::Person& stranger) override {
    core::Person person = stranger;
    person.id = groups_->known(person.workspace, person.user).value_or(person.id);
    groups_->add_person(person);
    return person.id;
  }
  void call(const core::Person& newcomer, const std::string& name) override {
    core::Person person = newcomer;
    person.name = name;
    groups_->save_person(person);
  }
  void forget(const core::PersonId& newcomer) override { forget_.run(newcomer.text); }
  void let_in(const core::GroupId& group, const core::PersonId& person, core::Date today) override {
    groups_->set_role(group, person, core::Role::participant, today);
    groups_->set_role_told(group, person);  // by the word that they have a place
  }

 private:
  using Text = std::string;
  using Row = Out<Text, Text, int, Text, Text, Text, Text>;

  static std::optional<recruiting::Round> round_of(const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    const auto& [id, team, places, words, opened, closes, state] = *row;
    return recruiting::Round{recruiting::RoundId(id),
                             core::GroupId(team),
                             places,
                             words,
                             core::instant_from_text(opened),
                             core::instant_from_text(closes),
                             from_code<recruiting::Round::State>(state)};
  }

  Database& db_;
  std::unique_ptr<groups::GroupStore> groups_;
  Statement<In<Text, Text, int, Text, Text, Text>> add_{db_, insert_sign_up_round};
  Statement<In<Text>, Row> find_{db_, select_sign_up_round}, current_{db_, select_current_round};
  Statement<In<Text, Text>> set_state_{db_, update_sign_up_round};
  Statement<In<Text>, Out<Text, int, int, int>> of_{db_, select_sign_ups};
  Statement<In<Text, Text, int, int, int>> save_{db_, save_sign_up};
  Statement<In<Text, Text>> remove_{db_, remove_sign_up};
  Statement<In<Text>> clear_{db_, clear_sign_ups}, forget_{db_, forget_newcomer};
};

}  // namespace

std::unique_ptr<recruiting::RecruitingStore> make_recruiting_store(Database& database) {
  return std::make_unique<SqlRecruitingStore>(database);
}

}  // namespace storage
