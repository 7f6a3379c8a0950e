#include "storage/retention_store.hpp"

#include "storage/erasure.hpp"
#include "storage/hopes_kept.hpp"
#include "storage/published.hpp"
#include "storage/statement.hpp"
#include "storage/waiting_job.hpp"

namespace storage {
namespace {

constexpr auto select_called = "SELECT count(*) FROM person WHERE name = :name";
// By what it is not: by a list SQLite would go through all that are over, of which few are old enough.
#define IS_OVER "state <> 'planned' AND state <> 'open'"
constexpr auto delete_polls = "DELETE FROM poll WHERE closes < :before AND " IS_OVER;
// What those that stay say of the ones that went.
constexpr auto update_earlier_kept = STORAGE_SET_EARLIER "AND x.earliest <> '' AND x.earliest < :before";
constexpr auto delete_topic_polls =
    "DELETE FROM poll WHERE closes < :before AND " IS_OVER " AND purpose = 'topic'";
#undef IS_OVER
constexpr auto delete_texts =
    "DELETE FROM result_text WHERE poll_id IN (SELECT poll_id FROM poll WHERE closes < :before)";
// Of hardly any poll there are some.
constexpr auto delete_sheet_texts =
    "DELETE FROM sheet_text WHERE EXISTS (SELECT 1 FROM poll p WHERE p.poll_id = sheet_text.poll_id AND "
    "p.closes < :before)";
constexpr auto delete_matters =
    "DELETE FROM matter WHERE state IN ('done', 'will_not') AND changed < :before";
constexpr auto delete_open_matters =
    "DELETE FROM matter WHERE state NOT IN ('done', 'will_not') AND changed < :before";
constexpr auto delete_waiting_jobs = "DELETE FROM job WHERE due >= :from AND due < :before";
constexpr auto delete_sessions = "DELETE FROM session WHERE ends < :before";
constexpr auto delete_kept = "DELETE FROM kept_matter WHERE at < :before";
constexpr auto delete_minutes = "DELETE FROM minutes WHERE at < :before";
constexpr auto delete_tryouts = "DELETE FROM tryout WHERE agreed < :before";
// Kept for the last session of their period, and then no longer than the group may look back at it.
#define OF_AN_OLD_PERIOD                                                                                \
  "EXISTS (SELECT 1 FROM run r WHERE r.team_id = hope_round.team_id AND r.number = hope_round.run AND " \
  "r.state <> 'running' AND r.ends <> '' AND r.ends < :before)"
constexpr auto delete_hopes = "DELETE FROM hope_round WHERE " OF_AN_OLD_PERIOD;
constexpr auto delete_hopes_told =
    "DELETE FROM result_text WHERE poll_id IN (SELECT poll_id FROM hope_round WHERE " OF_AN_OLD_PERIOD ")";
constexpr auto delete_hopes_on_sheets =
    "DELETE FROM sheet_text WHERE poll_id IN (SELECT poll_id FROM hope_round WHERE " OF_AN_OLD_PERIOD ")";
#undef OF_AN_OLD_PERIOD
// A period may never end: its pack is gone, the group stopped short of it or left the configuration.
constexpr auto delete_hopes_without_end =
    "DELETE FROM hope_round WHERE " STORAGE_LAST_OF_HOPES " < :before AND " STORAGE_HOPES_WITHOUT_END;
constexpr auto delete_practices = "DELETE FROM practice WHERE released < :before";
constexpr auto delete_letters = "DELETE FROM letter WHERE sent < :before";
constexpr auto delete_rounds = "DELETE FROM sign_up_round WHERE closes < :before";
// That a facilitator left it out, which has no time, is remembered as long as the group.
constexpr auto delete_purposes = "DELETE FROM purpose WHERE asked <> '' AND asked < :before";
// Of a group that has ended, or left the configuration, none is shown any more.
#define OF_AN_ENDED                                                                                      \
  "team_id IN (SELECT team_id FROM team WHERE active = 0 UNION SELECT team_id FROM run r WHERE state = " \
  "'stopped' AND NOT EXISTS(SELECT 1 FROM run l WHERE l.team_id = r.team_id AND l.number > r.number))"
// By state, then month, as the index has them.
#define NOT_HELD "'released', 'chosen', 'merged', 'hidden'"
constexpr auto update_months = "UPDATE idea SET month = :month WHERE month = '' AND state IN (" NOT_HELD ")";
constexpr auto update_held_months =
    "UPDATE idea SET month = :month WHERE month = '' AND state = 'held' AND " OF_AN_ENDED;
constexpr auto update_ageless =
    "UPDATE idea SET month = '' WHERE month > '' AND state = 'held' AND NOT " OF_AN_ENDED;
#undef OF_AN_ENDED
constexpr auto delete_ideas =
    "DELETE FROM idea WHERE month > '' AND month < :month AND state IN ('held', " NOT_HELD ")";
#undef NOT_HELD
// Who was made in chat has left when nothing leads to them any more, and the configuration does not name them
// (configured_language: what it says of them). Asked in the order in which most are found at once.
#define HAS_LEFT                                                                                            \
  "(p.active = 0 OR (p.made_in_chat = 1 AND p.configured_language = '' AND p.coordinator = 0 AND NOT "      \
  "EXISTS (SELECT 1 FROM member m JOIN team t ON t.team_id = m.team_id AND t.active = 1 WHERE "             \
  "m.person_id = p.person_id) AND NOT EXISTS (SELECT 1 FROM sign_up s WHERE s.person_id = p.person_id) "    \
  "AND NOT EXISTS (SELECT 1 FROM network_member n WHERE n.person_id = p.person_id) AND NOT EXISTS (SELECT " \
  "1 FROM adviser a WHERE a.person_id = p.person_id) AND NOT EXISTS (SELECT 1 FROM team t WHERE t.active "  \
  "= 1 AND instr(t.above, p.person_id) > 0)))"
constexpr auto select_left =
    "SELECT p.person_id, p.workspace, p.account, p.name FROM person p WHERE " HAS_LEFT
    " ORDER BY p.person_id";
// By the keys (runtime::forget_key), as a join of everybody with all jobs looks at all of both.
constexpr auto select_back =
    "SELECT j.subject FROM (SELECT subject FROM job WHERE job_key >= :from AND job_key < :until) j "
    "CROSS JOIN person p WHERE p.person_id = j.subject AND NOT " HAS_LEFT " ORDER BY j.subject";
#undef HAS_LEFT

class SqlRetentionStore final : public runtime::RetentionStore {
 public:
  explicit SqlRetentionStore(Database& db)
      : db_(db),
        polls_(db, delete_polls),
        earlier_(db, update_earlier_kept),
        topic_polls_(db, delete_topic_polls),
        texts_(db, delete_texts),
        sheet_texts_(db, delete_sheet_texts),
        matters_(db, delete_matters),
        open_matters_(db, delete_open_matters),
        sessions_(db, delete_sessions),
        kept_(db, delete_kept),
        minutes_(db, delete_minutes),
        tryouts_(db, delete_tryouts),
        hopes_(db, delete_hopes),
        hopes_told_(db, delete_hopes_told),
        hopes_on_sheets_(db, delete_hopes_on_sheets),
        hopes_without_end_(db, delete_hopes_without_end),
        practices_(db, delete_practices),
        letters_(db, delete_letters),
        rounds_(db, delete_rounds),
        purposes_(db, delete_purposes),
        date_(db, update_months),
        date_held_(db, update_held_months),
        ideas_(db, delete_ideas) {}

  long long forget_polls(core::Instant before) override {
    const long long gone = polls_.run(core::to_text(before));
    if (gone > 0) earlier_.run(core::to_text(before));
    return gone;
  }
  long long forget_topic_polls(core::Instant before) override {
    return topic_polls_.run(core::to_text(before));
  }
  long long forget_texts(core::Instant before) override {
    return texts_.run(core::to_text(before)) + sheet_texts_.run(core::to_text(before));
  }
  long long forget_matters(core::Instant before) override {
    const std::string text = core::to_text(before);
    return matters_.run(text) + kept_.run(text) + minutes_.run(text) + tryouts_.run(text) +
           hopes_without_end_.run(text) + practices_.run(text) + purposes_.run(text);
  }
  long long forget_hopes(core::Instant before) override {
    const std::string text = core::to_text(before);
    return hopes_told_.run(text) + hopes_on_sheets_.run(text) + hopes_.run(text);
  }
  long long forget_open_matters(core::Instant before) override {
    return open_matters_.run(core::to_text(before));
  }
  long long forget_waiting_jobs(core::Instant before) override {
    return waiting_.run(std::string(away_mark), away_mark + core::to_text(before));
  }
  long long forget_sessions(core::Instant before) override {
    const std::string text = core::to_text(before);
    return sessions_.run(text) + letters_.run(text) + rounds_.run(text);
  }
  void date_ideas(const std::string& month) override {
    ageless_.run();  // the group is there again
    date_.run(month);
    date_held_.run(month);
  }
  long long forget_ideas(const std::string& month) override { return ideas_.run(month); }
  std::vector<core::Person> who_left() override {
    std::vector<core::Person> all;
    for (const auto& [id, workspace, account, name] : left_.all()) {
      core::Person person;
      person.id = core::PersonId(id);
      person.workspace = workspace;
      person.user = account;
      person.name = name;
      all.push_back(std::move(person));
    }
    return all;
  }
  std::vector<core::PersonId> who_is_back(std::string_view kind) override {
    std::vector<core::PersonId> all;
    const std::string key(kind);
    for (const auto& [id] : back_.all(key + ":", key + ";")) all.emplace_back(id);
    return all;
  }
  long long forget_person(const core::Person& person, const std::string& nobody) override {
    // Months after they left a message speaks of another of that name.
    const auto called = called_.one(person.name);
    const bool namesake = called && std::get<0>(*called) > 1;
    long long rows = 0;
    for (const auto& [column, count] :
         erase_person(db_, {person.id.text, person.name, person.workspace, person.user, false}, nobody,
                      namesake)
             .gone)
      rows += count;
    return rows;
  }

 private:
  using One = Statement<In<std::string>>;
  Database& db_;
  One polls_, earlier_, topic_polls_, texts_, sheet_texts_, matters_, open_matters_, sessions_, kept_,
      minutes_, tryouts_, hopes_, hopes_told_, hopes_on_sheets_, hopes_without_end_, practices_, letters_,
      rounds_, purposes_, date_, date_held_, ideas_;
  Statement<In<>> ageless_{db_, update_ageless};
  Statement<In<std::string, std::string>> waiting_{db_, delete_waiting_jobs};
  Statement<In<>, Out<std::string, std::string, std::string, std::string>> left_{db_, select_left};
  Statement<In<std::string, std::string>, Out<std::string>> back_{db_, select_back};
  Statement<In<std::string>, Out<int>> called_{db_, select_called};
};

}  // namespace

std::unique_ptr<runtime::RetentionStore> make_retention_store(Database& database) {
  return std::make_unique<SqlRetentionStore>(database);
}

}  // namespace storage
