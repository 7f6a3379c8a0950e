// What the digests of all leaders cost over 5,000 groups and five million stored result lines, on a reader's
// connection to a warm file. Prints milliseconds on the processor, for one group and for all. Usage:
// bench_digests [FILE]
#include <fmt/format.h>
#include <soci/soci.h>

#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

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
  if (argc < 2) std::filesystem::remove(file);
}
