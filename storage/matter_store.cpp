#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

// Columns of MatterColumns, for a query over `matter`.
#define STORAGE_MATTER_COLUMNS \
  "matter_id, team_id, title, body, state, owner, look_again, passes_on, passed_on, raised, changed, kind"

constexpr auto upsert_matter =
    "INSERT INTO matter(" STORAGE_MATTER_COLUMNS
    ") "
    "VALUES(:id, :team, :title, :body, :state, :owner, :look_again, :passes_on, :passed_on, :raised, "
    ":changed, :kind) "
    "ON CONFLICT(matter_id) DO UPDATE SET state = excluded.state, owner = excluded.owner, look_again = "
    "excluded.look_again, passes_on = excluded.passes_on, passed_on = excluded.passed_on, changed = "
    "excluded.changed";
constexpr auto insert_entry =
    "INSERT INTO matter_entry(matter_id, number, what, leader, words, look_again, asked, at) "
    "VALUES(:id, (SELECT count(*) + 1 FROM matter_entry WHERE matter_id = :same), :what, :leader, :words, "
    ":look_again, :asked, :at)";
constexpr auto delete_unanswered = "DELETE FROM matter WHERE matter_id = :id AND state = 'lifted'";
constexpr auto select_matter = "SELECT " STORAGE_MATTER_COLUMNS " FROM matter WHERE matter_id = :id";
constexpr auto select_matters_of_group =
    "SELECT " STORAGE_MATTER_COLUMNS " FROM matter WHERE team_id = :team ORDER BY raised, matter_id";
constexpr auto select_undated = "SELECT " STORAGE_MATTER_COLUMNS
                                " FROM matter WHERE look_again = '' AND state NOT IN ('done', 'will_not') "
                                "ORDER BY raised, matter_id";
constexpr auto select_forgotten =
    "SELECT " STORAGE_MATTER_COLUMNS
    " FROM matter WHERE state IN ('lifted', 'received') AND look_again <> '' AND passes_on = '' "
    "ORDER BY raised, matter_id";
constexpr auto select_history =
    "SELECT what, leader, words, look_again, asked, at FROM matter_entry WHERE matter_id = :id ORDER BY "
    "number";
// As in a digest: published is what the group has been told.
constexpr auto select_noticed_told =
    "SELECT 1 FROM poll p JOIN outbox o ON o.message_key = 'result:' || p.poll_id "
    "WHERE p.poll_id = :id AND p.state = 'closed' AND (o.state IN ('sent', 'unknown') OR o.edit = 1)";
constexpr auto select_noticed_lines =
    "SELECT question, audience, part, about, number, word FROM result_line "
    "WHERE poll_id = :id AND audience = 'leader' ORDER BY line";
constexpr auto insert_kept =
    "INSERT INTO kept_matter(kept_id, team_id, body, at) VALUES(:id, :team, :body, :at)";
// Released ones lie in a table of their own.
constexpr auto select_kept =
    "SELECT kept_id, body, at, 0 FROM kept_matter WHERE team_id = :team UNION ALL "
    "SELECT minutes_id, body, at, 1 FROM minutes WHERE team_id = :same ORDER BY 3 DESC, 1";
constexpr auto find_kept =
    "SELECT team_id, body, at, 0 FROM kept_matter WHERE kept_id = :id UNION ALL "
    "SELECT team_id, body, at, 1 FROM minutes WHERE minutes_id = :same";
constexpr auto insert_minutes =
    "INSERT INTO minutes(minutes_id, team_id, body, at, released) "
    "SELECT kept_id, team_id, body, at, :released FROM kept_matter WHERE kept_id = :id";
constexpr auto delete_one_kept = "DELETE FROM kept_matter WHERE kept_id = :id";

using Text = std::string;
using MatterColumns = Out<Text, Text, Text, Text, Text, Text, Text, Text, int, Text, Text, Text>;

matters::Matter matter_from(const MatterColumns& row) {
  const auto& [id, group, title, body, state, owner, look_again, passes_on, passed_on, raised, changed,
               kind] = row;
  matters::Matter matter;
  matter.id = core::MatterId(id);
  matter.group = core::GroupId(group);
  matter.title = title;
  matter.body = body;
  matter.state = from_code<core::MatterState>(state);
  matter.owner = core::PersonId(owner);
  matter.look_again = instant_or_none(look_again);
  matter.passes_on = instant_or_none(passes_on);
  matter.passed_on = passed_on != 0;
  matter.raised = core::instant_from_text(raised);
  matter.changed = core::instant_from_text(changed);
  matter.kind = from_code<matters::Kind>(kind);
  return matter;
}

class SqlMatterStore final : public matters::MatterStore {
 public:
  explicit SqlMatterStore(Database& db) : db_(db) {}

  void save(const matters::Matter& matter) override {
    save_.run(matter.id.text, matter.group.text, matter.title, matter.body, Text(code(matter.state)),
              matter.owner.text, text_or_none(matter.look_again), text_or_none(matter.passes_on),
              matter.passed_on, core::to_text(matter.raised), core::to_text(matter.changed),
              Text(core::code(matter.kind)));
  }

  void append(const core::MatterId& id, const matters::Entry& entry) override {
    append_.run(id.text, id.text, Text(core::code(entry.what)), entry.by.text, entry.words,
                text_or_none(entry.look_again), entry.asked.text, core::to_text(entry.at));
  }

  void remove(const core::MatterId& id) override { remove_.run(id.text); }

  std::optional<matters::Matter> find(const core::MatterId& id) override {
    const auto row = find_.one(id.text);
    return row ? std::optional(matter_from(*row)) : std::nullopt;
  }

  std::vector<matters::Matter> of_group(const core::GroupId& group) override {
    return readable_matters(of_group_.all(group.text));
  }

  std::vector<matters::Matter> undated() override { return readable_matters(undated_.all()); }

  std::vector<matters::Matter> forgotten() override { return readable_matters(forgotten_.all()); }

  std::vector<matters::Entry> history(const core::MatterId& id) override {
    std::vector<matters::Entry> found;
    for (const auto& row : history_.all(id.text)) {
      auto entry = readable(db_, "history of matter " + id.text, [&] {
        const auto& [what, leader, words, look_again, asked, at] = row;
        return matters::Entry{
            from_code<matters::Entry::What>(what), core::PersonId(leader), words,
            instant_or_none(look_again),           core::PollId(asked),    core::instant_from_text(at)};
      });
      if (entry) found.push_back(std::move(*entry));
    }
    return found;
  }

  std::optional<std::vector<core::ResultLine>> noticed(const core::PollId& asked) override {
    if (!told_.one(asked.text)) return std::nullopt;
    std::vector<core::ResultLine> found;
    for (const auto& line : lines_.all(asked.text)) found.push_back(result_line_from(line));
    return found;
  }

 private:
  std::vector<matters::Matter> readable_matters(const std::vector<MatterColumns>& rows) {
    std::vector<matters::Matter> found;
    for (const auto& row : rows)
      if (auto matter = readable(db_, "matter " + std::get<0>(row), [&] { return matter_from(row); }))
        found.push_back(std::move(*matter));
    return found;
  }

  Database& db_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text, Text, int, Text, Text, Text>> save_{db_,
                                                                                             upsert_matter};
  Statement<In<Text, Text, Text, Text, Text, Text, Text, Text>> append_{db_, insert_entry};
  Statement<In<Text>> remove_{db_, delete_unanswered};
  Statement<In<Text>, MatterColumns> find_{db_, select_matter};
  Statement<In<Text>, MatterColumns> of_group_{db_, select_matters_of_group};
  Statement<In<>, MatterColumns> undated_{db_, select_undated}, forgotten_{db_, select_forgotten};
  Statement<In<Text>, Out<Text, Text, Text, Text, Text, Text>> history_{db_, select_history};
  Statement<In<Text>, Out<int>> told_{db_, select_noticed_told};
  Statement<In<Text>, ResultColumns> lines_{db_, select_noticed_lines};
};

class SqlKeptStore final : public matters::KeptStore {
 public:
  explicit SqlKeptStore(Database& db) : db_(db) {}

  void keep(const std::string& id, const core::GroupId& group, const matters::Kept& kept) override {
    keep_.run(id, group.text, kept.text, core::to_text(kept.at));
  }
  std::vector<matters::Kept> of_group(const core::GroupId& group) override {
    std::vector<matters::Kept> found;
    for (const auto& row : of_group_.all(group.text, group.text)) {
      const auto at = readable(db_, "what " + group.text + " keeps",
                               [&, &text = std::get<2>(row)] { return core::instant_from_text(text); });
      if (at) found.push_back({std::get<1>(row), *at, std::get<0>(row), std::get<3>(row) != 0});
    }
    return found;
  }
  std::optional<Found> find(const std::string& id) override {
    const auto row = find_.one(id, id);
    if (!row) return std::nullopt;
    const auto& [group, body, at, released] = *row;
    return Found{core::GroupId(group), {body, core::instant_from_text(at), id, released != 0}};
  }
  void release(const std::string& id, core::Instant now) override {
    release_.run(core::to_text(now), id);
    delete_.run(id);
  }
  void take_back(const std::string& id) override { delete_.run(id); }

 private:
  Database& db_;
  Statement<In<Text, Text, Text, Text>> keep_{db_, insert_kept};
  Statement<In<Text, Text>, Out<Text, Text, Text, int>> of_group_{db_, select_kept};
  Statement<In<Text, Text>, Out<Text, Text, Text, int>> find_{db_, find_kept};
  Statement<In<Text, Text>> release_{db_, insert_minutes};
  Statement<In<Text>> delete_{db_, delete_one_kept};
};

}  // namespace

std::unique_ptr<matters::MatterStore> make_matter_store(Database& database) {
  return std::make_unique<SqlMatterStore>(database);
}

std::unique_ptr<matters::KeptStore> make_kept_store(Database& database) {
  return std::make_unique<SqlKeptStore>(database);
}

}  // namespace storage
