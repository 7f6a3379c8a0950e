#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto upsert_matter =
    "INSERT INTO matter(matter_id, team_id, title, body, state, answer, answer_text, raised, answered) "
    "VALUES(:id, :team, :title, :body, :state, :answer, :answer_text, :raised, :answered) "
    "ON CONFLICT(matter_id) DO UPDATE SET team_id = excluded.team_id, title = excluded.title, body = "
    "excluded.body, "
    "state = excluded.state, answer = excluded.answer, answer_text = excluded.answer_text, raised = "
    "excluded.raised, "
    "answered = excluded.answered";
constexpr auto select_matter =
    "SELECT matter_id, team_id, title, body, state, answer, answer_text, raised, answered FROM matter "
    "WHERE matter_id = :id";
constexpr auto select_matters_of_group =
    "SELECT matter_id, team_id, title, body, state, answer, answer_text, raised, answered FROM matter "
    "WHERE team_id = :team ORDER BY raised, matter_id";

using Text = std::string;
using MatterColumns = Out<Text, Text, Text, Text, Text, Text, Text, Text, Text>;

matters::Matter matter_from(const MatterColumns& row) {
  const auto& [id, group, title, body, state, answer, answer_text, raised, answered] = row;
  using State = matters::Matter::State;
  using Answer = matters::Matter::Answer;
  matters::Matter matter;
  matter.id = core::MatterId(id);
  matter.group = core::GroupId(group);
  matter.title = title;
  matter.body = body;
  matter.state = from_code(state, std::array{State::open, State::answered});
  matter.answer = from_code(answer, std::array{Answer::none, Answer::doing, Answer::later, Answer::no});
  matter.answer_text = answer_text;
  matter.raised = core::instant_from_text(raised);
  if (!answered.empty()) matter.answered = core::instant_from_text(answered);
  return matter;
}

class SqlMatterStore final : public matters::MatterStore {
 public:
  explicit SqlMatterStore(Database& db)
      : save_(db, upsert_matter), find_(db, select_matter), of_group_(db, select_matters_of_group) {}

  void save(const matters::Matter& matter) override {
    const bool has_answer = matter.answered != core::Instant{};
    save_.run(matter.id.text, matter.group.text, matter.title, matter.body, Text(code(matter.state)),
              Text(code(matter.answer)), matter.answer_text, core::to_text(matter.raised),
              has_answer ? core::to_text(matter.answered) : Text());
  }

  std::optional<matters::Matter> find(const core::MatterId& id) override {
    const auto row = find_.one(id.text);
    if (!row) return std::nullopt;
    return matter_from(*row);
  }

  std::vector<matters::Matter> of_group(const core::GroupId& group) override {
    std::vector<matters::Matter> found;
    for (const auto& row : of_group_.all(group.text)) found.push_back(matter_from(row));
    return found;
  }

 private:
  Statement<MatterColumns> save_;
  Statement<In<Text>, MatterColumns> find_;
  Statement<In<Text>, MatterColumns> of_group_;
};

}  // namespace

std::unique_ptr<matters::MatterStore> make_matter_store(Database& database) {
  return std::make_unique<SqlMatterStore>(database);
}

}  // namespace storage
