#include "bot/features/cover/store.hpp"

#include "storage/rows.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto cover_session = "SELECT " STORAGE_SESSION_COLUMNS " FROM session s WHERE s.session_id = :id";
constexpr auto cover_next = "SELECT " STORAGE_SESSION_COLUMNS
                            " FROM session s WHERE s.team_id = :team AND s.state = 'planned' AND "
                            "s.starts > :now ORDER BY s.starts, s.session_id LIMIT 1";
constexpr auto select_cover =
    "SELECT team_id, answer, coalesce(person_id, ''), revision FROM cover WHERE session_id = :id";
constexpr auto save_cover =
    "INSERT INTO cover(session_id, team_id, answer, person_id, revision, known) "
    "VALUES(:id, :team, :answer, nullif(:person, ''), :revision, :now) ON CONFLICT(session_id) DO UPDATE SET "
    "answer = excluded.answer, person_id = excluded.person_id, revision = excluded.revision, known = "
    "excluded.known";
constexpr auto remove_cover = "DELETE FROM cover WHERE session_id = :id";

class SqlCoverStore final : public cover::CoverStore {
 public:
  explicit SqlCoverStore(Database& db) : db_(db) {}

  std::optional<core::Session> session(const core::SessionId& id) override {
    const auto row = session_.one(id.text);
    return row ? std::optional(session_from(*row)) : std::nullopt;
  }
  std::optional<core::Session> next(const core::GroupId& group, core::Instant now) override {
    const auto row = next_.one(group.text, core::to_text(now));
    return row ? std::optional(session_from(*row)) : std::nullopt;
  }
  std::optional<cover::Cover> find(const core::SessionId& id) override {
    const auto row = find_.one(id.text);
    if (!row) return std::nullopt;
    const auto& [team, answer, person, revision] = *row;
    return cover::Cover{id, core::GroupId(team), from_code<cover::Cover::Answer>(answer),
                        core::PersonId(person), revision};
  }
  void save(const cover::Cover& one, core::Instant now) override {
    save_.run(one.session.text, one.group.text, Text(core::code(one.answer)), one.by.text, one.revision,
              core::to_text(now));
  }
  void remove(const core::SessionId& id) override { remove_.run(id.text); }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text>, SessionColumns> session_{db_, cover_session};
  Statement<In<Text, Text>, SessionColumns> next_{db_, cover_next};
  Statement<In<Text>, Out<Text, Text, Text, int>> find_{db_, select_cover};
  Statement<In<Text, Text, Text, Text, int, Text>> save_{db_, save_cover};
  Statement<In<Text>> remove_{db_, remove_cover};
};

}  // namespace

std::unique_ptr<cover::CoverStore> make_cover_store(Database& database) {
  return std::make_unique<SqlCoverStore>(database);
}

}  // namespace storage
