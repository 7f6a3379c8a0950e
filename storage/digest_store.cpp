#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "storage/packed.hpp"
#include "storage/published.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

// Each reads of all groups of a set at once, and says of each row whose it is. {of}: the groups of the set;
// or, where so many are asked for, anybody's, and the stretch of an index that the week takes is read from
// end to end.
constexpr std::size_t many_groups = 200;

constexpr auto select_waiting =
    "SELECT m.team_id, m.matter_id, m.title, m.kind, m.raised, m.state, m.passes_on, m.passed_on, "
    "m.look_again, m.passed_on = 1 AND EXISTS(SELECT 1 FROM matter_entry e WHERE e.matter_id = m.matter_id "
    "AND e.what = 'passed_on') FROM matter m "
    "WHERE {of} AND m.state NOT IN ('done', 'will_not') "
    "AND (m.state IN ('lifted', 'received') OR (m.look_again <> '' AND m.look_again <= :to)) "
    "ORDER BY m.raised, m.matter_id";
constexpr auto select_steps =
    "SELECT m.team_id, count(*) FROM matter_entry e CROSS JOIN matter m "
    "WHERE {of} AND e.at >= :from AND e.at < :to AND e.what NOT IN ('lifted', 'joined', 'passed_on') "
    "AND m.matter_id = e.matter_id GROUP BY m.team_id";
constexpr auto select_asked_matters =
    "SELECT e.asked, m.matter_id, m.title FROM matter_entry e CROSS JOIN matter m "
    "WHERE e.asked <> '' AND e.asked" STORAGE_IN_IDS("polls") "AND m.matter_id = e.matter_id "
    "ORDER BY m.matter_id";
constexpr auto select_week_minutes =
    "SELECT n.team_id, n.body, n.at FROM minutes n WHERE {of} AND n.released <> '' AND n.released >= :from "
    "AND n.released < :to ORDER BY n.released, n.minutes_id";
// Those that ended in the week before; since when there is the group. Then what these and the week's own
// sessions have not said of a group: when it last met, and whether it will.
constexpr auto select_ended_before =
    "SELECT s.team_id, s.ends FROM session s WHERE {of} AND s.ends >= :before AND s.ends < :from "
    "AND s.state <> 'cancelled'";
constexpr auto select_late =
    "SELECT " STORAGE_SESSION_COLUMNS
    ", r.known, '', 0, r.came, r.listed, '' FROM attendance_register r CROSS JOIN session s "
    "WHERE {of} AND r.known >= :from AND r.known < :to AND s.session_id = r.session_id AND s.ends < :begin "
    "AND s.state <> 'cancelled'";
// A pause took those without a number, or another rhythm: nobody did.
constexpr auto select_called_off = "SELECT " STORAGE_SESSION_COLUMNS
                                   ", s.called_off, '', 0, 0, 0, '' FROM session s WHERE {of} AND "
                                   "s.called_off <> '' AND s.called_off >= :from "
                                   "AND s.called_off < :to AND s.state = 'cancelled' AND s.number > 0";
constexpr auto select_began = "SELECT r.team_id, r.starts FROM run r WHERE {of} AND r.number = 1";
constexpr auto select_last_ended =
    "SELECT g.value, coalesce((SELECT s.ends FROM session s WHERE s.team_id = g.value AND s.ends < :before "
    "AND s.state <> 'cancelled' ORDER BY s.ends DESC LIMIT 1), '') FROM json_each(:teams) g";
constexpr auto select_planned =
    "SELECT g.value FROM json_each(:teams) g WHERE EXISTS(SELECT 1 FROM session s WHERE s.team_id = g.value "
    "AND s.ends >= :to AND s.state <> 'cancelled')";
constexpr auto week_sessions = "SELECT " STORAGE_SESSION_COLUMNS
                               ", coalesce(r.known, ''), coalesce((SELECT c.known FROM cover c WHERE "
                               "c.session_id = s.session_id), ''), " STORAGE_SESSION_COUNTS "WHERE {of} ";
constexpr auto week_ended = "AND s.ends >= :from AND s.ends < :to AND s.state <> 'cancelled'";
constexpr auto week_begun = "AND s.starts >= :from AND s.starts < :to AND s.state <> 'cancelled'";
constexpr auto select_told_in_week =
    "SELECT p.poll_id, p.team_id, p.purpose, p.asks, p.lines, p.closes, p.leaning, p.scale, p.earlier "
    "FROM published p WHERE {of} AND p.told >= :from AND p.told < :to ORDER BY p.told, p.poll_id";
constexpr auto select_asked_polls =
    "SELECT " STORAGE_POLL_COLUMNS " FROM poll p WHERE p.poll_id" STORAGE_IN_IDS("polls");
constexpr auto select_scales =
    "SELECT q.poll_id, " STORAGE_QUESTION_COLUMNS
    " FROM poll_question q WHERE q.number = 0 AND q.poll_id" STORAGE_IN_IDS("polls");

using Text = std::string;
using Side = results::Leaning::Side;

Text worded(Text statement, const char* group, bool of_all) {
  constexpr std::string_view mark = "{of}";
  return statement.replace(statement.find(mark), mark.size(),
                           of_all ? Text(":teams <> ''") : Text(group) + STORAGE_IN_IDS("teams"));
}

using CountedSession = Out<Text, Text, int, Text, Text, Text, Text, Text, Text, int, int, int, Text>;

// What is asked of a week: of the groups of a set, or of all.
struct Asking {
  Asking(Database& db, bool all)
      : waiting(db, worded(select_waiting, "m.team_id", all)),
        steps(db, worded(select_steps, "m.team_id", all)),
        minutes(db, worded(select_week_minutes, "n.team_id", all)),
        ended_before(db, worded(select_ended_before, "s.team_id", all)),
        began(db, worded(select_began, "r.team_id", all)),
        late(db, worded(select_late, "s.team_id", all)),
        called_off(db, worded(select_called_off, "s.team_id", all)),
        ended(db, worded(Text(week_sessions) + week_ended, "s.team_id", all)),
        coming(db, worded(Text(week_sessions) + week_begun, "s.team_id", all)),
        told(db, worded(select_told_in_week, "p.team_id", all)) {}

  Statement<In<Text, Text>, Out<Text, Text, Text, Text, Text, Text, Text, int, Text, int>> waiting;
  Statement<In<Text, Text, Text>, Out<Text, int>> steps;
  Statement<In<Text, Text, Text>, Out<Text, Text, Text>> minutes;
  Statement<In<Text, Text, Text>, Out<Text, Text>> ended_before;
  Statement<In<Text>, Out<Text, Text>> began;
  Statement<In<Text, Text, Text, Text>, CountedSession> late;
  Statement<In<Text, Text, Text>, CountedSession> called_off, ended, coming;
  Statement<In<Text, Text, Text>, Out<Text, Text, Text, Text, Text, Text, Text, Text, Text>> told;
};

class SqlDigestStore final : public digests::DigestStore {
 public:
  explicit SqlDigestStore(Database& db) : db_(db), reader_(db), of_some_(db, false), of_all_(db, true) {}

  std::vector<digests::GroupWeek> weeks(std::span<const core::GroupId> groups,
                                        const digests::WeekSpan& span) override {
    std::vector<digests::GroupWeek> all(groups.size());
    if (groups.empty()) return all;
    Weeks weeks{groups.size() < many_groups ? of_some_ : of_all_,
                {},
                {},
                core::to_text(span.from),
                core::to_text(span.to),
                core::to_text(span.known_from),
                core::to_text(span.known_to)};
    std::vector<Text> ids;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      ids.push_back(groups[i].text);
      weeks.by_group[groups[i].text] = &all[i];
    }
    weeks.groups = groups.size() < many_groups ? ids_text(ids) : "all";
    read_matters(weeks);
    const auto length = span.to - span.from;
    read_sessions(weeks, core::to_text(span.from - length), core::to_text(span.to + length));
    read_results(weeks);
    return all;
  }

 private:
  struct Weeks {
    Asking& ask;
    std::unordered_map<Text, digests::GroupWeek*> by_group;
    Text groups, begin, end, known_from, known_to;  // as the statements take them

    // Nothing where nobody asked for that group.
    digests::GroupWeek* of(const Text& group) const {
      const auto found = by_group.find(group);
      return found == by_group.end() ? nullptr : found->second;
    }
  };

  void read_matters(Weeks& weeks) {
    weeks.ask.waiting.each(
        [&](const Text& group, const Text& id, Text& title, Text& kind, const Text& raised, const Text& state,
            const Text& passes_on, int passed_on, const Text& look_again, int sent_on) {
          digests::GroupWeek* week = weeks.of(group);
          if (!week) return;
          auto matter = readable(db_, "matter " + id, [&] {
            return digests::WaitingMatter{core::MatterId(id),
                                          title,
                                          core::instant_from_text(raised),
                                          from_code<core::MatterState>(state),
                                          instant_or_none(passes_on),
                                          passed_on != 0,
                                          kind,
                                          instant_or_none(look_again),
                                          sent_on != 0};
          });
          if (matter) week->waiting.push_back(std::move(*matter));
        },
        weeks.groups, weeks.end);
    weeks.ask.steps.each(
        [&](const Text& group, int steps) {
          if (auto* week = weeks.of(group)) week->answers = steps;
        },
        weeks.groups, weeks.known_from, weeks.known_to);
    weeks.ask.minutes.each(
        [&](const Text& group, const Text& text, const Text& at) {
          if (auto* week = weeks.of(group)) week->minutes.push_back({text, core::instant_from_text(at)});
        },
        weeks.groups, weeks.known_from, weeks.known_to);
  }

  void read_sessions(Weeks& weeks, const Text& before, const Text& next) {
    LastEnded last;
    const auto ended = [&](const digests::GroupWeek* week, const Text& at) {
      Text& known = last[week];
      if (known < at) known = at;
    };
    // Every session that is read, into the list of its group's week; `also`: what else it says of the week.
    const auto into = [&](std::vector<digests::SessionLine> digests::GroupWeek::*list, auto also) {
      return [this, &weeks, list, also](const Text& id, const Text& group, const auto&... rest) {
        digests::GroupWeek* week = weeks.of(group);
        if (!week) return;
        const SessionRow row{id, group, rest...};
        also(*week, row);
        if (auto line = line_from(row)) (week->*list).push_back(std::move(*line));
      };
    };
    const auto nothing_else = [](digests::GroupWeek&, const SessionRow&) {};
    weeks.ask.ended_before.each(
        [&](const Text& group, const Text& ends) {
          digests::GroupWeek* week = weeks.of(group);
          if (!week) return;
          ++week->held_before;
          ended(week, ends);
        },
        weeks.groups, before, weeks.begin);
    weeks.ask.late.each(into(&digests::GroupWeek::late, nothing_else), weeks.groups, weeks.known_from,
                        weeks.known_to, weeks.begin);
    weeks.ask.ended.each(
        into(&digests::GroupWeek::held,
             [&](digests::GroupWeek& week, const SessionRow& row) { ended(&week, std::get<4>(row)); }),
        weeks.groups, weeks.begin, weeks.end);
    weeks.ask.called_off.each(into(&digests::GroupWeek::cancelled, nothing_else), weeks.groups,
                              weeks.known_from, weeks.known_to);
    // Whatever begins then has not ended before.
    weeks.ask.coming.each(into(&digests::GroupWeek::coming,
                               [](digests::GroupWeek& week, const SessionRow&) { week.planned = true; }),
                          weeks.groups, weeks.end, next);
    weeks.ask.began.each(
        [&](const Text& group, const Text& starts) {
          if (auto* week = weeks.of(group)) week->began = instant_or_none(starts);
        },
        weeks.groups);
    complete(weeks, last, before);
  }

  using LastEnded = std::unordered_map<const digests::GroupWeek*, Text>;  // as it stands in a row
  // The sessions in order, and what only the groups are asked of which nothing was read.
  void complete(Weeks& weeks, const LastEnded& last, const Text& before) {
    std::vector<Text> long_ago, unplanned;
    for (const auto& [group, week] : weeks.by_group) {
      for (auto* lines : {&week->late, &week->held, &week->coming, &week->cancelled})
        std::ranges::sort(*lines, {}, [](const digests::SessionLine& line) {
          return std::tie(line.session.starts, line.session.id.text);
        });
      if (!week->planned) unplanned.push_back(group);
      if (const auto known = last.find(week); known != last.end())
        week->last_ended = instant_or_none(known->second);
      else
        long_ago.push_back(group);
    }
    if (!unplanned.empty())
      planned_.each([&](const Text& group) { weeks.by_group.at(group)->planned = true; }, ids_text(unplanned),
                    weeks.end);
    if (!long_ago.empty())
      last_ended_.each(
          [&](const Text& group, const Text& ends) {
            weeks.by_group.at(group)->last_ended = instant_or_none(ends);
          },
          before, ids_text(long_ago));
  }

  using SessionRow = std::tuple<const Text&, const Text&, int, const Text&, const Text&, const Text&,
                                const Text&, const Text&, const Text&, int, int, int, const Text&>;
  std::optional<digests::SessionLine> line_from(const SessionRow& row) {
    const auto& [id, team, number, starts, ends, state, topic, known, covered, coming, came, listed, cover] =
        row;
    return readable(db_, "session " + id, [&] {
      digests::SessionLine line{session_from({id, team, number, starts, ends, state, topic}), coming, came,
                                listed, cover};
      line.known = instant_or_none(known);
      line.covered = instant_or_none(covered);
      return line;
    });
  }

  struct Told {
    Text poll, asks;  // what it asks is read of one of those that ask the same; empty: of itself
    digests::GroupWeek* week;
    std::vector<core::ResultLine> lines;
    Text closes, leaning, scale, earlier;  // of a check-out; else no leaning
  };

  void read_results(Weeks& weeks) {
    std::vector<Told> results, noticed;
    weeks.ask.told.each(
        [&](const Text& poll, const Text& group, const Text& purpose, const Text& asks, const Text& lines,
            const Text& closes, const Text& leaning, const Text& scale, const Text& earlier) {
          digests::GroupWeek* week = weeks.of(group);
          if (!week) return;
          const bool asks_noticed = purpose == core::code(core::Poll::Purpose::noticed);
          if (lines.empty() && !asks_noticed) return;
          auto read = readable(db_, "poll " + poll, [&] { return result_lines_in(lines); });
          if (!read && !asks_noticed) return;
          (asks_noticed ? noticed : results)
              .push_back({poll, asks, week, std::move(read).value_or(std::vector<core::ResultLine>{}), closes,
                          leaning, scale, earlier});
        },
        weeks.groups, weeks.known_from, weeks.known_to);
    read_asked(results);
    read_noticed(noticed);
    read_leanings(results);
  }

  // What many ask alike is read, and kept, once.
  void read_asked(std::vector<Told>& results) {
    const auto asked_by = [](const Told& one) -> const Text& {
      return one.asks.empty() ? one.poll : one.asks;
    };
    std::unordered_map<Text, Text> of_poll;  // what one poll asks, read for all that ask it
    std::unordered_set<Text> known;
    std::vector<Text> polls;
    for (const Told& one : results)
      if (known.insert(asked_by(one)).second) {
        polls.push_back(one.poll);
        of_poll.emplace(one.poll, asked_by(one));
      }
    if (polls.empty()) return;
    std::unordered_map<Text, std::shared_ptr<const core::Poll>> asked;
    for (core::Poll& poll : reader_.polls(asked_polls_.all(ids_text(polls)))) {
      const Text asks = of_poll.at(poll.id.text);
      asked.emplace(asks, std::make_shared<const core::Poll>(std::move(poll)));
    }
    for (Told& one : results)
      if (const auto found = asked.find(asked_by(one)); found != asked.end())
        one.week->results.push_back({core::PollId(one.poll), found->second, std::move(one.lines)});
      else
        one.leaning.clear();  // it cannot be read
  }

  // In the order in which the groups were told.
  void read_noticed(std::vector<Told>& noticed) {
    if (noticed.empty()) return;
    std::vector<Text> polls;
    for (const Told& one : noticed) polls.push_back(one.poll);
    std::unordered_map<Text, std::pair<Text, Text>> matters;  // id and title
    for (const auto& [poll, id, title] : asked_.all(ids_text(polls))) matters[poll] = {id, title};
    for (Told& one : noticed)
      if (const auto found = matters.find(one.poll); found != matters.end())
        one.week->noticed.push_back(
            {core::MatterId(found->second.first), found->second.second, std::move(one.lines)});
  }

  // A group's check-outs are told in the order in which they close: what stands in the newest speaks of all.
  void read_leanings(const std::vector<Told>& results) {
    std::unordered_map<digests::GroupWeek*, const Told*> newest;
    for (const Told& one : results)
      if (!one.leaning.empty())
        if (const Told*& known = newest[one.week]; !known || known->closes <= one.closes) known = &one;
    std::unordered_map<Text, digests::GroupWeek*> asking;  // by poll, where its question is not here
    for (const auto& [week, told] : newest) {
      add_leaning(*week, told->leaning, told->poll, told->scale, asking);
      each_of<3>(told->earlier, [&, week = week, told = told](const auto& parts) {
        const auto& [leaning, poll, scale] = parts;
        add_leaning(*week, leaning, poll, scale == "=" ? std::string_view(told->scale) : scale, asking);
      });
    }
    if (asking.empty()) return;
    std::vector<Text> polls;
    for (const auto& [id, week] : asking) polls.push_back(id);
    for (const auto& [id, kind, prompt, options, required, most] : scales_.all(ids_text(polls)))
      asking.at(id)->scale = readable(db_, "poll " + id, [&] {
        return question_from({kind, prompt, options, required, most});
      });
  }
  // The first that asks a scale says which.
  static void add_leaning(digests::GroupWeek& week, std::string_view leaning, std::string_view poll,
                          std::string_view scale, std::unordered_map<Text, digests::GroupWeek*>& asking) {
    if (!scale.empty() && std::ranges::all_of(week.leanings, &Text::empty, &results::Leaning::scale)) {
      const auto own = std::ranges::find(
          week.results, poll, [](const auto& result) -> std::string_view { return result.id.text; });
      if (own != week.results.end() && !own->asked->questions.empty())
        week.scale = own->asked->questions.front();
      else
        asking[Text(poll)] = &week;
    }
    week.leanings.push_back({Text(scale), core::value_of_code<Side>(leaning).value_or(Side::none)});
  }

  Database& db_;
  PollReader reader_;
  Asking of_some_, of_all_;
  Statement<In<Text>, Out<Text, Text, Text>> asked_{db_, select_asked_matters};
  Statement<In<Text, Text>, Out<Text, Text>> last_ended_{db_, select_last_ended};
  Statement<In<Text, Text>, Out<Text>> planned_{db_, select_planned};
  Statement<In<Text>, PollColumns> asked_polls_{db_, select_asked_polls};
  Statement<In<Text>, Out<Text, Text, Text, Text, int, int>> scales_{db_, select_scales};
};

}  // namespace

std::unique_ptr<digests::DigestStore> make_digest_store(Database& database) {
  return std::make_unique<SqlDigestStore>(database);
}

}  // namespace storage
