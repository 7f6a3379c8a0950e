#include <charconv>
#include <tuple>

#include "storage/memo.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto upsert_session =
    "INSERT INTO session(session_id, team_id, number, starts, ends, state, topic, revision, extra, run) "
    "VALUES(:id, :team, :number, :starts, :ends, :state, :topic, :revision, :extra, :run) "
    "ON CONFLICT(session_id) DO UPDATE SET team_id = excluded.team_id, number = excluded.number, "
    "starts = excluded.starts, ends = excluded.ends, state = excluded.state, topic = excluded.topic, "
    "revision = excluded.revision, extra = excluded.extra, run = excluded.run";
constexpr auto select_session =
    "SELECT " STORAGE_SESSION_COLUMNS ", s.revision, s.extra, s.run FROM session s WHERE s.session_id = :id";
constexpr auto select_sessions_of_group = "SELECT " STORAGE_SESSION_COLUMNS
                                          ", s.revision, s.extra, s.run FROM session s WHERE s.team_id = "
                                          ":team AND s.starts >= :from AND s.starts < :to "
                                          "ORDER BY s.starts, s.session_id";
constexpr auto update_called_off = "UPDATE session SET called_off = :now WHERE session_id = :id";
constexpr auto select_next = "SELECT " STORAGE_SESSION_COLUMNS
                             ", s.revision, s.extra, s.run FROM session s WHERE s.team_id = :team AND "
                             "s.starts > :after AND s.state = 'planned' "
                             "ORDER BY s.starts, s.session_id LIMIT 1";
constexpr auto select_last_held =
    "SELECT ends FROM session WHERE team_id = :team AND starts >= :from AND starts < :to AND state = 'held' "
    "ORDER BY starts DESC, session_id DESC LIMIT 1";
constexpr auto select_latest =
    "SELECT " STORAGE_SESSION_COLUMNS
    ", s.revision, s.extra, s.run FROM session s WHERE s.team_id = :team AND s.state <> 'cancelled' "
    "ORDER BY s.starts DESC, s.session_id DESC LIMIT 1";
#define STORAGE_RUN_COLUMNS "team_id, number, programme, plans, configured, starts, ends, state, asked"
constexpr auto upsert_run =
    "INSERT INTO run(" STORAGE_RUN_COLUMNS
    ") VALUES(:team, :number, :programme, :plans, :configured, :starts, :ends, :state, :asked) "
    "ON CONFLICT(team_id, number) DO UPDATE SET programme = excluded.programme, plans = excluded.plans, "
    "configured = excluded.configured, starts = excluded.starts, ends = excluded.ends, state = "
    "excluded.state, asked = excluded.asked";
constexpr auto select_run =
    "SELECT " STORAGE_RUN_COLUMNS " FROM run WHERE team_id = :team AND number = :number";
constexpr auto select_latest_run =
    "SELECT " STORAGE_RUN_COLUMNS " FROM run WHERE team_id = :team ORDER BY number DESC LIMIT 1";
constexpr auto upsert_attendance =
    "INSERT INTO attendance(session_id, person_id, coming) VALUES(:session, :person, :coming) "
    "ON CONFLICT(session_id, person_id) DO UPDATE SET coming = excluded.coming";
constexpr auto select_attendance =
    "SELECT person_id, coming FROM attendance WHERE session_id = :session ORDER BY person_id";
constexpr auto delete_attendance = "DELETE FROM attendance WHERE session_id = :session";
constexpr auto delete_persons_attendance =
    "DELETE FROM attendance WHERE session_id = :session AND person_id = :person";
constexpr auto select_lead = "SELECT person_id FROM session_lead WHERE session_id = :session";
constexpr auto upsert_lead =
    "INSERT INTO session_lead(session_id, person_id) VALUES(:session, :person) "
    "ON CONFLICT(session_id) DO UPDATE SET person_id = excluded.person_id";
constexpr auto select_last_led =
    "SELECT s.starts, l.person_id FROM session s JOIN session_lead l ON l.session_id = s.session_id WHERE "
    "s.team_id = :team AND s.starts < :before AND s.state <> 'cancelled' "
    "ORDER BY s.starts DESC, s.session_id DESC LIMIT 1";
constexpr auto update_alternates = "UPDATE team SET alternates = :alternates WHERE team_id = :team";
constexpr auto select_serial = "SELECT serial FROM calendar_feed WHERE person_id = :person";
constexpr auto upsert_serial =
    "INSERT INTO calendar_feed(person_id, serial) VALUES(:person, :serial) "
    "ON CONFLICT(person_id) DO UPDATE SET serial = excluded.serial";
constexpr auto delete_serial = "DELETE FROM calendar_feed WHERE person_id = :person";
constexpr auto select_told =
    "SELECT words, revision, changes, modified FROM session_wording WHERE session_id = :session";
constexpr auto upsert_told =
    "INSERT INTO session_wording(session_id, words, revision, changes, modified) "
    "VALUES(:session, :words, :revision, :changes, :modified) "
    "ON CONFLICT(session_id) DO UPDATE SET words = excluded.words, revision = excluded.revision, changes = "
    "excluded.changes, "
    "modified = excluded.modified";

class SqlSessionStore final : public sessions::SessionStore {
 public:
  explicit SqlSessionStore(Database& db)
      : db_(db), sessions_(db.connection()), runs_(db.connection()), latest_runs_(db.connection()) {}

  void save(const core::Session& session) override {
    save_.run(session.id.text, session.group.text, session.number, core::to_text(session.starts),
              core::to_text(session.ends), std::string(code(session.state)), session.topic, session.revision,
              session.extra, session.run);
  }

  void call_off(const core::SessionId& id, core::Instant now) override {
    call_off_.run(core::to_text(now), id.text);
  }

  std::optional<core::Session> find(const core::SessionId& id) override {
    return optional(find_.one(id.text));
  }

  std::vector<core::Session> of_group(const core::GroupId& group, core::Instant from,
                                      core::Instant to) override {
    return sessions_.get({group, from, to}, [&] {
      std::vector<core::Session> found;
      for (const auto& row : of_group_.all(group.text, core::to_text(from), core::to_text(to)))
        if (auto session = readable(db_, "session " + std::get<0>(row), [&] { return session_of(row); }))
          found.push_back(std::move(*session));
      return found;
    });
  }

  std::optional<core::Session> next(const core::GroupId& group, core::Instant after) override {
    const auto row = next_.one(group.text, core::to_text(after));
    if (!row) return std::nullopt;
    if (auto session = readable(db_, "session " + std::get<0>(*row), [&] { return session_of(*row); }))
      return session;
    constexpr std::chrono::days far{365 * 50};
    for (core::Session& later : of_group(group, after + std::chrono::seconds{1}, after + far))
      if (later.state == core::Session::State::planned) return std::move(later);
    return std::nullopt;
  }

  std::optional<core::Instant> last_held(const core::GroupId& group, core::Instant from,
                                         core::Instant to) override {
    const auto row = last_held_.one(group.text, core::to_text(from), core::to_text(to));
    if (!row) return std::nullopt;
    return readable(db_, "session of " + group.text,
                    [&] { return core::instant_from_text(std::get<0>(*row)); });
  }

  std::optional<core::Session> latest(const core::GroupId& group) override {
    return optional(latest_.one(group.text));
  }

  void save(const sessions::Run& run) override {
    Text plans;
    for (const int plan : run.plans) plans += (plans.empty() ? "" : " ") + std::to_string(plan);
    save_run_.run(run.group.text, run.number, run.programme, plans, run.configured, core::to_text(run.from),
                  run.to ? core::to_text(*run.to) : Text(), Text(core::code(run.state)), run.asked);
  }

  std::optional<sessions::Run> run(const core::GroupId& group, int number) override {
    return runs_.get({group, number}, [&] { return optional_run(run_.one(group.text, number)); });
  }

  std::optional<sessions::Run> latest_run(const core::GroupId& group) override {
    return latest_runs_.get(group, [&] { return optional_run(latest_run_.one(group.text)); });
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

  void drop_attendance(const core::SessionId& session) override { drop_attendance_.run(session.text); }
  void drop_attendance(const core::SessionId& session, const core::PersonId& person) override {
    drop_persons_attendance_.run(session.text, person.text);
  }

  std::optional<core::PersonId> lead(const core::SessionId& session) override {
    const auto row = lead_.one(session.text);
    return row ? std::optional(core::PersonId(std::get<0>(*row))) : std::nullopt;
  }
  void set_lead(const core::SessionId& session, const core::PersonId& person) override {
    set_lead_.run(session.text, person.text);
  }
  std::optional<sessions::Led> last_led(const core::GroupId& group, core::Instant before) override {
    const auto row = last_led_.one(group.text, core::to_text(before));
    if (!row) return std::nullopt;
    return readable(db_, "session of " + group.text, [&] {
      return sessions::Led{core::instant_from_text(std::get<0>(*row)), core::PersonId(std::get<1>(*row))};
    });
  }
  void set_alternates(const core::GroupId& group, bool on) override { alternates_.run(on, group.text); }

  std::string calendar_serial(const core::PersonId& person) override {
    const auto row = serial_.one(person.text);
    return row ? std::get<0>(*row) : std::string();
  }

  void set_calendar_serial(const core::PersonId& person, const std::string& serial) override {
    if (serial.empty())
      delete_serial_.run(person.text);
    else
      set_serial_.run(person.text, serial);
  }

  std::optional<sessions::Told> told_calendars(const core::SessionId& session) override {
    const auto row = told_.one(session.text);
    if (!row) return std::nullopt;
    const auto& [words, revision, changes, modified] = *row;
    return sessions::Told{words, revision, changes, core::instant_from_text(modified)};
  }

  void set_told_calendars(const core::SessionId& session, const sessions::Told& told) override {
    set_told_.run(session.text, told.words, told.revision, told.changes, core::to_text(told.modified));
  }

 private:
  using Text = std::string;
  using Row = Out<Text, Text, int, Text, Text, Text, Text, int, int, int>;
  using RunRow = Out<Text, int, Text, Text, Text, Text, Text, Text, int>;

  static sessions::Run run_of(const RunRow& row) {
    const auto& [team, number, programme, plans, configured, starts, ends, state, asked] = row;
    sessions::Run run;
    run.group = core::GroupId(team);
    run.number = number;
    run.programme = programme;
    const char* const end = plans.data() + plans.size();
    for (const char* at = plans.data(); at < end; ++at) {
      int plan = 0;
      const auto [after, error] = std::from_chars(at, end, plan);
      if (error != std::errc()) break;
      run.plans.push_back(plan);
      at = after;
    }
    run.configured = configured;
    run.from = core::instant_from_text(starts);
    if (!ends.empty()) run.to = core::instant_from_text(ends);
    run.state = from_code<sessions::Run::State>(state);
    run.asked = asked;
    return run;
  }

  static core::Session session_of(const Row& row) {
    const auto& [id, team, number, starts, ends, state, topic, revision, extra, number_of_run] = row;
    core::Session session = session_from({id, team, number, starts, ends, state, topic});
    session.revision = revision;
    session.extra = extra != 0;
    session.run = number_of_run;
    return session;
  }
  static std::optional<sessions::Run> optional_run(const std::optional<RunRow>& row) {
    return row ? std::optional(run_of(*row)) : std::nullopt;
  }
  static std::optional<core::Session> optional(const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    return session_of(*row);
  }

  Database& db_;
  Statement<In<Text, Text, int, Text, Text, Text, Text, int, int, int>> save_{db_, upsert_session};
  Statement<In<Text, Text>> call_off_{db_, update_called_off};
  Statement<In<Text>, Row> find_{db_, select_session};
  Statement<In<Text, Text, Text>, Row> of_group_{db_, select_sessions_of_group};
  Statement<In<Text, Text>, Row> next_{db_, select_next};
  Statement<In<Text, Text, Text>, Out<Text>> last_held_{db_, select_last_held};
  Statement<In<Text>, Row> latest_{db_, select_latest};
  Statement<In<Text, int, Text, Text, Text, Text, Text, Text, int>> save_run_{db_, upsert_run};
  Statement<In<Text, int>, RunRow> run_{db_, select_run};
  Statement<In<Text>, RunRow> latest_run_{db_, select_latest_run};
  Statement<In<Text, Text, int>> attend_{db_, upsert_attendance};
  Statement<In<Text>, Out<Text, int>> attendance_{db_, select_attendance};
  Statement<In<Text>> drop_attendance_{db_, delete_attendance};
  Statement<In<Text, Text>> drop_persons_attendance_{db_, delete_persons_attendance};
  Statement<In<Text>, Out<Text>> lead_{db_, select_lead};
  Statement<In<Text, Text>> set_lead_{db_, upsert_lead};
  Statement<In<Text, Text>, Out<Text, Text>> last_led_{db_, select_last_led};
  Statement<In<int, Text>> alternates_{db_, update_alternates};
  Statement<In<Text>, Out<Text>> serial_{db_, select_serial};
  Statement<In<Text, Text>> set_serial_{db_, upsert_serial};
  Statement<In<Text>> delete_serial_{db_, delete_serial};
  Statement<In<Text>, Out<Text, int, int, Text>> told_{db_, select_told};
  Statement<In<Text, Text, int, int, Text>> set_told_{db_, upsert_told};
  Memo<std::tuple<core::GroupId, core::Instant, core::Instant>, std::vector<core::Session>> sessions_;
  Memo<std::pair<core::GroupId, int>, std::optional<sessions::Run>> runs_;
  Memo<core::GroupId, std::optional<sessions::Run>> latest_runs_;
};

}  // namespace

std::unique_ptr<sessions::SessionStore> make_session_store(Database& database) {
  return std::make_unique<SqlSessionStore>(database);
}

}  // namespace storage
