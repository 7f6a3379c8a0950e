#include <sstream>

#include "storage/published.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

// Number 0 and cancelled: taken away by planning, before anybody was told.
constexpr auto select_past_sessions = "SELECT " STORAGE_SESSION_COLUMNS
                                      ", s.run, coalesce((SELECT u.programme FROM run u WHERE u.team_id = "
                                      "s.team_id AND u.number = s.run), ''), "
                                      "coalesce((SELECT u.plans FROM run u WHERE u.team_id = s.team_id "
                                      "AND u.number = s.run), ''), " STORAGE_SESSION_COUNTS
                                      "WHERE s.team_id = :team AND s.starts >= :from AND s.starts < :to "
                                      "AND (s.state <> 'cancelled' OR s.number > 0) "
                                      "ORDER BY s.starts, s.session_id";
constexpr auto select_past_results =
    "SELECT " STORAGE_POLL_COLUMNS ", o.due FROM poll p JOIN " STORAGE_OF_RESULT
    " WHERE p.team_id = :team AND " STORAGE_IS_PUBLISHED
    "AND o.due >= :from AND o.due < :to ORDER BY o.due, p.poll_id";
constexpr auto select_lines_for =
    "SELECT question, audience, part, about, number, word FROM result_line "
    "WHERE poll_id = :id AND audience = :audience ORDER BY line";
constexpr auto select_past_matters =
    "SELECT m.matter_id, m.title, coalesce((SELECT p.name FROM person p JOIN member l ON l.person_id = "
    "p.person_id WHERE p.person_id = m.owner AND l.team_id = m.team_id AND l.role = 'leader'), ''), "
    "m.state, m.raised, m.changed, m.look_again, m.passed_on, m.kind FROM matter m WHERE m.team_id = :team "
    "ORDER BY m.raised, m.matter_id";
constexpr auto select_past_tryouts =
    "SELECT what, CASE WHEN from_whom <> '' AND state = 'kept' THEN 'found' ELSE state END, words, agreed "
    "FROM tryout WHERE team_id = :team ORDER BY agreed DESC, tryout_id";
constexpr auto select_released =
    "SELECT body, at FROM minutes WHERE team_id = :team AND at >= :from AND at < :to "
    "ORDER BY at DESC, minutes_id";
constexpr auto select_hours =
    "SELECT p.person_id, p.name, s.run, s.starts, s.ends FROM came c JOIN session s ON s.session_id = "
    "c.session_id JOIN person p ON p.person_id = c.person_id WHERE s.team_id = :team AND s.starts >= :from "
    "AND s.starts < :to ORDER BY p.name, p.person_id, s.run";

// Which of a pack's sessions the period's n-th is: all of them in order, or those that were picked ("2 3 5").
int plan_in(const std::string& picked, int number) {
  if (picked.empty()) return number;
  std::istringstream in(picked);
  int plan = 0;
  for (int at = 1; in >> plan; ++at)
    if (at == number) return plan;
  return 0;
}

class SqlHistoryStore final : public digests::HistoryStore {
 public:
  explicit SqlHistoryStore(Database& db) : db_(db), reader_(db) {}

  digests::GroupHistory history(const core::GroupId& group, core::Instant from, core::Instant to,
                                core::ResultLine::Audience audience) override {
    const Text begin = core::to_text(from), end = core::to_text(to);
    digests::GroupHistory all;
    all.sessions = sessions(group, from, to, audience);
    read_results(all, group, begin, end, audience);
    for (const auto& [id, title, owner, state, raised, changed, look_again, passed_on, kind] :
         matters_.all(group.text)) {
      const auto where = from_code<core::MatterState>(state);
      all.matters.push_back({core::MatterId(id), title, core::ended(where) ? Text() : owner, where,
                             core::instant_from_text(raised), core::instant_from_text(changed),
                             instant_or_none(look_again), passed_on != 0, kind});
    }
    for (const auto& [text, at] : released_.all(group.text, begin, end))
      all.minutes.push_back({text, core::instant_from_text(at)});
    if (audience != core::ResultLine::Audience::group) return all;
    for (const auto& [what, state, words, agreed] : tryouts_.all(group.text))
      all.tryouts.push_back({what, state, words, core::instant_from_text(agreed)});
    read_hours(all, group, begin, end);
    return all;
  }

  std::vector<digests::SessionLine> sessions(const core::GroupId& group, core::Instant from, core::Instant to,
                                             core::ResultLine::Audience audience) override {
    std::vector<digests::SessionLine> all;
    // About cover leaders and facilitators know; the group's page says nothing of it.
    const bool leads = audience == core::ResultLine::Audience::leader;
    for (const auto& [id, team, number, starts, ends, state, topic, run, programme, plans, coming, came,
                      listed, cover] : sessions_.all(group.text, core::to_text(from), core::to_text(to))) {
      all.push_back({session_from({id, team, number, starts, ends, state, topic}), coming, came, listed,
                     leads ? cover : Text(), programme, plan_in(plans, number)});
      all.back().session.run = run;
    }
    return all;
  }

 private:
  using Text = std::string;

  void read_results(digests::GroupHistory& all, const core::GroupId& group, const Text& begin,
                    const Text& end, core::ResultLine::Audience audience) {
    for (const auto& row : results_.all(group.text, begin, end)) {
      digests::HistoryResult result;
      for (const auto& line : lines_.all(std::get<0>(row), Text(audience_code(audience))))
        result.lines.push_back(result_line_from(line));
      const auto& [id, team, session, purpose, named, title, opens, closes, state, roster, boot, told] = row;
      result.told = core::instant_from_text(told);
      const PollColumns asked{id, team, session, purpose, named, title, opens, closes, state, roster, boot};
      auto poll = readable(db_, "poll " + id, [&] { return reader_.poll(asked); });
      if (!poll) continue;
      result.poll = std::move(*poll);
      // Nor how few they were: what became of texts stands where they were posted.
      std::erase_if(result.lines, [&](const core::ResultLine& line) {
        const auto& questions = result.poll.questions;
        const auto at = static_cast<std::size_t>(line.question);
        return at < questions.size() && questions[at].kind == core::Question::Kind::text;
      });
      if (!result.lines.empty()) all.results.push_back(std::move(result));
    }
  }

  void read_hours(digests::GroupHistory& all, const core::GroupId& group, const Text& begin,
                  const Text& end) {
    for (const auto& [person, name, run, starts, ends] : hours_.all(group.text, begin, end)) {
      auto& hours = all.hours;
      if (hours.empty() || hours.back().person.text != person || hours.back().run != run)
        hours.push_back({core::PersonId(person), name, run, 0, {}});
      ++hours.back().sessions;
      hours.back().spent += std::chrono::duration_cast<std::chrono::minutes>(core::instant_from_text(ends) -
                                                                             core::instant_from_text(starts));
    }
  }

  Database& db_;
  PollReader reader_;
  Statement<In<Text, Text, Text>,
            Out<Text, Text, int, Text, Text, Text, Text, int, Text, Text, int, int, int, Text>>
      sessions_{db_, select_past_sessions};
  Statement<In<Text, Text, Text>, Out<Text, Text, Text, Text, int, Text, Text, Text, Text, int, Text, Text>>
      results_{db_, select_past_results};
  Statement<In<Text, Text>, ResultColumns> lines_{db_, select_lines_for};
  Statement<In<Text>, Out<Text, Text, Text, Text, Text, Text, Text, int, Text>> matters_{db_,
                                                                                         select_past_matters};
  Statement<In<Text, Text, Text>, Out<Text, Text>> released_{db_, select_released};
  Statement<In<Text>, Out<Text, Text, Text, Text>> tryouts_{db_, select_past_tryouts};
  Statement<In<Text, Text, Text>, Out<Text, Text, int, Text, Text>> hours_{db_, select_hours};
};

}  // namespace

std::unique_ptr<digests::HistoryStore> make_history_store(Database& database) {
  return std::make_unique<SqlHistoryStore>(database);
}

}  // namespace storage
