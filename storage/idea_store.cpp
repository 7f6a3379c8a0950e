#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"
#include "storage/copies.hpp"
#include "storage/meta.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto insert_idea =
    "INSERT INTO idea(idea_id, team_id, body, state, paper) VALUES(:id, :team, :body, :state, :paper) "
    "ON CONFLICT(idea_id) DO NOTHING";
constexpr auto insert_receipt =
    "INSERT INTO idea_receipt(code_hash, idea_id) VALUES(:hash, :id) ON CONFLICT(code_hash) DO NOTHING";
constexpr auto select_by_receipt =
    "SELECT i.state FROM idea_receipt r JOIN idea i ON i.idea_id = r.idea_id WHERE r.code_hash = :hash";
constexpr auto select_idea = "SELECT idea_id, team_id, body, state, paper FROM idea WHERE idea_id = :id";
// By the random id: an order that tells nothing.
constexpr auto select_ideas_of_group =
    "SELECT idea_id, team_id, body, state, paper FROM idea WHERE team_id = :team AND state = :state ORDER BY "
    "idea_id";
constexpr auto update_idea_state = "UPDATE idea SET state = :state WHERE idea_id = :id";
constexpr auto update_body = "UPDATE idea SET body = :body WHERE idea_id = :id";
constexpr auto select_waits = "SELECT waits FROM idea_wait WHERE team_id = :team";
constexpr auto upsert_waits =
    "INSERT INTO idea_wait(team_id, waits) VALUES(:team, :waits) "
    "ON CONFLICT(team_id) DO UPDATE SET waits = excluded.waits";
constexpr auto select_boot = "SELECT value FROM meta WHERE name = 'idea_box.boot'";
constexpr auto unscrubbed_name = "ideas.unscrubbed";
constexpr auto upsert_boot =
    "INSERT INTO meta(name, value) VALUES('idea_box.boot', :boot) ON CONFLICT(name) DO UPDATE SET value = "
    "excluded.value";

using IdeaColumns = Out<std::string, std::string, std::string, std::string, int>;

ideas::Idea idea_from(const IdeaColumns& row) {
  const auto& [id, group, body, state, paper] = row;
  return {core::IdeaId(id), core::GroupId(group), body, from_code<ideas::Idea::State>(state), {}, paper != 0};
}

// Nothing where it says none of them as words of their own, or cannot be read.
std::optional<core::Message> changed_without(const std::string& body, const std::string& words) {
  try {
    core::Message message = runtime::message_from_json(runtime::require_json(body_without(body, words)));
    if (message == runtime::message_from_json(runtime::require_json(body))) return std::nullopt;
    return message;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

class SqlIdeaStore final : public ideas::IdeaStore {
 public:
  explicit SqlIdeaStore(Database& db) : database_(db) {}

  void add(const std::vector<ideas::Idea>& ideas) override {
    for (const auto& idea : ideas) {
      add_.run(idea.id.text, idea.group.text, idea.body, std::string(core::code(idea.state)), idea.paper);
      if (!idea.receipt.empty()) add_receipt_.run(idea.receipt, idea.id.text);
    }
  }

  std::optional<ideas::Idea::State> state_of(const std::string& receipt) override {
    const auto row = by_receipt_.one(receipt);
    if (!row) return std::nullopt;
    return from_code<ideas::Idea::State>(std::get<0>(*row));
  }

  std::optional<ideas::Idea> find(const core::IdeaId& id) override {
    const auto row = find_.one(id.text);
    if (!row) return std::nullopt;
    return idea_from(*row);
  }

  std::vector<ideas::Idea> of_group(const core::GroupId& group, ideas::Idea::State state) override {
    std::vector<ideas::Idea> found;
    for (const auto& row : of_group_.all(group.text, std::string(core::code(state))))
      found.push_back(idea_from(row));
    return found;
  }

  void set_state(const core::IdeaId& id, ideas::Idea::State state) override {
    expect_row(set_state_.run(std::string(core::code(state)), id.text));
  }
  void set_body(const core::IdeaId& id, const std::string& body) override {
    expect_row(set_body_.run(body, id.text));
    set_meta(database_, unscrubbed_name, "1");
  }

  std::vector<ideas::Told> forget_posted(const core::GroupId& group, const std::string& words) override {
    const std::string in_body = words_in_body(words), option = encode(words);
    std::vector<ideas::Told> out;
    for (const auto& [key, body] : told_.all(group.text, option, in_body))
      if (auto message = changed_without(body, words)) out.push_back({key, *std::move(message)});
    forget_posted_.run(in_body);
    for (const auto& [key, body] : untold_.all(group.text, option, group.text, in_body))
      retell_.run(body_without(body, words), key);
    for (const auto& [workspace, name, value] : letters_.all(group.text, option, in_body))
      if (const auto kept = body_without(value, words); !kept.empty())
        reword_letter_.run(kept, workspace, name);
    return out;
  }
  bool unscrubbed() override { return !meta(database_, unscrubbed_name).empty(); }
  // Where somebody reads, the log keeps what it has: it is given back later, and at the latest by the next
  // process. What an operator has to mend first is left to the next process likewise.
  void scrub() override {
    try {
      database_.compact();
    } catch (const runtime::NotOurs&) {  // the doctor says it, and the weekly rewriting
      return;
    }
    if (database_.truncate_log()) set_meta(database_, unscrubbed_name, "");
  }

  int lone_waits(const core::GroupId& group) override {
    const auto row = waits_.one(group.text);
    return row ? std::get<0>(*row) : 0;
  }
  void set_lone_waits(const core::GroupId& group, int waits) override { set_waits_.run(group.text, waits); }

  std::string box_boot() override {
    const auto row = boot_.one();
    return row ? std::get<0>(*row) : std::string();
  }
  void set_box_boot(const std::string& boot) override { set_boot_.run(boot); }

 private:
  static void expect_row(long long changed) {
    if (changed == 0) throw std::logic_error("no such idea");
  }

  Database& database_;
  Statement<In<std::string, std::string, std::string, std::string, int>> add_{database_, insert_idea};
  Statement<In<std::string, std::string>> add_receipt_{database_, insert_receipt};
  Statement<In<std::string>, Out<std::string>> by_receipt_{database_, select_by_receipt};
  Statement<In<std::string>, IdeaColumns> find_{database_, select_idea};
  Statement<In<std::string, std::string>, IdeaColumns> of_group_{database_, select_ideas_of_group};
  Statement<In<std::string, std::string>> set_state_{database_, update_idea_state};
  Statement<In<std::string, std::string>> set_body_{database_, update_body};
  Statement<In<std::string>, Out<int>> waits_{database_, select_waits};
  Statement<In<std::string, int>> set_waits_{database_, upsert_waits};
  Statement<In<>, Out<std::string>> boot_{database_, select_boot};
  Statement<In<std::string>> set_boot_{database_, upsert_boot};
  Statement<In<std::string>> forget_posted_{database_, storage::forget_posted};
  Statement<In<std::string, std::string, std::string>, Out<std::string, std::string>> told_{
      database_, storage::select_told_words};
  Statement<In<std::string, std::string, std::string, std::string>, Out<std::string, std::string>> untold_{
      database_, storage::select_waiting_words};
  Statement<In<std::string, std::string>> retell_{database_, storage::update_waiting_words};
  Statement<In<std::string, std::string, std::string>, Out<std::string, std::string, std::string>> letters_{
      database_, storage::select_lettered_words};
  Statement<In<std::string, std::string, std::string>> reword_letter_{database_,
                                                                      storage::update_lettered_words};
};

}  // namespace

std::unique_ptr<ideas::IdeaStore> make_idea_store(Database& database) {
  return std::make_unique<SqlIdeaStore>(database);
}

}  // namespace storage
