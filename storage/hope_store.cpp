#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto insert_round =
    "INSERT INTO hope_round(poll_id, team_id, run, closes) VALUES(:poll, :team, :run, :closes) ON "
    "CONFLICT(poll_id) DO NOTHING";
constexpr auto select_round = "SELECT run FROM hope_round WHERE poll_id = :poll";
constexpr auto insert_hope =
    "INSERT INTO hope(poll_id, line, question, words) VALUES(:poll, :line, :question, :words) "
    "ON CONFLICT(poll_id, line) DO NOTHING";
constexpr auto select_hopes =
    "SELECT h.question, h.words FROM hope h JOIN hope_round r ON r.poll_id = h.poll_id "
    "WHERE r.team_id = :team AND r.run = :run ORDER BY h.line";

class SqlHopeStore final : public hopes::HopeStore {
 public:
  explicit SqlHopeStore(Database& db) : db_(db) {}

  void add(const hopes::Round& round) override {
    add_.run(round.poll.text, round.group.text, round.run, core::to_text(round.closes));
  }
  bool knows(const core::PollId& poll) override { return knows_.one(poll.text).has_value(); }
  void keep(const core::PollId& poll, const std::vector<std::pair<int, std::string>>& words) override {
    int line = 0;
    for (const auto& [question, text] : words) keep_.run(poll.text, line++, question, text);
  }
  std::vector<std::pair<int, std::string>> kept(const core::GroupId& group, int run) override {
    std::vector<std::pair<int, std::string>> found;
    for (const auto& [question, words] : kept_.all(group.text, run)) found.emplace_back(question, words);
    return found;
  }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text, Text, int, Text>> add_{db_, insert_round};
  Statement<In<Text>, Out<int>> knows_{db_, select_round};
  Statement<In<Text, int, int, Text>> keep_{db_, insert_hope};
  Statement<In<Text, int>, Out<int, Text>> kept_{db_, select_hopes};
};

}  // namespace

std::unique_ptr<hopes::HopeStore> make_hope_store(Database& database) {
  return std::make_unique<SqlHopeStore>(database);
}

}  // namespace storage
