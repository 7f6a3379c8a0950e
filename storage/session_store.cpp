#include "storage/rows.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto upsert =
    "INSERT INTO session(session_id, team_id, number, starts, ends, state, topic) "
    "VALUES(:id, :team, :number, :starts, :ends, :state, :topic) "
    "ON CONFLICT(session_id) DO UPDATE SET team_id = excluded.team_id, number = excluded.number, "
    "starts = excluded.starts, ends = excluded.ends, state = excluded.state, topic = excluded.topic";
constexpr auto select_one = "SELECT " STORAGE_SESSION_COLUMNS " FROM session s WHERE s.session_id = :id";
constexpr auto select_of_group =
    "SELECT " STORAGE_SESSION_COLUMNS
    " FROM session s WHERE s.team_id = :team AND s.starts >= :from AND s.starts < :to "
    "ORDER BY s.starts, s.session_id";
constexpr auto select_latest = "SELECT " STORAGE_SESSION_COLUMNS
                               " FROM session s WHERE s.team_id = :team AND s.state <> 'cancelled' "
                               "ORDER BY s.starts DESC, s.session_id DESC LIMIT 1";
constexpr auto upsert_attendance =
    "INSERT INTO attendance(session_id, person_id, coming) VALUES(:session, :person, :coming) "
    "ON CONFLICT(session_id, person_id) DO UPDATE SET coming = excluded.coming";
constexpr auto select_attendance =
    "SELECT person_id, coming FROM attendance WHERE session_id = :session ORDER BY person_id";

class SqlSessionStore final : public sessions::SessionStore {
 public:
  explicit SqlSessionStore(Database& db)
      : save_(db, upsert),
        find_(db, select_one),
        of_group_(db, select_of_group),
        latest_(db, select_latest),
        attend_(db, upsert_attendance),
        attendance_(db, select_attendance) {}

  void save(const core::Session& session) override {
    save_.run(session.id.text, session.group.text, session.number, core::to_text(session.starts),
              core::to_text(session.ends), std::string(code(session.state)), session.topic);
  }

  std::optional<core::Session> find(const core::SessionId& id) override {
    return optional(find_.one(id.text));
  }

  std::vector<core::Session> of_group(const core::GroupId& group, core::Instant from,
                                      core::Instant to) override {
    std::vector<core::Session> found;
    for (const auto& row : of_group_.all(group.text, core::to_text(from), core::to_text(to)))
      found.push_back(session_from(row));
    return found;
  }

  std::optional<core::Session> latest(const core::GroupId& group) override {
    return optional(latest_.one(group.text));
  }

  void set_attendance(const core::SessionId& session, const core::PersonId& person, bool coming) override {
    attend_.run(session.text, person.text, coming);
  }

  std::vector<std::pair<core::PersonId, bool>> attendance(const core::SessionId& session) override {
    std::vector<std::pair<core::PersonId, bool>> found;
    for (const auto& [person, coming] : attendance_.all(session.text))
      found.emplace_back(core::PersonId(person), coming != 0);
    return found;
  }

 private:
  static std::optional<core::Session> optional(const std::optional<SessionColumns>& row) {
    if (!row) return std::nullopt;
    return session_from(*row);
  }

  Statement<In<std::string, std::string, int, std::string, std::string, std::string, std::string>> save_;
  Statement<In<std::string>, SessionColumns> find_;
  Statement<In<std::string, std::string, std::string>, SessionColumns> of_group_;
  Statement<In<std::string>, SessionColumns> latest_;
  Statement<In<std::string, std::string, int>> attend_;
  Statement<In<std::string>, Out<std::string, int>> attendance_;
};

}  // namespace

std::unique_ptr<sessions::SessionStore> make_session_store(Database& database) {
  return std::make_unique<SqlSessionStore>(database);
}

}  // namespace storage
