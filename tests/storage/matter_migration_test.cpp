// What was lifted and answered before matters had a history is its beginning.

#include <soci/soci.h>

#include <algorithm>

#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;

TEST(MatterMigration, OldAnswersBecomeHistoryAndPollsKeepWhatTheyAskedFor) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name.ends_with("_matters.sql"); });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    soci::session& sql = before.sql();
    sql << "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
           "programme, "
           "cadence, timeline, active) VALUES('t', 'k', 'n', 'nb', 'Europe/Oslo', 'w', 'c', '{}', '', '', "
           "'{}', 0)";
    for (const char* row : {"'m1', 't', 'Heisen', 'Hver helg', 'answered', 'later', 'Til våren', "
                            "'2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'",
                            "'m2', 't', 'Vikarer', '', 'answered', 'doing', 'To nye', "
                            "'2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z'",
                            "'m3', 't', 'Nøkler', '', 'answered', 'no', 'Ingen penger', "
                            "'2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'",
                            "'m4', 't', 'Lys', '', 'open', 'none', '', '2026-01-07T00:00:00Z', ''"})
      sql << std::string("INSERT INTO matter VALUES(") + row + ")";
    sql << "INSERT INTO poll(poll_id, team_id, purpose, named, title, opens, closes, state, roster, boot) "
           "VALUES('p', 't', 'checkout', 0, '[\"a\",\"a\",\"a\"]', '2026-01-01T00:00:00Z', "
           "'2026-01-02T00:00:00Z', 'planned', 0, '')";
    sql << "INSERT INTO poll_question(poll_id, number, kind, prompt, options, required) "
           "VALUES('p', 0, 'text', '[\"b\",\"b\",\"b\"]', '[]', 1)";
    sql << "UPDATE poll SET state = 'open'";
  }
  storage::Database database{path};
  auto stores = storage::open_stores(database);
  const auto all = stores.matters->of_group(core::GroupId("t"));
  using enum core::MatterState;
  const std::vector states{more_time, in_work, will_not, lifted};
  ASSERT_EQ(all.size(), states.size());
  for (std::size_t i = 0; i < states.size(); ++i) EXPECT_EQ(all[i].state, states[i]) << all[i].title;
  EXPECT_EQ(all[0].body, "Hver helg");
  EXPECT_EQ(all[0].changed, at("2026-01-02T00:00:00Z"));
  using What = matters::Entry::What;
  const std::vector<matters::Entry> history{
      {What::lifted, {}, "", {}, {}, at("2026-01-01T00:00:00Z")},
      {What::more_time, {}, "Til våren", {}, {}, at("2026-01-02T00:00:00Z")}};
  EXPECT_EQ(stores.matters->history(all[0].id), history);
  EXPECT_EQ(stores.matters->history(all[2].id).at(1).words, "Ingen penger");
  EXPECT_EQ(stores.matters->history(all[3].id).size(), 1U);
  EXPECT_EQ(stores.matters->undated().size(), 3U) << "what has not ended gets its days at the start";
  const auto poll = stores.polls->find(core::PollId("p"));
  ASSERT_TRUE(poll);
  EXPECT_EQ(poll->purpose, core::Poll::Purpose::checkout);
  EXPECT_EQ(poll->questions.size(), 1U);
}

}  // namespace
