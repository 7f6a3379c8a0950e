// What a group has had before there were periods is its first.

#include <soci/soci.h>

#include <algorithm>

#include "storage/guarded.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;

TEST(RunMigration, EveryGroupGetsOneRunWithAllItsSessions) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name.ends_with("_runs.sql"); });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    soci::session& sql = before.sql();
    for (const char* team : {"t", "u"})
      sql << std::string(
                 "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
                 "programme, cadence, timeline, active) VALUES('") +
                 team + "', '" + team +
                 "', 'n', 'nb', 'Europe/Oslo', 'w', 'c', '{}', 'palliasjon', '', '{}', 0)";
    for (const char* row : {"'s1', 't', 1, '2026-02-03T12:00:00Z', '2026-02-03T13:00:00Z', 'held', '', 0",
                            "'s7', 't', 7, '2026-08-04T11:00:00Z', '2026-08-04T12:00:00Z', 'planned', '', 1"})
      sql << std::string(
                 "INSERT INTO session(session_id, team_id, number, starts, ends, state, topic, revision) "
                 "VALUES(") +
                 row + ")";
  }
  storage::Database database{path};
  auto stores = storage::open_stores(database);
  const auto run = stores.sessions->latest_run(core::GroupId("t"));
  ASSERT_TRUE(run);
  sessions::Run expected;
  expected.group = core::GroupId("t");
  expected.programme = expected.configured = "palliasjon";
  expected.from = at("2026-02-03T12:00:00Z");
  EXPECT_EQ(*run, expected);
  EXPECT_EQ(stores.sessions->latest_run(core::GroupId("u"))->number, 1);
  const auto last = stores.sessions->find(core::SessionId("s7"));
  EXPECT_EQ(last->run, 1);
  EXPECT_EQ(last->number, 7);
}

TEST(OutboxMigration, EveryRowStaysAsItWas) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name.ends_with("_outbox_states.sql"); });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  const auto rows = [](soci::session& sql) {
    std::string all;
    sql << "SELECT group_concat(json_array(message_key, position, workspace, destination_kind, destination, "
           "body, respect_quiet, edit, again, state, due, attempts, ref, hold, can_wait, week, urgent, "
           "lapses, "
           "team_id), ';') FROM (SELECT * FROM outbox ORDER BY position)",
        soci::into(all);
    return all;
  };
  std::string before_it;
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    int position = 7;
    for (const char* state : {"waiting", "sending", "sent", "unknown", "failed"}) {
      const std::string name = state;
      before.sql() << "INSERT INTO outbox(message_key, position, workspace, destination_kind, destination, "
                      "body, respect_quiet, edit, again, state, due, attempts, ref, hold, can_wait, week, "
                      "urgent, lapses, team_id) VALUES(:key, :position, 'w', 'person', 'd', '{}', 1, 0, 1, "
                      ":state, '2026-11-24T12:00:00Z', 3, 'r', 'h', 1, '2026-11-23', 1, 'l', 't')",
          soci::use(name), soci::use(position), soci::use(name);
      ++position;
    }
    before_it = rows(before.sql());
  }
  storage::Database database{path};
  EXPECT_EQ(rows(database.sql()), before_it);
  EXPECT_NE(before_it.find("failed"), std::string::npos);
  EXPECT_THROW(storage::guarded([&] { database.sql() << "UPDATE outbox SET state = 'gone'"; }),
               storage::Error);
}

TEST(PausesMigration, EveryPauseStaysAndAnotherIsPutBesideIt) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name == "0043_pauses.sql"; });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  const auto rows = [](soci::session& sql) {
    std::string all;
    sql << "SELECT group_concat(json_array(kind, subject, person_id, team_id, starts, ends), ';') FROM "
           "(SELECT * FROM pause ORDER BY kind)",
        soci::into(all);
    return all;
  };
  std::string before_it;
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    before.sql() << "INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
                    "coordinator, active) VALUES('p', 'w', 'a', 'n', 'nb', 'nb', 0, 1)";
    for (const char* row : {"'all', '', NULL", "'day', '2026-12-24', NULL", "'person', 'p', 'p'"})
      before.sql() << std::string("INSERT INTO pause(kind, subject, person_id, starts, ends) VALUES(") + row +
                          ", '2026-12-24T00:00:00Z', '2026-12-25T00:00:00Z')";
    before_it = rows(before.sql());
  }
  storage::Database database{path};
  EXPECT_EQ(rows(database.sql()), before_it);
  auto stores = storage::open_stores(database);
  const auto there = stores.pauses->of(pauses::Kind::person, "p");
  ASSERT_EQ(there.size(), 1U);
  core::Closed later = there[0];
  later.from += std::chrono::days{200};
  later.to += std::chrono::days{200};
  stores.pauses->put(pauses::Kind::person, "p", later);
  EXPECT_EQ(stores.pauses->of(pauses::Kind::person, "p"), (std::vector{there[0], later}));
}

TEST(TurnsMigration, WhoWasAskedIsInTheFirstRoundAndNobodyHasLostARole) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name == "0044_roles_and_turns.sql"; });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    before.sql() << "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
                    "programme, cadence, timeline, active) VALUES('t', 't', 'n', 'nb', 'Europe/Oslo', 'w', "
                    "'c', '{}', '', '', '{}', 1)";
    for (const char* id : {"p", "q"}) {
      before.sql() << std::string(
                          "INSERT INTO person(person_id, workspace, account, name, language, "
                          "configured_language, coordinator, active) VALUES('") +
                          id + "', 'w', '" + id + "', 'n', 'nb', 'nb', 1, 1)";
      before.sql() << std::string(
                          "INSERT INTO member(team_id, person_id, role, configured_role, since) "
                          "VALUES('t', '") +
                          id + "', 'facilitator', '', '')";
    }
    before.sql() << "INSERT INTO presenter_turn(team_id, person_id, asked, session_id) VALUES('t', 'p', "
                    "'2026-11-09T08:00:00Z', 's')";
  }
  storage::Database database{path};
  auto stores = storage::open_stores(database);
  const auto turns = stores.presenters->turns(core::GroupId("t"));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].round, 1);
  EXPECT_TRUE(stores.groups->take_lost_roles().empty());
  stores.people->remove_member(core::GroupId("t"), core::PersonId("q"));
  database.sql() << "UPDATE person SET coordinator = 0 WHERE person_id = 'p'";
  const std::vector<groups::LostRole> lost{
      {core::GroupId(), core::PersonId("p"), core::Role::coordinator},
      {core::GroupId("t"), core::PersonId("q"), core::Role::facilitator}};
  EXPECT_EQ(stores.groups->take_lost_roles(), lost);
  EXPECT_TRUE(stores.groups->take_lost_roles().empty());
}

// Who came on a Friday was asked for on Monday, when its digest was out; a result of that Monday morning was
// left for the next.
TEST(KnownMigration, WhatTheLastDigestLeftForTheNextIsStillToBeTold) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name == "0045_known.sql"; });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    before.sql() << "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
                    "programme, cadence, timeline, active) VALUES('t', 't', 'n', 'nb', 'Europe/Oslo', 'w', "
                    "'c', '{}', '', '', '{}', 1)";
    for (const char* day : {"2026-11-26", "2026-11-27"}) {
      const std::string s = day;
      before.sql()
          << "INSERT INTO session(session_id, team_id, number, starts, ends, state, topic) VALUES('" + s +
                 "', 't', 1, '" + s + "T12:00:00Z', '" + s + "T13:00:00Z', 'held', '')";
      before.sql() << "INSERT INTO attendance_register(session_id, times, came, listed) VALUES('" + s +
                          "', 1, 4, 6)";
    }
    before.sql()
        << "INSERT INTO cover(session_id, team_id, answer, revision) VALUES('2026-11-26', 't', 'not', "
           "0)";
    before.sql() << "UPDATE session SET state = 'cancelled' WHERE session_id = '2026-11-27'";
    for (const char* hour : {"06", "11"}) {
      const std::string closed = std::string("2026-11-30T") + hour + ":00:00Z";
      before.sql() << "INSERT INTO minutes(minutes_id, team_id, body, at, released) VALUES('" + closed +
                          "', 't', 'b', '" + closed + "', '" + closed + "')";
      before.sql() << "INSERT INTO poll(poll_id, team_id, session_id, named, title, opens, closes, state, "
                      "roster, boot, purpose) VALUES('" +
                          closed + "', 't', '2026-11-27', 0, '[]', '2026-11-27T13:00:00Z', '" + closed +
                          "', 'closed', 6, '', 'checkout')";
      before.sql() << "INSERT INTO published(told, poll_id, team_id, purpose, asks, closes, leaning, scale, "
                      "lines) VALUES('" +
                          closed + "', '" + closed + "', 't', 'checkout', '', '" + closed + "', '', '', '')";
    }
  }
  storage::Database database{path};
  const auto known = [&](const std::string& session) {
    std::string at;
    database.sql() << "SELECT known FROM attendance_register WHERE session_id = :session", soci::into(at),
        soci::use(session);
    return at;
  };
  EXPECT_EQ(known("2026-11-26"), "2026-11-26T13:00:00Z");
  EXPECT_EQ(known("2026-11-27"), "2026-11-30T11:00:00Z");
  std::string off, covered;
  database.sql() << "SELECT group_concat(called_off, ' ') FROM (SELECT called_off FROM session ORDER BY "
                    "session_id)",
      soci::into(off);
  database.sql() << "SELECT known FROM cover", soci::into(covered);
  EXPECT_EQ(off, " 2026-11-27T13:00:00Z");
  EXPECT_EQ(covered, "2026-11-26T12:00:00Z");
  std::string told;
  database.sql() << "SELECT group_concat(told, ' ') FROM (SELECT told FROM published ORDER BY told)",
      soci::into(told);
  EXPECT_EQ(told, "2026-11-30T08:00:00Z 2026-11-30T11:00:00Z");
  database.sql()
      << "SELECT group_concat(released, ' ') FROM (SELECT released FROM minutes ORDER BY released)",
      soci::into(told);
  EXPECT_EQ(told, "2026-11-30T08:00:00Z 2026-11-30T11:00:00Z");
}

TEST(RolesMigration, WhoCameBeforeThereWasAWelcomeGetsNone) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name.ends_with("_who_leads.sql"); });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    before.sql() << "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
                    "programme, cadence, timeline, active) VALUES('t', 't', 'n', 'nb', 'Europe/Oslo', 'w', "
                    "'c', '{}', '', '', '{}', 1)";
    before.sql() << "INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
                    "coordinator, active) VALUES('p', 'w', 'a', 'n', 'nb', 'nb', 0, 1)";
    before.sql() << "INSERT INTO member(team_id, person_id, role, configured_role, since) "
                    "VALUES('t', 'p', 'participant', '', '2026-11-20')";
  }
  storage::Database database{path};
  const core::Date earlier{std::chrono::year{2026} / 10 / 1};
  EXPECT_TRUE(storage::open_stores(database).groups->newcomers_untold(earlier).empty());
}

TEST(RolesMigration, OfGroupsFromBeforeNobodyIsToldAnyMore) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto migrations = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      migrations, [](const storage::Migration& one) { return one.name.ends_with("_role_told.sql"); });
  ASSERT_NE(ours, migrations.end());
  migrations.erase(ours, migrations.end());
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, migrations);
    for (const char* id : {"t", "u"})
      before.sql()
          << std::string(
                 "INSERT INTO team(team_id, config_key, name, language, zone, workspace, channel, quiet, "
                 "programme, cadence, timeline, active, roles_told) VALUES('") +
                 id + "', '" + id + "', 'n', 'nb', 'Europe/Oslo', 'w', 'c', '{}', '', '', '{}', 1, " +
                 (id[0] == 't' ? "1)" : "0)");
    before.sql() << "INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
                    "coordinator, active) VALUES('p', 'w', 'a', 'n', 'nb', 'nb', 0, 1)";
    for (const char* id : {"t", "u"})
      before.sql() << std::string(
                          "INSERT INTO member(team_id, person_id, role, configured_role, since) "
                          "VALUES('") +
                          id + "', 'p', 'leader', 'leader', '')";
  }
  storage::Database database{path};
  // Killed between the group's coming and its telling.
  EXPECT_EQ(storage::open_stores(database).groups->roles_untold(),
            (std::vector{groups::Untold{core::GroupId("u"), core::PersonId("p")}}));
}

}  // namespace
