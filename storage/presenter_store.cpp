#include "bot/features/presenters/store.hpp"

#include <charconv>

#include "storage/meta.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto presenter_session =
    "SELECT " STORAGE_SESSION_COLUMNS " FROM session s WHERE s.session_id = :id";
constexpr auto presenter_programme =
    "SELECT r.programme FROM session s JOIN run r ON r.team_id = s.team_id AND r.number = s.run "
    "WHERE s.session_id = :id";
constexpr auto presenter_after = "SELECT " STORAGE_SESSION_COLUMNS
                                 " FROM session s JOIN session b ON b.team_id = s.team_id AND b.run = s.run "
                                 "WHERE b.session_id = :id AND s.state = 'planned' AND s.starts > b.starts "
                                 "ORDER BY s.starts, s.session_id LIMIT 1";
constexpr auto presenter_next = "SELECT " STORAGE_SESSION_COLUMNS
                                " FROM session s WHERE s.team_id = :team AND s.state = 'planned' AND "
                                "s.starts > :now ORDER BY s.starts, s.session_id LIMIT 1";
constexpr auto presenters_absent =
    "SELECT person_id FROM attendance WHERE session_id = :id AND coming = 0 ORDER BY person_id";
#define STORAGE_PRESENTER \
  "SELECT session_id, place, attempt, team_id, state, coalesce(person_id, ''), made_up FROM presenter "
constexpr auto presenters_of_session = STORAGE_PRESENTER "WHERE session_id = :id ORDER BY place, attempt";
constexpr auto presenters_waiting = STORAGE_PRESENTER
    "WHERE team_id = :team AND person_id = :person AND state = 'asked' ORDER BY session_id, place";
constexpr auto save_presenter =
    "INSERT INTO presenter(session_id, place, attempt, team_id, person_id, state, made_up) "
    "VALUES(:id, :place, :attempt, :team, nullif(:person, ''), :state, :made_up) "
    "ON CONFLICT(session_id, place, attempt) DO UPDATE SET person_id = excluded.person_id, state = "
    "excluded.state, made_up = excluded.made_up";
constexpr auto remove_presenter =
    "DELETE FROM presenter WHERE session_id = :id AND place = :place AND attempt = :attempt";
constexpr auto forget_presenters =
    "DELETE FROM presenter WHERE session_id = :id AND state IN ('asked', 'passed')";
constexpr auto presenter_turns =
    "SELECT person_id, asked, session_id, round FROM presenter_turn WHERE team_id = :team ORDER BY person_id";
constexpr auto take_presenter_turn =
    "INSERT INTO presenter_turn(team_id, person_id, asked, session_id, round) "
    "VALUES(:team, :person, :asked, :id, :round) ON CONFLICT(team_id, person_id) DO UPDATE SET "
    "asked = excluded.asked, session_id = excluded.session_id, round = excluded.round";
constexpr auto lot_name = "presenters.lot";
constexpr auto presenters_given =
    "SELECT made_up FROM presenter WHERE team_id = :team AND made_up <> '' ORDER BY made_up";

std::string made_up_text(const std::optional<presenters::CaseRef>& ref) {
  return ref ? ref->programme + "/" + std::to_string(ref->number) : std::string();
}
std::optional<presenters::CaseRef> made_up_from(const std::string& text) {
  const auto slash = text.rfind('/');
  if (slash == std::string::npos) return std::nullopt;
  presenters::CaseRef ref{text.substr(0, slash), 0};
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), ref.number);
  return ref;
}

class SqlPresenterStore final : public presenters::PresenterStore {
 public:
  explicit SqlPresenterStore(Database& db) : db_(db) {}

  std::optional<core::Session> session(const core::SessionId& id) override {
    return read(session_.one(id.text));
  }
  std::string programme_of(const core::SessionId& id) override {
    const auto row = programme_.one(id.text);
    return row ? std::get<0>(*row) : std::string();
  }
  std::optional<core::Session> after(const core::Session& session) override {
    return read(after_.one(session.id.text));
  }
  std::optional<core::Session> next(const core::GroupId& group, core::Instant now) override {
    return read(next_.one(group.text, core::to_text(now)));
  }
  std::vector<core::PersonId> absent(const core::SessionId& id) override {
    std::vector<core::PersonId> all;
    for (const auto& [person] : absent_.all(id.text)) all.emplace_back(person);
    return all;
  }
  std::vector<presenters::Slot> of_session(const core::SessionId& id) override {
    return slots_of(of_session_.all(id.text));
  }
  std::vector<presenters::Slot> waiting(const core::GroupId& group, const core::PersonId& person) override {
    return slots_of(waiting_.all(group.text, person.text));
  }
  void save(const presenters::Slot& slot) override {
    save_.run(slot.session.text, slot.place, slot.attempt, slot.group.text, slot.person.text,
              Text(core::code(slot.state)), made_up_text(slot.made_up));
  }
  void remove(const presenters::Slot& slot) override {
    remove_.run(slot.session.text, slot.place, slot.attempt);
  }
  void forget_asking(const core::SessionId& id) override { forget_.run(id.text); }
  std::vector<presenters::Turn> turns(const core::GroupId& group) override {
    std::vector<presenters::Turn> all;
    for (const auto& [person, asked, session, round] : turns_.all(group.text))
      all.push_back(
          {core::PersonId(person), core::instant_from_text(asked), core::SessionId(session), round});
    return all;
  }
  void take_turn(const core::GroupId& group, const presenters::Turn& turn) override {
    take_turn_.run(group.text, turn.person.text, core::to_text(turn.asked), turn.session.text, turn.round);
  }
  std::string lot() override { return meta(db_, lot_name); }
  void keep_lot(const std::string& lot) override { set_meta(db_, lot_name, lot); }
  std::vector<presenters::CaseRef> given(const core::GroupId& group) override {
    std::vector<presenters::CaseRef> all;
    for (const auto& [text] : given_.all(group.text))
      if (auto ref = made_up_from(text)) all.push_back(*std::move(ref));
    return all;
  }

 private:
  using Text = std::string;
  using Row = Out<Text, int, int, Text, Text, Text, Text>;

  static std::optional<core::Session> read(const std::optional<SessionColumns>& row) {
    return row ? std::optional(session_from(*row)) : std::nullopt;
  }

  template <class Rows>
  std::vector<presenters::Slot> slots_of(const Rows& rows) {
    std::vector<presenters::Slot> found;
    for (const auto& row : rows) {
      const auto& [session, place, attempt, team, state, person, made_up] = row;
      const auto read = [&] {
        return presenters::Slot{core::SessionId(session),
                                place,
                                attempt,
                                core::GroupId(team),
                                from_code<presenters::Slot::State>(state),
                                core::PersonId(person),
                                made_up_from(made_up)};
      };
      if (auto slot = readable(db_, "presenter " + session, read)) found.push_back(std::move(*slot));
    }
    return found;
  }

  Database& db_;
  Statement<In<Text>, SessionColumns> session_{db_, presenter_session};
  Statement<In<Text>, Out<Text>> programme_{db_, presenter_programme};
  Statement<In<Text>, SessionColumns> after_{db_, presenter_after};
  Statement<In<Text, Text>, SessionColumns> next_{db_, presenter_next};
  Statement<In<Text>, Out<Text>> absent_{db_, presenters_absent};
  Statement<In<Text>, Row> of_session_{db_, presenters_of_session};
  Statement<In<Text, Text>, Row> waiting_{db_, presenters_waiting};
  Statement<In<Text, int, int, Text, Text, Text, Text>> save_{db_, save_presenter};
  Statement<In<Text, int, int>> remove_{db_, remove_presenter};
  Statement<In<Text>> forget_{db_, forget_presenters};
  Statement<In<Text>, Out<Text, Text, Text, int>> turns_{db_, presenter_turns};
  Statement<In<Text, Text, Text, Text, int>> take_turn_{db_, take_presenter_turn};
  Statement<In<Text>, Out<Text>> given_{db_, presenters_given};
};

}  // namespace

std::unique_ptr<presenters::PresenterStore> make_presenter_store(Database& database) {
  return std::make_unique<SqlPresenterStore>(database);
}

}  // namespace storage
