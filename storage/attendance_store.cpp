#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto select_one_session =
    "SELECT " STORAGE_SESSION_COLUMNS " FROM session s WHERE s.session_id = :id";
constexpr auto select_begun =
    "SELECT " STORAGE_SESSION_COLUMNS
    " FROM session s WHERE s.team_id = :team AND s.starts > :from AND s.starts <= :now "
    "AND s.state <> 'cancelled' ORDER BY s.starts DESC, s.session_id";
constexpr auto select_counts =
    "SELECT r.came, r.listed FROM session s JOIN attendance_register r ON r.session_id = s.session_id "
    "WHERE s.team_id = :team AND s.starts > :from AND s.starts <= :now AND s.state <> 'cancelled' "
    "ORDER BY s.starts DESC, s.session_id DESC LIMIT :most";
constexpr auto select_said =
    "SELECT person_id, coming FROM attendance WHERE session_id = :session ORDER BY person_id";
constexpr auto select_register =
    "SELECT coalesce(taken_by, ''), times, came, listed FROM attendance_register WHERE session_id = :session";
constexpr auto select_came = "SELECT person_id FROM came WHERE session_id = :session ORDER BY person_id";
constexpr auto upsert_register =
    "INSERT INTO attendance_register(session_id, taken_by, times, came, listed, known) "
    "VALUES(:session, :by, :times, :came, :listed, :known) "
    "ON CONFLICT(session_id) DO UPDATE SET taken_by = excluded.taken_by, times = excluded.times, "
    "came = excluded.came, listed = excluded.listed";
constexpr auto delete_came = "DELETE FROM came WHERE session_id = :session";
constexpr auto insert_came = "INSERT INTO came(session_id, person_id) VALUES(:session, :person)";
constexpr auto delete_register = "DELETE FROM attendance_register WHERE session_id = :session";

class SqlAttendanceStore final : public attendance::AttendanceStore {
 public:
  explicit SqlAttendanceStore(Database& db) : db_(db) {}

  std::optional<core::Session> session(const core::SessionId& id) override {
    const auto row = session_.one(id.text);
    return row ? std::optional(session_from(*row)) : std::nullopt;
  }

  std::vector<core::Session> begun(const core::GroupId& group, core::Instant from,
                                   core::Instant now) override {
    std::vector<core::Session> found;
    for (const auto& row : begun_.all(group.text, core::to_text(from), core::to_text(now)))
      if (auto session = readable(db_, "session " + std::get<0>(row), [&] { return session_from(row); }))
        found.push_back(std::move(*session));
    return found;
  }

  std::vector<Counts> counts(const core::GroupId& group, core::Instant from, core::Instant now,
                             int most) override {
    std::vector<Counts> found;
    for (const auto& [came, listed] : counts_.all(group.text, core::to_text(from), core::to_text(now), most))
      found.push_back({came, listed});
    return found;
  }

  std::vector<std::pair<core::PersonId, bool>> said(const core::SessionId& session) override {
    std::vector<std::pair<core::PersonId, bool>> found;
    for (const auto& [person, coming] : said_.all(session.text))
      found.emplace_back(core::PersonId(person), coming != 0);
    return found;
  }

  std::optional<attendance::Register> taken(const core::SessionId& session) override {
    const auto row = register_.one(session.text);
    if (!row) return std::nullopt;
    const auto& [by, times, came, listed] = *row;
    attendance::Register all{core::PersonId(by), times, came, listed, {}};
    for (const auto& [person] : came_.all(session.text)) all.people.emplace_back(person);
    return all;
  }

  void take(const core::SessionId& session, const attendance::Register& all, core::Instant now) override {
    put_.run(session.text, all.by.text, all.times, all.came, all.listed, core::to_text(now));
    forget_came_.run(session.text);
    for (const core::PersonId& person : all.people) put_came_.run(session.text, person.text);
  }

  void drop(const core::SessionId& session) override { drop_.run(session.text); }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text>, SessionColumns> session_{db_, select_one_session};
  Statement<In<Text, Text, Text>, SessionColumns> begun_{db_, select_begun};
  Statement<In<Text, Text, Text, int>, Out<int, int>> counts_{db_, select_counts};
  Statement<In<Text>, Out<Text, int>> said_{db_, select_said};
  Statement<In<Text>, Out<Text, int, int, int>> register_{db_, select_register};
  Statement<In<Text>, Out<Text>> came_{db_, select_came};
  Statement<In<Text, Text, int, int, int, Text>> put_{db_, upsert_register};
  Statement<In<Text>> forget_came_{db_, delete_came};
  Statement<In<Text, Text>> put_came_{db_, insert_came};
  Statement<In<Text>> drop_{db_, delete_register};
};

}  // namespace

std::unique_ptr<attendance::AttendanceStore> make_attendance_store(Database& database) {
  return std::make_unique<SqlAttendanceStore>(database);
}

}  // namespace storage
