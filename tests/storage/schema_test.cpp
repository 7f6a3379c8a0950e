// What the schema promises, read from the schema itself.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <regex>
#include <set>
#include <tuple>

#include "storage/guarded.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using Names = std::vector<std::string>;

Names texts(soci::session& sql, const std::string& query) {
  Names found;
  std::string value;
  soci::statement statement = (sql.prepare << query, soci::into(value));
  for (bool more = statement.execute(true); more; more = statement.fetch()) found.push_back(value);
  return found;
}

// Every object with its statement, without comments and layout.
std::set<std::string> objects(soci::session& sql) {
  std::set<std::string> found;
  for (const auto& text :
       texts(sql, "SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL")) {
    const std::string bare = std::regex_replace(text, std::regex("--[^\n]*"), "");
    found.insert(std::regex_replace(bare, std::regex("\\s+"), " "));
  }
  return found;
}

struct Schema : ::testing::Test {
  storage::Database database{":memory:"};
  soci::session& sql = database.sql();
  Names tables() { return texts(sql, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"); }
  Names columns(const std::string& table) {
    return texts(sql, "SELECT name FROM pragma_table_info('" + table + "')");
  }
  bool refused(const std::string& statement) {
    try {
      storage::guarded([&] { sql << statement; });
      return false;
    } catch (const storage::Error&) {
      return true;
    }
  }
};

// A new database is made of the one file, and an old one comes to the same by the migrations.
TEST_F(Schema, IsTheSumOfTheMigrations) {
  storage::sqlite::Connection grown(":memory:", storage::Use::owner);
  const auto migrations = storage::embedded_migrations();
  storage::migrate(grown, ":memory:", migrations);
  EXPECT_EQ(objects(grown.sql()), objects(sql));
  for (const std::string& table : tables())
    EXPECT_EQ(texts(grown.sql(), "SELECT count(*) FROM " + table),
              texts(sql, "SELECT count(*) FROM " + table))
        << table;
  EXPECT_EQ(texts(sql, "PRAGMA user_version"), Names{std::to_string(migrations.size())});
  EXPECT_FALSE(storage::make_new(grown, migrations));
}

TEST_F(Schema, NoTableButNamedAnswersHoldsAPollAndAPerson) {
  Names both;
  for (const auto& table : tables()) {
    const auto names = columns(table);
    const std::set<std::string> set(names.begin(), names.end());
    if (set.contains("poll_id") && set.contains("person_id")) both.push_back(table);
  }
  EXPECT_EQ(both, Names{"named_answer"});
}

TEST_F(Schema, NothingAnonymousKnowsATimeOrAnOrder) {
  const std::regex forbidden("(.*_at|seen|last_.*|ip|seq|created.*|updated.*|position)");
  for (const char* table : {"result_line", "result_text", "sheet_line", "sheet_text", "idea", "idea_receipt",
                            "poll", "poll_question"})
    for (const auto& column : columns(table))
      EXPECT_FALSE(std::regex_match(column, forbidden)) << table << "." << column;
  EXPECT_EQ(columns("idea"), (Names{"idea_id", "team_id", "body", "state", "month", "paper"}));
  EXPECT_EQ(columns("result_text"), (Names{"poll_id", "line", "question", "body"}));
  EXPECT_EQ(columns("sheet_text"), (Names{"poll_id", "line", "question", "body"}));
}

// But for the outbox: it is a line, and its rowid the place in it (position).
TEST_F(Schema, NoTableHasARowidOrACounter) {
  EXPECT_EQ(
      texts(
          sql,
          "SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr = 0 AND name NOT LIKE 'sqlite_%'"),
      Names{"outbox"});
  EXPECT_EQ(
      texts(sql,
            "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' OR name = 'sqlite_sequence'"),
      Names{});
}

TEST_F(Schema, TheDatabaseItselfRefusesAnAnswerOfAnAnonymousPoll) {
  auto stores = storage::open_stores(database);
  const auto anne = support::person("anne");
  stores.people->apply({anne}, {support::group("a", {anne})});
  stores.polls->add(support::poll("p1"));
  stores.polls->add(support::poll("p2", true));
  EXPECT_TRUE(refused("INSERT INTO named_answer VALUES('p1', 'person-anne', '[]')"));
  EXPECT_FALSE(refused("INSERT INTO named_answer VALUES('p2', 'person-anne', '[]')"));
  EXPECT_TRUE(refused("UPDATE named_answer SET poll_id = 'p1'"));
  EXPECT_TRUE(refused("UPDATE poll SET named = 1 WHERE poll_id = 'p1'"));
}

TEST_F(Schema, TheDatabaseItselfFreezesAnOpenPollAndItsResult) {
  auto stores = storage::open_stores(database);
  stores.people->apply({}, {support::group("a", {})});
  stores.polls->add(support::poll("p1"));
  EXPECT_FALSE(refused("UPDATE poll_question SET required = 0"));
  stores.polls->set_open(core::PollId("p1"), 0, "boot");
  EXPECT_TRUE(refused("UPDATE poll_question SET prompt = '\"x\"'"));
  EXPECT_TRUE(refused("DELETE FROM poll_question"));
  EXPECT_TRUE(refused("INSERT INTO poll_question VALUES('p1', 9, 'text', '\"x\"', '[]', 0)"));
  EXPECT_TRUE(refused("UPDATE poll SET title = '\"x\"'"));
  EXPECT_TRUE(refused("UPDATE poll SET state = 'planned'"));

  core::Result result;
  result.lines.push_back({0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 0, 0, {}});
  result.texts.emplace_back(1, "tekst");
  stores.polls->save_result(core::PollId("p1"), result);
  stores.polls->set_state(core::PollId("p1"), core::Poll::State::closed);
  EXPECT_TRUE(refused("UPDATE result_line SET word = 'most'"));
  EXPECT_TRUE(refused("UPDATE result_text SET body = 'x'"));
  EXPECT_TRUE(refused("INSERT INTO result_line VALUES('p1', 9, 0, 'group', 'half', 1, 0, '')"));
  EXPECT_TRUE(refused("INSERT INTO result_text VALUES('p1', 9, 0, 'x')"));
  EXPECT_TRUE(refused("UPDATE poll SET disclosed = 0"));
  EXPECT_TRUE(refused("UPDATE poll SET state = 'open'"));
  // Retention may still delete the whole poll.
  EXPECT_FALSE(refused("DELETE FROM poll"));
  EXPECT_EQ(texts(sql, "SELECT body FROM result_text"), Names{});
}

}  // namespace
