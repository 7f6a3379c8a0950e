#include "bot/features/purposes/store.hpp"

#include <sstream>

#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_asking =
    "SELECT number, asked, sessions, round FROM purpose WHERE team_id = :team ORDER BY number DESC LIMIT 1";
constexpr auto select_asked =
    "SELECT number, asked, sessions, round FROM purpose WHERE team_id = :team AND asked <> '' "
    "ORDER BY number DESC LIMIT 1";
constexpr auto save_asking =
    "INSERT INTO purpose(team_id, number, asked, sessions, round) VALUES(:team, :number, :asked, :sessions, "
    ":round) ON CONFLICT(team_id, number) DO UPDATE SET asked = excluded.asked, sessions = "
    "excluded.sessions, "
    "round = excluded.round";
constexpr auto select_purposes_said =
    "SELECT a.person_id, a.role, a.round, a.gives, a.decides, a.words FROM purpose_answer a JOIN person p ON "
    "p.person_id = a.person_id WHERE a.team_id = :team AND a.number = :number ORDER BY a.role DESC, p.name, "
    "a.person_id, a.round";
constexpr auto save_purpose_said =
    "INSERT INTO purpose_answer(team_id, number, round, person_id, role, gives, decides, words) "
    "VALUES(:team, "
    ":number, :round, :person, :role, :gives, :decides, :words) ON CONFLICT(team_id, number, round, "
    "person_id) DO UPDATE SET role = excluded.role, gives = excluded.gives, decides = excluded.decides, "
    "words "
    "= excluded.words";

constexpr auto delete_purpose_said =
    "DELETE FROM purpose_answer WHERE team_id = :team AND number = :number AND round = :round";

// "0 3"
std::string joined(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}
std::vector<int> parted(const std::string& text) {
  std::istringstream in(text);
  std::vector<int> numbers;
  for (int number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

class SqlPurposeStore final : public purposes::PurposeStore {
 public:
  explicit SqlPurposeStore(Database& db) : db_(db) {}

  std::optional<purposes::Asking> latest(const core::GroupId& group) override {
    return asking_of(group, latest_.one(group.text));
  }
  std::optional<purposes::Asking> latest_asked(const core::GroupId& group) override {
    return asking_of(group, latest_asked_.one(group.text));
  }
  void save(const purposes::Asking& one) override {
    save_.run(one.group.text, one.number, one.left_out ? Text() : core::to_text(one.asked), one.sessions,
              one.round);
  }
  std::vector<purposes::Said> said(const core::GroupId& group, int number) override {
    std::vector<purposes::Said> all;
    for (const auto& [person, role, round, gives, decides, words] : said_.all(group.text, number))
      all.push_back({core::PersonId(person), role == "leader" ? core::Role::leader : core::Role::facilitator,
                     round, parted(gives), decides, words});
    return all;
  }
  void save(const core::GroupId& group, int number, const purposes::Said& one) override {
    save_said_.run(group.text, number, one.round, one.person.text, Text(code(one.role)), joined(one.gives),
                   one.decides, one.words);
  }
  void drop_said(const core::GroupId& group, int number, int round) override {
    drop_said_.run(group.text, number, round);
  }

 private:
  using Text = std::string;
  static std::optional<purposes::Asking> asking_of(
      const core::GroupId& group, const std::optional<std::tuple<int, Text, int, int>>& row) {
    if (!row) return std::nullopt;
    const auto& [number, asked, sessions, round] = *row;
    return purposes::Asking{group, number, instant_or_none(asked), sessions, round, asked.empty()};
  }
  Database& db_;
  Statement<In<Text>, Out<int, Text, int, int>> latest_{db_, select_asking}, latest_asked_{db_, select_asked};
  Statement<In<Text, int, Text, int, int>> save_{db_, save_asking};
  Statement<In<Text, int>, Out<Text, Text, int, Text, int, Text>> said_{db_, select_purposes_said};
  Statement<In<Text, int, int, Text, Text, Text, int, Text>> save_said_{db_, save_purpose_said};
  Statement<In<Text, int, int>> drop_said_{db_, delete_purpose_said};
};

}  // namespace

std::unique_ptr<purposes::PurposeStore> make_purpose_store(Database& database) {
  return std::make_unique<SqlPurposeStore>(database);
}

}  // namespace storage
