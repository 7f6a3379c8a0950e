// What the digests of all leaders cost over 5,000 groups and five million stored result lines, on a reader's
// connection to a warm file. Prints milliseconds on the processor, for one group and for all; then how long
// answers wait for the engine, 200 of them a second, while four leaders' digests are made each second
// beside them (bot/features/digests/feature.cpp) and while none are. Usage: bench_digests [FILE]
#include <fmt/format.h>
#include <soci/soci.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "bot/features/digests/view.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace {

constexpr int groups_there = 5'000, polls_of_each = 50, lines_of_each = 20;

double milliseconds() {
  return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

// A poll a week in each group, the newest in the week that is read.
void fill(storage::Database& database) {
  database.begin();
  const auto run = [&](const std::string& sql) { database.sql() << sql; };
  const std::string groups_from = fmt::format(
      "WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < {}) ", groups_there - 1);
  const std::string polls_from =
      groups_from +
      fmt::format(", p(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM p WHERE k < {}) ", polls_of_each - 1);
  run("INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, programme, "
      "cadence, timeline, active) " +
      groups_from +
      "SELECT 'g' || n, 'g' || n, 'Gruppe ' || n, 'nb', 'Europe/Oslo', 'chat', 'c' || n, '{}', '', '', '{}', "
      "1 FROM g");
  run("INSERT INTO session(session_id, team_id, number, starts, ends, state, topic) " + polls_from +
      "SELECT 's' || n || '-' || k, 'g' || n, k, strftime('%Y-%m-%dT12:00:00Z', '2026-11-10', '-' || (7 * k) "
      "|| ' days'), "
      "strftime('%Y-%m-%dT13:30:00Z', '2026-11-10', '-' || (7 * k) || ' days'), 'held', '' FROM g, p");
  run("INSERT INTO poll(poll_id, team_id, session_id, named, title, opens, closes, state, roster, boot, "
      "purpose, disclosed) " +
      polls_from +
      "SELECT 'p' || n || '-' || k, 'g' || n, 's' || n || '-' || k, 0, '[\"Utsjekk\"]', "
      "strftime('%Y-%m-%dT13:30:00Z', '2026-11-10', '-' || (7 * k) || ' days'), "
      "strftime('%Y-%m-%dT12:00:00Z', '2026-11-11', '-' || (7 * k) || ' days'), 'planned', 7, '', "
      "'checkout', 0 FROM g, p");
  run("INSERT INTO poll_question(poll_id, number, kind, prompt, options, required, most) SELECT poll_id, 0, "
      "'scale', "
      "'[\"Hvor nyttig?\"]', '[[\"Lite\"],[\"Nyttig\"],[\"Svært\"]]', 1, 0 FROM poll");
  run("UPDATE poll SET state = 'open'");
  run("UPDATE poll SET state = 'closed'");
  run(
      fmt::format("INSERT INTO result_line(poll_id, line, question, audience, part, about, number, word) "
                  "WITH RECURSIVE l(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM l WHERE i < {}) "
                  "SELECT poll_id, i, 0, CASE WHEN i % 2 THEN 'leader' ELSE 'group' END, 'count', i % 3, 3, "
                  "'' FROM poll, l",
                  lines_of_each - 1));
  run("INSERT INTO outbox(message_key, position, workspace, destination_kind, destination, body, "
      "respect_quiet, edit, state, due, attempts, ref) "
      "SELECT 'result:' || poll_id, row_number() OVER (), 'chat', 'channel', 'c', '', 1, 0, 'sent', closes, "
      "1, 'r' FROM poll");
  database.commit();
  run("ANALYZE");
}

// The engine's thread: answers come at their times and wait for their turn; time passes as the processor is
// used.
class Engine {
 public:
  explicit Engine(storage::Database& database)
      : database_(database), stores_(storage::open_stores(database)) {
    database_.begin();
    database_.sql()
        << "INSERT OR IGNORE INTO person(person_id, workspace, account, name, language, "
           "configured_language, coordinator, active) VALUES('anne', 'chat', 'u', 'Anne', 'nb', 'nb', 0, 1)";
    core::Poll poll;
    poll.id = poll_;
    poll.group = core::GroupId("g0");
    poll.named = true;
    poll.title = core::Localized("Passer tiden?");
    poll.questions = {{core::Question::Kind::choice, poll.title, {poll.title, poll.title}, true}};
    poll.opens = core::instant_from_text("2026-11-10T12:00:00Z");
    poll.closes = core::instant_from_text("2026-12-10T12:00:00Z");
    if (stores_.polls->add(poll)) stores_.polls->set_open(poll.id, 8, "");
    database_.commit();
  }

  // The 99th of a hundred waits, in milliseconds.
  double p99(core::Instant from, core::Instant to, bool with_digests) {
    constexpr int a_second = 200, seconds = 20, leaders_at_once = 4;
    std::vector<double> waits;
    double free = 0;
    for (int i = 0; i < a_second * seconds; ++i) {
      const double arrives = i * 1e3 / a_second;
      if (with_digests && i % a_second == 0) {
        const double begins = std::max(arrives, free);
        free = begins + took([&] { digest(i / a_second * leaders_at_once, leaders_at_once, from, to); });
      }
      free = std::max(arrives, free) + took([&] { answer(i); });
      waits.push_back(free - arrives);
    }
    std::ranges::sort(waits);
    return waits.at(waits.size() * 99 / 100);
  }

 private:
  template <class Work>
  double took(Work work) {
    const double begun = milliseconds();
    database_.begin();
    work();
    database_.commit();
    return milliseconds() - begun;
  }
  void answer(int pick) {
    core::Ballot ballot(1);
    ballot.front().picks = {pick % 2};
    stores_.seen->first_time("chat", "d" + std::to_string(++count_),
                             core::Date{std::chrono::year{2026} / 11 / 16});
    stores_.polls->put_named(poll_, core::PersonId("anne"), ballot);
  }
  void digest(int first, int leaders, core::Instant from, core::Instant to) {
    for (int i = first; i < first + leaders; ++i) {
      core::Group group;
      group.id = core::GroupId("g" + std::to_string(i));
      group.name = "Gruppe " + std::to_string(i);
      digests::Week week{{}, core::Date{std::chrono::year{2026} / 11 / 16}, to};
      week.groups.push_back({&group, stores_.digests->week(group.id, from, to)});
      runtime::OutboxRow row;
      row.key = "digest:" + std::to_string(++count_);
      row.to = {"chat", core::Destination::Kind::person, "u" + std::to_string(i)};
      row.message = digests::digest(week, core::Language::nb);
      row.message.mail = digests::digest_by_mail(week, core::Language::nb);
      row.due = to;
      stores_.outbox->add(row);
    }
  }

  const core::PollId poll_{"answered"};
  storage::Database& database_;
  storage::Stores stores_;
  int count_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : "/dev/shm/refleks-bench-digests.db";
  const bool fresh = !std::filesystem::exists(file);
  storage::Database owner(file);
  if (fresh) fill(owner);
  storage::Database reader(file, storage::Database::Use::reader);
  const auto digests = storage::make_digest_store(reader);
  const core::Instant to = core::instant_from_text("2026-11-15T23:00:00Z"), from = to - std::chrono::days{7};
  for (int round = 0; round < 3; ++round) {
    const double begun = milliseconds();
    std::size_t results = 0;
    for (int group = 0; group < groups_there; ++group)
      results += digests->week(core::GroupId("g" + std::to_string(group)), from, to).results.size();
    const double all = milliseconds() - begun;
    fmt::print("{} groups, {} results of the week: {:.0f} ms, {:.3f} ms a group\n", groups_there, results,
               all, all / groups_there);
  }
  {
    Engine engine(owner);
    engine.p99(from, to, true);  // warms up
    const double none = engine.p99(from, to, false), beside = engine.p99(from, to, true);
    fmt::print("p99 of an answer: {:.3f} ms, while digests are made {:.3f} ms, {:.2f} times\n", none, beside,
               beside / none);
  }
  if (argc < 2) std::filesystem::remove(file);
}
