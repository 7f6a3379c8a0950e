#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

#define STORAGE_TRYOUT                                                                                 \
  "SELECT t.tryout_id, t.team_id, t.what, coalesce(t.person_id, ''), coalesce(p.name, ''), t.agreed, " \
  "t.due, "                                                                                            \
  "t.state, t.words, t.from_whom FROM tryout t LEFT JOIN person p ON p.person_id = t.person_id "
constexpr auto insert_tryout =
    "INSERT INTO tryout(tryout_id, team_id, what, person_id, agreed, due, state, words, from_whom) "
    "VALUES(:id, :team, :what, nullif(:person, ''), :agreed, :due, 'open', '', :from_whom) ON "
    "CONFLICT(tryout_id) DO "
    "NOTHING";
constexpr auto select_tryout = STORAGE_TRYOUT "WHERE t.tryout_id = :id";
constexpr auto select_tryouts = STORAGE_TRYOUT "WHERE t.team_id = :team ORDER BY t.agreed DESC, t.tryout_id";
constexpr auto close_tryout =
    "UPDATE tryout SET state = :state, words = :words WHERE tryout_id = :id AND state = 'open'";

class SqlTryoutStore final : public tryouts::TryoutStore {
 public:
  explicit SqlTryoutStore(Database& db) : db_(db) {}

  void add(const tryouts::Tryout& one) override {
    add_.run(one.id.text, one.group.text, one.what, one.who.text, core::to_text(one.agreed),
             core::to_text(one.due), one.from_whom);
  }

  std::optional<tryouts::Tryout> find(const tryouts::TryoutId& id) override {
    const auto row = find_.one(id.text);
    return row ? std::optional(tryout_of(*row)) : std::nullopt;
  }

  std::vector<tryouts::Tryout> of_group(const core::GroupId& group) override {
    std::vector<tryouts::Tryout> found;
    for (const auto& row : of_group_.all(group.text))
      if (auto one = readable(db_, "tryout " + std::get<0>(row), [&] { return tryout_of(row); }))
        found.push_back(std::move(*one));
    return found;
  }

  void close(const tryouts::TryoutId& id, tryouts::Tryout::State state, const std::string& words) override {
    close_.run(Text(core::code(state)), words, id.text);
  }

 private:
  using Text = std::string;
  using Row = Out<Text, Text, Text, Text, Text, Text, Text, Text, Text, Text>;

  static tryouts::Tryout tryout_of(const Row& row) {
    const auto& [id, team, what, person, name, agreed, due, state, words, from_whom] = row;
    return {tryouts::TryoutId(id),
            core::GroupId(team),
            what,
            core::PersonId(person),
            name,
            core::instant_from_text(agreed),
            core::instant_from_text(due),
            from_code<tryouts::Tryout::State>(state),
            words,
            from_whom};
  }

  Database& db_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text>> add_{db_, insert_tryout};
  Statement<In<Text>, Row> find_{db_, select_tryout}, of_group_{db_, select_tryouts};
  Statement<In<Text, Text, Text>> close_{db_, close_tryout};
};

}  // namespace

std::unique_ptr<tryouts::TryoutStore> make_tryout_store(Database& database) {
  return std::make_unique<SqlTryoutStore>(database);
}

}  // namespace storage
