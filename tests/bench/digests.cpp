// What the digests of all leaders cost over 5,000 groups and five million stored result lines, on a reader's
// connection to a warm file: milliseconds on the processor to read all weeks, and to make the messages of a
// leader for each group as well. Then how long answers wait for the engine, 200 of them a second, while what
// was made is handed to it beside them (bot/app/digest_maker.cpp) and while nothing is; and, by the wall's
// clock, how long an answer takes until it is committed while a thread beside it reads and makes all of them
// over and over, and while none does. Usage: bench_digests [FILE]
#include <fmt/format.h>
#include <soci/soci.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "bot/features/digests/weeks.hpp"
#include "storage/database.hpp"
#include "storage/published.hpp"
#include "storage/stores.hpp"

namespace {

constexpr int groups_there = 5'000, polls_of_each = 50, lines_of_each = 20;
constexpr std::size_t groups_at_once = 5'000;  // as the daemon reads them

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
  run("INSERT INTO poll_question(poll_id, number, kind, prompt, options, required, most) SELECT poll_id, n, "
      "'scale', '[\"Hvor nyttig?\"]', '[[\"Lite\"],[\"Nyttig\"],[\"Svært\"]]', 1, 0 FROM poll, "
      "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)");
  run("UPDATE poll SET state = 'open'");
  run("UPDATE poll SET state = 'closed', leaning = 'low', scale = 'the same of all'");
  // To each of four questions three lines for the group and two for its leaders.
  run(
      fmt::format("INSERT INTO result_line(poll_id, line, question, audience, part, about, number, word) "
                  "WITH RECURSIVE l(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM l WHERE i < {}) "
                  "SELECT poll_id, i, i / 5, CASE WHEN i % 5 >= 3 THEN 'leader' ELSE 'group' END, 'count', "
                  "i % 3, 3, '' FROM poll, l",
                  lines_of_each - 1));
  // Ten matters a group, one of which waits, and what leaders did with them.
  run(groups_from +
      ", p(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM p WHERE k < 9) INSERT INTO matter(matter_id, team_id, "
      "title, body, state, owner, look_again, passes_on, passed_on, raised, changed, kind) SELECT 'm' || n "
      "|| "
      "'-' || k, 'g' || n, 'Vi mangler vikarer', '', CASE WHEN k = 0 THEN 'lifted' ELSE 'done' END, '', '', "
      "'', 0, strftime('%Y-%m-%dT12:00:00Z', '2026-11-10', '-' || (30 * k) || ' days'), '', 'matter' FROM g, "
      "p");
  run("INSERT INTO matter_entry(matter_id, number, what, leader, words, look_again, asked, at) SELECT "
      "matter_id, 1, 'lifted', '', '', '', '', raised FROM matter");
  run("INSERT INTO outbox(message_key, position, workspace, destination_kind, destination, body, "
      "respect_quiet, edit, state, due, attempts, ref) "
      "SELECT 'result:' || poll_id, row_number() OVER (), 'chat', 'channel', 'c', '', 1, 0, 'sent', closes, "
      "1, 'r' FROM poll");
  // As it is when a result goes out (storage/outbox_store.cpp): what is asked is the same of all, as where
  // groups follow a programme.
  run("UPDATE poll SET asks = 'the same of all'");
  run("INSERT INTO published(told, poll_id, team_id, purpose, asks, closes, leaning, scale, lines) SELECT "
      "o.due, "
      "p.poll_id, p.team_id, p.purpose, p.asks, p.closes, p.leaning, p.scale, " STORAGE_LINES_FOR_LEADERS
      " FROM poll p JOIN " STORAGE_OF_RESULT " WHERE " STORAGE_IS_TOLD);
  run(STORAGE_SET_EARLIER);
  database.commit();
  run("ANALYZE");
}

// Eight in each group, six of whom said that they come; four sessions ahead.
void say_that_they_come(storage::Database& database) {
  database.begin();
  const auto run = [&](const std::string& sql) { database.sql() << sql; };
  run(
      fmt::format("INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
                  "coordinator, active) WITH RECURSIVE p(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM p WHERE "
                  "k < {}) SELECT 'x' || k, 'chat', 'x' || k, 'Navn', 'nb', 'nb', 0, 1 FROM p",
                  8 * groups_there - 1));
  run("INSERT INTO member(team_id, person_id, role, configured_role, since) SELECT 'g' || (substr(person_id, "
      "2) "
      "/ 8), person_id, 'participant', '', '' FROM person WHERE person_id LIKE 'x%'");
  for (const char* week : {"1", "8", "15", "22"})
    run(fmt::format(
        "INSERT INTO session(session_id, team_id, number, starts, ends, state, topic) SELECT 'n{0}-' || "
        "team_id, team_id, 51, strftime('%Y-%m-%dT12:00:00Z', '2026-11-16', '+{0} days'), "
        "strftime('%Y-%m-%dT13:30:00Z', '2026-11-16', '+{0} days'), 'planned', '' FROM team",
        week));
  run("INSERT INTO attendance(session_id, person_id, coming) SELECT s.session_id, m.person_id, 1 FROM "
      "session s "
      "JOIN member m ON m.team_id = s.team_id WHERE s.starts > '2026-11-01' AND s.starts < '2026-11-24' AND "
      "substr(m.person_id, 2) % 8 < 6");
  database.commit();
  run("ANALYZE");
}

// One for each group.
core::Directory leaders() {
  std::vector<core::Person> people;
  std::vector<core::Group> groups;
  for (int i = 0; i < groups_there; ++i) {
    core::Person& person = people.emplace_back();
    person.id = core::PersonId("p" + std::to_string(i));
    person.workspace = "chat";
    person.user = "u" + std::to_string(i);
    core::Group& group = groups.emplace_back();
    group.id = core::GroupId("g" + std::to_string(i));
    group.key = "g" + std::to_string(i);
    group.name = "Gruppe " + std::to_string(i);
    group.workspace = "chat";
    group.channel = "c" + std::to_string(i);
    group.members = {{person.id, core::Role::leader, {}}};
  }
  return {people, groups};
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

  // The 99th of a hundred waits, in milliseconds. `made`: what is handed in beside the answers, over and
  // over.
  double p99(std::span<const core::Message> made) {
    constexpr int a_second = 200, seconds = 20, share = 200;  // as the daemon hands over
    std::vector<double> waits;
    double free = 0, next = 0;
    posted_ = 0;
    for (int i = 0; i < a_second * seconds; ++i) {
      const double arrives = i * 1e3 / a_second;
      free = std::max(arrives, free) + took([&] { answer(i); });
      waits.push_back(free - arrives);
      if (!made.empty() && arrives >= next) {
        const double phase = std::fmod(i * .618, 1.) * 1e3 / a_second;  // it knows nothing of the answers
        const double took_so_long = took([&] { post(made); });
        free = std::max(arrives + phase, free) + took_so_long;
        next = arrives + phase + took_so_long * share;
      }
    }
    span_ = seconds;
    std::ranges::sort(waits);
    return waits.at(waits.size() * 99 / 100);
  }

  // One after the other, without a pause; in milliseconds of the wall.
  double p99_by_the_wall() {
    using Clock = std::chrono::steady_clock;
    constexpr int answers = 50'000;
    std::vector<double> took;
    for (int i = 0; i < answers; ++i) {
      const Clock::time_point begun = Clock::now();
      database_.begin();
      answer(i);
      database_.commit();
      took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
    }
    std::ranges::sort(took);
    return took.at(took.size() * 99 / 100);
  }

  // How many went out a second while they were handed over.
  int posted_a_second() const { return posted_ / span_; }

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
  void post(std::span<const core::Message> made) {
    constexpr int handful = 32;
    posted_ += handful;
    for (int i = 0; i < handful; ++i) {
      runtime::OutboxRow row;
      row.key = "digest:" + std::to_string(++count_);
      row.to = {"chat", core::Destination::Kind::person, "u" + std::to_string(count_)};
      row.message = made[static_cast<std::size_t>(count_) % made.size()];
      row.due = core::instant_from_text("2026-11-16T07:00:00Z");
      stores_.outbox->add(row);
    }
  }

  const core::PollId poll_{"answered"};
  storage::Database& database_;
  storage::Stores stores_;
  int count_ = 0, posted_ = 0, span_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : "/dev/shm/refleks-bench-digests.db";
  const bool fresh = !std::filesystem::exists(file);
  storage::Database owner(file);
  if (fresh) fill(owner);
  storage::Database reader(file, storage::Database::Use::reader);
  const auto store = storage::make_digest_store(reader);
  const core::Directory people = leaders();
  const core::Date monday = std::chrono::year{2026} / 11 / 16;
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const core::Instant to = core::instant_from_text("2026-11-15T23:00:00Z"), from = to - std::chrono::days{7};
  std::vector<core::GroupId> ids;
  for (const core::Group& group : people.groups()) ids.push_back(group.id);
  std::vector<core::Message> messages;
  const auto measure = [&](const char* which) {
    std::size_t results = 0;
    double begun = milliseconds();
    for (const digests::GroupWeek& week : store->weeks(ids, {from, to, from, to}))
      results += week.results.size();
    const double read = milliseconds() - begun;
    messages.clear();
    begun = milliseconds();
    for (const digests::Portion& portion : digests::portions_of(people, groups_at_once))
      for (digests::Made& made : digests::made_for(*store, people, portion, monday, zone, true))
        messages.push_back(std::move(made.message));
    const double made = milliseconds() - begun;
    fmt::print("{} groups, {} results of the week{}: {:.1f} ms read; {} digests read and made: {:.1f} ms\n",
               groups_there, results, which, read, messages.size(), made);
  };
  for (int round = 0; round < 5; ++round) measure("");
  // The dearest case: no group asks what another does, or all is of before that was kept.
  owner.sql() << "UPDATE published SET asks = ''";
  for (int round = 0; round < 3; ++round) measure(", each asking for itself");
  owner.sql() << "UPDATE published SET asks = 'the same of all'";
  say_that_they_come(owner);
  for (int round = 0; round < 3; ++round) measure(", six of eight come, next sessions planned");
  {
    Engine engine(owner);
    engine.p99(messages);  // warms up
    const double none = engine.p99({}), beside = engine.p99(messages);
    fmt::print(
        "p99 of an answer: {:.3f} ms, while digests are handed over {:.3f} ms, {:.2f} times; {} of them a "
        "second\n",
        none, beside, beside / none, engine.posted_a_second());
  }
  {
    owner.checkpoint_beside();  // as the daemon has it
    Engine engine(owner);
    engine.p99_by_the_wall();  // warms up
    const double none = engine.p99_by_the_wall();
    std::atomic<bool> over = false;
    int passes = 0;
    std::thread beside([&] {
      ::setpriority(PRIO_PROCESS, 0, 19);  // as bot/app/digest_maker.cpp does
      for (; !over; ++passes)
        for (const digests::Portion& portion : digests::portions_of(people, groups_at_once))
          digests::made_for(*store, people, portion, monday, zone, true);
    });
    const double with = engine.p99_by_the_wall();
    over = true;
    beside.join();
    fmt::print(
        "p99 of an answer by the wall: {:.3f} ms, while all are read and made over and over {:.3f} ms ({} "
        "times)\n",
        none, with, passes);
  }
  if (argc < 2) std::filesystem::remove(file);
}
