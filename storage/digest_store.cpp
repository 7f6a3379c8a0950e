#include <algorithm>

#include "storage/published.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_waiting =
    "SELECT matter_id, title, raised, state, passes_on, passed_on FROM matter "
    "WHERE team_id = :team AND state NOT IN ('done', 'will_not') "
    "AND (state = 'lifted' OR (look_again <> '' AND look_again <= :to)) ORDER BY raised, matter_id";
constexpr auto select_steps =
    "SELECT count(*) FROM matter_entry e JOIN matter m ON m.matter_id = e.matter_id "
    "WHERE m.team_id = :team AND e.at >= :from AND e.at < :to AND e.what NOT IN ('lifted', 'joined', "
    "'passed_on')";
constexpr auto select_noticed =
    "SELECT m.matter_id, m.title, e.asked FROM matter_entry e JOIN matter m ON m.matter_id = e.matter_id "
    "JOIN poll p ON p.poll_id = e.asked JOIN outbox o ON o.message_key = 'result:' || p.poll_id "
    "WHERE m.team_id = :team AND p.state = 'closed' AND (o.state IN ('sent', 'unknown') OR o.edit = 1) "
    "AND o.due >= :from AND o.due < :to ORDER BY o.due, m.matter_id";
// The last that has ended and the last that is planned; how many ended in the week before.
constexpr auto select_rhythm =
    "SELECT coalesce(max(CASE WHEN ends < :to THEN ends END), ''), "
    "coalesce(max(CASE WHEN ends >= :still THEN ends END), ''), "
    "count(*) FILTER (WHERE ends >= :before AND ends < :from) "
    "FROM session WHERE team_id = :team AND state <> 'cancelled'";
constexpr auto coming_count = ", " STORAGE_SESSION_COUNTS;
constexpr auto held_where =
    "WHERE s.team_id = :team AND s.ends >= :from AND s.ends < :to AND s.state <> 'cancelled' "
    "ORDER BY s.starts, s.session_id";
constexpr auto cancelled_where =
    "WHERE s.team_id = :team AND s.ends >= :from AND s.ends < :to AND s.state = 'cancelled' "
    "ORDER BY s.starts, s.session_id";
constexpr auto coming_where =
    "WHERE s.team_id = :team AND s.starts >= :from AND s.starts < :to AND s.state <> 'cancelled' "
    "ORDER BY s.starts, s.session_id";
constexpr auto published =
    " FROM poll p JOIN " STORAGE_OF_RESULT " WHERE p.team_id = :team AND " STORAGE_IS_PUBLISHED;
constexpr auto in_week = "AND o.due >= :from AND o.due < :to ORDER BY o.due, p.poll_id";
constexpr auto last_checkouts =
    "AND p.purpose = 'checkout' AND o.due < :to "
    "AND EXISTS(SELECT 1 FROM result_line l WHERE l.poll_id = p.poll_id AND l.audience = 'leader') "
    "ORDER BY o.due DESC, p.poll_id LIMIT 6";
constexpr auto select_leader_lines =
    "SELECT question, audience, part, about, number, word FROM result_line "
    "WHERE poll_id = :id AND audience = 'leader' ORDER BY line";

std::string select_sessions(const char* where) {
  return std::string("SELECT " STORAGE_SESSION_COLUMNS) + coming_count + where;
}

std::string select_published(const char* which) {
  return std::string("SELECT " STORAGE_POLL_COLUMNS) + published + which;
}

class SqlDigestStore final : public digests::DigestStore {
 public:
  explicit SqlDigestStore(Database& db)
      : reader_(db),
        waiting_(db, select_waiting),
        held_(db, select_sessions(held_where)),
        coming_(db, select_sessions(coming_where)),
        cancelled_(db, select_sessions(cancelled_where)),
        rhythm_(db, select_rhythm),
        answers_(db, select_steps),
        noticed_(db, select_noticed),
        polls_(db, select_published(in_week)),
        checkouts_(db, select_published(last_checkouts)),
        lines_(db, select_leader_lines),
        db_(db) {}

  digests::GroupWeek week(const core::GroupId& group, core::Instant from, core::Instant to) override {
    const std::string begin = core::to_text(from), end = core::to_text(to),
                      next = core::to_text(to + (to - from));
    digests::GroupWeek week;
    for (const auto& row : waiting_.all(group.text, end)) {
      auto matter = readable(db_, "matter " + std::get<0>(row), [&] {
        const auto& [id, title, raised, state, passes_on, passed_on] = row;
        return digests::WaitingMatter{core::MatterId(id),
                                      title,
                                      core::instant_from_text(raised),
                                      from_code(state, core::matter_states),
                                      instant_or_none(passes_on),
                                      passed_on != 0};
      });
      if (matter) week.waiting.push_back(std::move(*matter));
    }
    for (const auto& [id, title, asked] : noticed_.all(group.text, begin, end)) {
      digests::NoticedMatter matter{core::MatterId(id), title, {}};
      for (const auto& line : lines_.all(asked)) matter.lines.push_back(result_line_from(line));
      week.noticed.push_back(std::move(matter));
    }
    if (const auto count = answers_.one(group.text, begin, end)) week.answers = std::get<0>(*count);
    if (const auto rhythm = rhythm_.one(end, end, core::to_text(from - (to - from)), begin, group.text)) {
      week.last_ended = instant_or_none(std::get<0>(*rhythm));
      week.planned = !std::get<1>(*rhythm).empty();
      week.held_before = std::get<2>(*rhythm);
    }
    week.held = lines(held_.all(group.text, begin, end));
    week.coming = lines(coming_.all(group.text, end, next));
    week.cancelled = lines(cancelled_.all(group.text, begin, end));
    for (const auto& row : polls_.all(group.text, begin, end)) {
      digests::ResultForLeader result;
      for (const auto& line : lines_.all(std::get<0>(row))) result.lines.push_back(result_line_from(line));
      if (result.lines.empty()) continue;
      result.poll = reader_.poll(row);
      week.results.push_back(std::move(result));
    }
    const auto is_checkout = [](const digests::ResultForLeader& result) {
      return result.poll.purpose == core::Poll::Purpose::checkout;
    };
    if (std::any_of(week.results.begin(), week.results.end(), is_checkout))
      for (const auto& row : checkouts_.all(group.text, end)) {
        results::PublishedResult result;
        for (const auto& line : lines_.all(std::get<0>(row))) result.lines.push_back(result_line_from(line));
        result.poll = reader_.poll(row);
        week.checkouts.push_back(std::move(result));
      }
    return week;
  }

 private:
  using Text = std::string;
  using CountedSession = Out<Text, Text, int, Text, Text, Text, Text, int, int, int, Text>;

  std::vector<digests::SessionLine> lines(const std::vector<CountedSession>& rows) {
    std::vector<digests::SessionLine> found;
    for (const auto& row : rows) {
      const auto& [id, team, number, starts, ends, state, topic, coming, came, listed, cover] = row;
      const SessionColumns of_session{id, team, number, starts, ends, state, topic};
      if (auto session = readable(db_, "session " + id, [&] { return session_from(of_session); }))
        found.push_back({std::move(*session), coming, came, listed, cover});
    }
    return found;
  }

  PollReader reader_;
  Statement<In<Text, Text>, Out<Text, Text, Text, Text, Text, int>> waiting_;
  Statement<In<Text, Text, Text>, CountedSession> held_;
  Statement<In<Text, Text, Text>, CountedSession> coming_;
  Statement<In<Text, Text, Text>, CountedSession> cancelled_;
  Statement<In<Text, Text, Text, Text, Text>, Out<Text, Text, int>> rhythm_;
  Statement<In<Text, Text, Text>, Out<int>> answers_;
  Statement<In<Text, Text, Text>, Out<Text, Text, Text>> noticed_;
  Statement<In<Text, Text, Text>, PollColumns> polls_;
  Statement<In<Text, Text>, PollColumns> checkouts_;
  Statement<In<Text>, ResultColumns> lines_;
  Database& db_;
};

}  // namespace

std::unique_ptr<digests::DigestStore> make_digest_store(Database& database) {
  return std::make_unique<SqlDigestStore>(database);
}

}  // namespace storage
