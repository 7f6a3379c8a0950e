#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <unordered_map>

#include "storage/published.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

// Each reads of all groups of a set at once, and says of each row whose it is.
constexpr auto select_waiting =
    "SELECT m.team_id, m.matter_id, m.title, m.kind, m.raised, m.state, m.passes_on, m.passed_on FROM matter m "
    "WHERE m.team_id" STORAGE_IN_IDS("teams") "AND m.state NOT IN ('done', 'will_not') "
    "AND (m.state = 'lifted' OR (m.look_again <> '' AND m.look_again <= :to)) ORDER BY m.raised, m.matter_id";
constexpr auto select_steps =
    "SELECT m.team_id, count(*) FROM matter_entry e CROSS JOIN matter m "
    "WHERE e.at >= :from AND e.at < :to AND e.what NOT IN ('lifted', 'joined', 'passed_on') "
    "AND m.matter_id = e.matter_id AND m.team_id" STORAGE_IN_IDS("teams") "GROUP BY m.team_id";
constexpr auto select_asked_matters =
    "SELECT e.asked, m.matter_id, m.title FROM matter_entry e CROSS JOIN matter m "
    "WHERE e.asked <> '' AND e.asked" STORAGE_IN_IDS("polls") "AND m.matter_id = e.matter_id "
    "ORDER BY m.matter_id";
constexpr auto select_week_minutes =
    "SELECT n.team_id, n.body, n.at FROM minutes n WHERE n.team_id" STORAGE_IN_IDS(
        "teams") "AND n.released >= :from AND n.released < :to ORDER BY n.released, n.minutes_id";
// The last that has ended and whether one is planned; how many ended in the week before; since when there is
// the group.
constexpr auto select_rhythm =
    "SELECT g.value, coalesce((SELECT s.ends FROM session s WHERE s.team_id = g.value AND s.ends < :to "
    "AND s.state <> 'cancelled' ORDER BY s.ends DESC LIMIT 1), ''), "
    "CASE WHEN EXISTS(SELECT 1 FROM session s WHERE s.team_id = g.value AND s.ends >= :still "
    "AND s.state <> 'cancelled') THEN 1 ELSE 0 END, "
    "(SELECT count(*) FROM session s WHERE s.team_id = g.value AND s.ends >= :before AND s.ends < :from "
    "AND s.state <> 'cancelled'), coalesce((SELECT r.starts FROM run r WHERE r.team_id = g.value AND "
    "r.number = 1), '') FROM json_each(:teams) g";
constexpr auto week_sessions =
    "SELECT " STORAGE_SESSION_COLUMNS ", " STORAGE_SESSION_COUNTS "WHERE s.team_id" STORAGE_IN_IDS("teams");
constexpr auto week_ended = "AND s.ends >= :from AND s.ends < :to ORDER BY s.starts, s.session_id";
constexpr auto week_begun =
    "AND s.starts >= :from AND s.starts < :to AND s.state <> 'cancelled' ORDER BY s.starts, s.session_id";
// From what was told in the week to the polls, whichever group's: a group may have had many.
constexpr auto select_told_in_week =
    "SELECT " STORAGE_POLL_COLUMNS
    " FROM outbox o CROSS JOIN poll p "
    "WHERE substr(o.message_key, 1, 7) = 'result:' AND o.due >= :from AND o.due < :to "
    "AND p.poll_id = substr(o.message_key, 8) AND " STORAGE_IS_TOLD
    "AND p.team_id" STORAGE_IN_IDS("teams") "ORDER BY o.due, p.poll_id";
// A group's check-outs are told in the order in which they close: the newest first, in one row a group.
constexpr auto select_leanings =
    "SELECT g.value, coalesce((SELECT group_concat(l.leaning || ' ' || l.poll_id || ' ' || l.scale, ',') "
    "FROM "
    "(SELECT c.leaning, c.poll_id, c.scale FROM poll c WHERE c.team_id = g.value AND c.purpose = 'checkout' "
    "AND c.state = 'closed' AND c.leaning <> 'unsaid' "
    "AND EXISTS(SELECT 1 FROM outbox o WHERE o.message_key = 'result:' || c.poll_id AND o.due < :to "
    "AND (o.state IN ('sent', 'unknown') OR o.edit = 1)) ORDER BY c.closes DESC LIMIT 6) l), '') "
    "FROM json_each(:teams) g";
constexpr auto select_scales =
    "SELECT q.poll_id, " STORAGE_QUESTION_COLUMNS
    " FROM poll_question q WHERE q.number = 0 AND q.poll_id" STORAGE_IN_IDS("polls");
// All of a poll in one row, in no order; the word is one of few, without blanks.
constexpr auto select_week_lines =
    "SELECT l.poll_id, group_concat(l.line || ' ' || l.question || ' ' || l.part || ' ' || l.about || ' ' || "
    "l.number || ' ' || l.word, ',') FROM result_line l "
    "WHERE l.audience = 'leader' AND l.poll_id" STORAGE_IN_IDS("polls") "GROUP BY l.poll_id";

using Text = std::string;
using Side = results::Leaning::Side;

// "a b,c d" by its commas, then by its blanks: so many parts of each, the last of which may be empty.
template <std::size_t N>
std::vector<std::array<std::string_view, N>> parts_of(std::string_view text) {
  std::vector<std::array<std::string_view, N>> all;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    std::string_view one = text.substr(0, end);
    auto& parts = all.emplace_back();
    for (std::size_t i = 0; i < N; ++i) {
      const auto blank = i + 1 < N ? std::min(one.find(' '), one.size()) : one.size();
      parts[i] = one.substr(0, blank);
      one.remove_prefix(std::min(blank + 1, one.size()));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}
int number_in(std::string_view digits) {
  int number = 0;
  const auto* end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, number).ptr != end) throw std::invalid_argument("no number");
  return number;
}

// A poll's lines for leaders, in their order.
std::vector<core::ResultLine> result_lines_in(const Text& text) {
  std::vector<std::pair<int, core::ResultLine>> numbered;
  for (const auto& [line, question, part, about, number, word] : parts_of<6>(text))
    numbered.emplace_back(number_in(line),
                          result_line_from({number_in(question), "leader", Text(part), number_in(about),
                                            number_in(number), Text(word)}));
  std::ranges::sort(numbered, {}, [](const auto& each) { return each.first; });
  std::vector<core::ResultLine> lines;
  for (auto& [line, said] : numbered) lines.push_back(std::move(said));
  return lines;
}

class SqlDigestStore final : public digests::DigestStore {
 public:
  explicit SqlDigestStore(Database& db)
      : reader_(db),
        waiting_(db, select_waiting),
        steps_(db, select_steps),
        asked_(db, select_asked_matters),
        minutes_(db, select_week_minutes),
        ended_(db, Text(week_sessions) + week_ended),
        coming_(db, Text(week_sessions) + week_begun),
        rhythm_(db, select_rhythm),
        told_(db, select_told_in_week),
        leanings_(db, select_leanings),
        scales_(db, select_scales),
        lines_(db, select_week_lines),
        db_(db) {}

  std::vector<digests::GroupWeek> weeks(std::span<const core::GroupId> groups, core::Instant from,
                                        core::Instant to) override {
    std::vector<digests::GroupWeek> all(groups.size());
    if (groups.empty()) return all;
    Weeks weeks;
    std::vector<Text> ids;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      ids.push_back(groups[i].text);
      weeks.by_group[groups[i].text] = &all[i];
    }
    weeks.groups = ids_text(ids);
    weeks.begin = core::to_text(from);
    weeks.end = core::to_text(to);
    read_matters(weeks);
    read_sessions(weeks, core::to_text(from - (to - from)), core::to_text(to + (to - from)));
    read_results(weeks);
    return all;
  }

 private:
  using CountedSession = Out<Text, Text, int, Text, Text, Text, Text, int, int, int, Text>;
  struct Weeks {
    std::unordered_map<Text, digests::GroupWeek*> by_group;
    Text groups, begin, end;  // as the statements take them

    digests::GroupWeek& of(const Text& group) { return *by_group.at(group); }
  };

  void read_matters(Weeks& weeks) {
    for (const auto& row : waiting_.all(weeks.groups, weeks.end)) {
      auto matter = readable(db_, "matter " + std::get<1>(row), [&] {
        const auto& [group, id, title, kind, raised, state, passes_on, passed_on] = row;
        return digests::WaitingMatter{core::MatterId(id),
                                      title,
                                      core::instant_from_text(raised),
                                      from_code<core::MatterState>(state),
                                      instant_or_none(passes_on),
                                      passed_on != 0,
                                      kind};
      });
      if (matter) weeks.of(std::get<0>(row)).waiting.push_back(std::move(*matter));
    }
    for (const auto& [group, steps] : steps_.all(weeks.begin, weeks.end, weeks.groups))
      weeks.of(group).answers = steps;
    for (const auto& [group, text, at] : minutes_.all(weeks.groups, weeks.begin, weeks.end))
      weeks.of(group).minutes.push_back({text, core::instant_from_text(at)});
  }

  void read_sessions(Weeks& weeks, const Text& before, const Text& next) {
    for (const auto& [group, last, planned, held_before, began] :
         rhythm_.all(weeks.end, weeks.end, before, weeks.begin, weeks.groups)) {
      digests::GroupWeek& week = weeks.of(group);
      week.last_ended = instant_or_none(last);
      week.planned = planned != 0;
      week.held_before = held_before;
      week.began = instant_or_none(began);
    }
    for (digests::SessionLine& line : lines_from(ended_.all(weeks.groups, weeks.begin, weeks.end))) {
      digests::GroupWeek& week = weeks.of(line.session.group.text);
      const bool cancelled = line.session.state == core::Session::State::cancelled;
      (cancelled ? week.cancelled : week.held).push_back(std::move(line));
    }
    for (digests::SessionLine& line : lines_from(coming_.all(weeks.groups, weeks.end, next)))
      weeks.of(line.session.group.text).coming.push_back(std::move(line));
  }

  std::vector<digests::SessionLine> lines_from(const std::vector<CountedSession>& rows) {
    std::vector<digests::SessionLine> found;
    for (const auto& row : rows) {
      const auto& [id, team, number, starts, ends, state, topic, coming, came, listed, cover] = row;
      const SessionColumns of_session{id, team, number, starts, ends, state, topic};
      if (auto session = readable(db_, "session " + id, [&] { return session_from(of_session); }))
        found.push_back({std::move(*session), coming, came, listed, cover});
    }
    return found;
  }

  std::unordered_map<Text, std::vector<core::ResultLine>> lines_of(const std::vector<Text>& polls) {
    std::unordered_map<Text, std::vector<core::ResultLine>> found;
    if (polls.empty()) return found;
    for (const auto& [poll, lines] : lines_.all(ids_text(polls)))
      if (auto read = readable(db_, "poll " + poll, [&] { return result_lines_in(lines); }))
        found[poll] = std::move(*read);
    return found;
  }

  void read_results(Weeks& weeks) {
    const auto rows = told_.all(weeks.begin, weeks.end, weeks.groups);
    std::vector<Text> told, with_checkout;
    for (const auto& row : rows) told.push_back(std::get<0>(row));
    auto lines = lines_of(told);
    std::vector<PollColumns> results;
    std::vector<Text> noticed;
    for (const auto& row : rows) {
      if (std::get<3>(row) == core::code(core::Poll::Purpose::noticed))
        noticed.push_back(std::get<0>(row));
      else if (lines.contains(std::get<0>(row)))
        results.push_back(row);
    }
    for (core::Poll& poll : reader_.polls(results)) {
      if (poll.purpose == core::Poll::Purpose::checkout) with_checkout.push_back(poll.group.text);
      auto own = std::move(lines[poll.id.text]);
      digests::GroupWeek& week = weeks.of(poll.group.text);
      week.results.push_back({std::move(poll), std::move(own)});
    }
    read_noticed(weeks, rows, noticed, lines);
    read_leanings(weeks, with_checkout);
  }

  // In the order in which the groups were told.
  void read_noticed(Weeks& weeks, const std::vector<PollColumns>& told, const std::vector<Text>& noticed,
                    std::unordered_map<Text, std::vector<core::ResultLine>>& lines) {
    if (noticed.empty()) return;
    std::unordered_map<Text, digests::NoticedMatter> matters;
    for (const auto& [poll, id, title] : asked_.all(ids_text(noticed)))
      matters[poll] = {core::MatterId(id), title, std::move(lines[poll])};
    for (const auto& row : told)
      if (const auto found = matters.find(std::get<0>(row)); found != matters.end())
        weeks.of(std::get<1>(row)).noticed.push_back(std::move(found->second));
  }

  void read_leanings(Weeks& weeks, std::vector<Text> groups) {
    std::ranges::sort(groups);
    const auto doubled = std::ranges::unique(groups);
    groups.erase(doubled.begin(), doubled.end());
    if (groups.empty()) return;
    std::unordered_map<Text, digests::GroupWeek*>
        asking;  // by the newest poll, where its question is not here
    for (const auto& [group, told] : leanings_.all(weeks.end, ids_text(groups))) {
      digests::GroupWeek& week = weeks.of(group);
      for (const auto& [leaning, id, scale] : parts_of<3>(told)) {
        if (!scale.empty() && std::ranges::all_of(week.leanings, &Text::empty, &results::Leaning::scale))
          asking[Text(id)] = &week;
        week.leanings.push_back({Text(scale), core::value_of_code<Side>(leaning).value_or(Side::none)});
      }
    }
    for (auto each = asking.begin(); each != asking.end();) {
      const auto own = std::ranges::find(each->second->results, each->first,
                                         [](const auto& result) { return result.poll.id.text; });
      if (own == each->second->results.end() || own->poll.questions.empty()) {
        ++each;
        continue;
      }
      each->second->scale = own->poll.questions.front();
      each = asking.erase(each);
    }
    std::vector<Text> polls;
    for (const auto& [id, week] : asking) polls.push_back(id);
    if (polls.empty()) return;
    for (const auto& [id, kind, prompt, options, required, most] : scales_.all(ids_text(polls)))
      asking.at(id)->scale = readable(db_, "poll " + id, [&] {
        return question_from({kind, prompt, options, required, most});
      });
  }

  PollReader reader_;
  Statement<In<Text, Text>, Out<Text, Text, Text, Text, Text, Text, Text, int>> waiting_;
  Statement<In<Text, Text, Text>, Out<Text, int>> steps_;
  Statement<In<Text>, Out<Text, Text, Text>> asked_;
  Statement<In<Text, Text, Text>, Out<Text, Text, Text>> minutes_;
  Statement<In<Text, Text, Text>, CountedSession> ended_, coming_;
  Statement<In<Text, Text, Text, Text, Text>, Out<Text, Text, int, int, Text>> rhythm_;
  Statement<In<Text, Text, Text>, PollColumns> told_;
  Statement<In<Text, Text>, Out<Text, Text>> leanings_;
  Statement<In<Text>, Out<Text, Text, Text, Text, int, int>> scales_;
  Statement<In<Text>, Out<Text, Text>> lines_;
  Database& db_;
};

}  // namespace

std::unique_ptr<digests::DigestStore> make_digest_store(Database& database) {
  return std::make_unique<SqlDigestStore>(database);
}

}  // namespace storage
