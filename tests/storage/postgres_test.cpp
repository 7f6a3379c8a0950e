// What is PostgreSQL's alone: scripts/postgres starts one for these.

#include <gmock/gmock.h>
#include <signal.h>
#include <soci/soci.h>

#include <algorithm>

#include "bot/runtime/store.hpp"
#include "storage/postgres/hosts.hpp"
#include "storage/postgres/maintenance.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/tables.hpp"
#include "storage/statement.hpp"
#include "storage/transfer.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using storage::Database;
using storage::Error;
using storage::Use;

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(SchemaForPostgres, SaysATableInItsWords) {
  EXPECT_EQ(
      storage::postgres::translated(
          "-- TEXT; of the day\nCREATE TABLE a(x TEXT NOT NULL, n INTEGER CHECK(x <> 'TEXT; INTEGER')) "
          "STRICT, WITHOUT ROWID;\nALTER TABLE a ADD COLUMN y TEXT;\nUPDATE a SET n = CAST(x AS INTEGER);"),
      "\nCREATE TABLE a(x TEXT COLLATE \"C\" NOT NULL, n BIGINT CHECK(x <> 'TEXT; INTEGER'));\n"
      "\nALTER TABLE a ADD COLUMN y TEXT COLLATE \"C\";\n\nUPDATE a SET n = CAST(x AS BIGINT);\n");
}

TEST(SchemaForPostgres, SaysATriggerAsAFunction) {
  const std::string said = storage::postgres::translated(
      "CREATE TRIGGER stays BEFORE UPDATE OF a, b ON t\nWHEN OLD.a <> 'x;'\nBEGIN SELECT RAISE(ABORT, 'it "
      "stays'); END;\nDROP TRIGGER other;");
  EXPECT_NE(said.find("IF OLD.a <> 'x;' THEN RAISE EXCEPTION USING MESSAGE = 'it stays', ERRCODE = 'RF001'"),
            std::string::npos)
      << said;
  EXPECT_NE(
      said.find("CREATE TRIGGER stays BEFORE UPDATE OF a, b ON t FOR EACH ROW EXECUTE FUNCTION stays();"),
      std::string::npos)
      << said;
  EXPECT_NE(said.find("DROP FUNCTION other() CASCADE;"), std::string::npos) << said;
}

TEST(SchemaForPostgres, RefusesATriggerItCannotSay) {
  EXPECT_THROW(storage::postgres::translated("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;"),
               Error);
}

std::string order_of(const storage::postgres::Hosts& hosts) {
  std::string all;
  for (const auto& [name, port, address] : hosts.all()) all += name + ":" + port + "/" + address + " ";
  return all;
}

TEST(HostsOfADatabase, AreAskedInTheOrderOfWhatIsKnownOfThem) {
  storage::postgres::Hosts hosts("a,b,c", "5432");
  EXPECT_TRUE(hosts.several());
  hosts.answered({"b", "5432", "10.0.0.1"});
  EXPECT_EQ(order_of(hosts), "b:5432/ a:5432/ c:5432/ ");
  hosts.fell_silent({"b", "5432", ""});
  EXPECT_EQ(order_of(hosts), "a:5432/ c:5432/ b:5432/ ");
  hosts.answered({"another", "5432", ""});
  EXPECT_EQ(order_of(hosts), "a:5432/ c:5432/ b:5432/ ");
}

TEST(HostsOfADatabase, AreToldApartByTheirPortsAndAddresses) {
  storage::postgres::Hosts hosts("a,a", "1,2");
  hosts.answered({"a", "2", ""});
  EXPECT_EQ(order_of(hosts), "a:2/ a:1/ ");
  storage::postgres::Hosts usual("a,b", "");
  usual.answered({"b", "5432", ""});
  EXPECT_EQ(order_of(usual), "b:/ a:/ ");
  storage::postgres::Hosts addresses("", "5432", "10.0.0.1,10.0.0.2");
  addresses.answered({"10.0.0.2", "5432", "10.0.0.2"});
  EXPECT_EQ(order_of(addresses), "10.0.0.2:5432/10.0.0.2 10.0.0.1:5432/10.0.0.1 ");
  EXPECT_FALSE(storage::postgres::Hosts("", "").several());
  storage::postgres::Hosts named("a,b", "");
  named.answered({"a", "5432", "10.0.0.2"});
  EXPECT_LT(named.rank({"a", "", "10.0.0.2"}), named.rank({"a", "", "10.0.0.1"})) << "it has answered";
  EXPECT_LT(named.rank({"a", "", "10.0.0.1"}), named.rank({"b", "", "10.0.0.2"}));
  named.fell_silent({"a", "5432", "10.0.0.2"});
  EXPECT_LT(named.rank({"b", "", "10.0.0.2"}), named.rank({"a", "", "10.0.0.2"}));
}

TEST(PlaceOfADatabase, IsTellableWithoutItsPassword) {
  EXPECT_TRUE(storage::postgres::is_place("postgresql://u:secret@db.example/refleks"));
  EXPECT_TRUE(storage::postgres::is_place("service=refleks"));
  EXPECT_FALSE(storage::postgres::is_place("/var/lib/refleks/refleks.db"));
  EXPECT_EQ(storage::postgres::shown("postgresql://u:secret@db.example:5433/refleks"),
            "postgresql://db.example:5433/refleks");
  EXPECT_EQ(refusal([] { storage::postgres::shown("postgresql://u:secret@[x/refleks"); }).find("secret"),
            std::string::npos);
}

// The parameter keeps the suite away where there is no server.
struct PostgresServer : support::Stored {
  long long number(const std::string& query) {
    storage::Statement<storage::In<>, storage::Out<long long>> statement(database, query);
    return std::get<0>(statement.one().value());
  }
  static int number_at(storage::postgres::Connection& connection, const std::string& query) {
    storage::Statement<storage::In<>, storage::Out<int>> statement(connection, query);
    return std::get<0>(statement.one().value());
  }
  void break_transaction() {
    EXPECT_THROW(stores.sessions->set_attendance(core::SessionId("no"), anne.id, true), Error);
  }
  int seen_rows() { return static_cast<int>(number("SELECT count(*) FROM seen")); }
  const core::Date day{std::chrono::year{2026} / 11 / 24};
};
std::vector<const char*> servers() {
  return support::server() ? std::vector<const char*>{"postgres"} : std::vector<const char*>{};
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresServer);
INSTANTIATE_TEST_SUITE_P(Databases, PostgresServer, ::testing::ValuesIn(servers()),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(PostgresServer, ACommitOfWhatHasFailedIsNoCommit) {
  database.begin();
  stores.seen->first_time("w", "one", day);
  break_transaction();
  EXPECT_THROW(database.commit(), Error);
  EXPECT_EQ(seen_rows(), 0);
  database.begin();  // and the connection goes on
  stores.seen->first_time("w", "two", day);
  database.commit();
  EXPECT_EQ(seen_rows(), 1);
}

TEST_P(PostgresServer, ACommitWithAWarningIsNoCommit) {
  // As when a standby has not confirmed: the server says yes, and warns.
  schema->spoil();
  database.connection().sql() << "CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
                                 "WARNING 'not replicated'; RETURN NULL; END $$";
  database.connection().sql() << "CREATE CONSTRAINT TRIGGER warns AFTER INSERT ON seen DEFERRABLE INITIALLY "
                                 "DEFERRED FOR EACH ROW EXECUTE FUNCTION warn()";
  database.begin();
  stores.seen->first_time("w", "one", day);
  EXPECT_THROW(database.commit(), Error);
}

TEST_P(PostgresServer, AReleaseOfWhatHasFailedIsNoRelease) {
  database.begin();
  database.savepoint();
  stores.seen->first_time("w", "one", day);
  break_transaction();
  EXPECT_THROW(database.release(), Error);
  database.rollback_to_savepoint();
  database.commit();
  EXPECT_EQ(seen_rows(), 0);
}

TEST_P(PostgresServer, StatementsThatFailLeaveNothingOnTheServerAndGoOn) {
  database.begin();
  const auto prepared = [&] { return number("SELECT count(*) FROM pg_prepared_statements"); };
  database.savepoint();
  break_transaction();
  database.rollback_to_savepoint();
  const long long before = prepared();
  for (int i = 0; i < 20; ++i) {
    database.savepoint();
    break_transaction();
    database.rollback_to_savepoint();
  }
  EXPECT_LE(prepared(), before + 1);  // the counting statement itself
  database.commit();
}

TEST_P(PostgresServer, TextsOfAnyBytesAreKeptAsText) {
  EXPECT_TRUE(stores.seen->first_time("w", std::string("a\0b", 3), day));
  EXPECT_TRUE(stores.seen->first_time("w", "x\xff\xfe", day));
  EXPECT_TRUE(stores.seen->first_time("w", "y\xed\xa0\x80", day));  // half a pair of UTF-16
  EXPECT_FALSE(stores.seen->first_time("w", "x\xff\xfe", day)) << "found again by the same bytes";
  EXPECT_EQ(seen_rows(), 3);
  EXPECT_EQ(number("SELECT count(*) FROM seen WHERE delivery = 'a\uFFFDb'"), 1);
}

TEST_P(PostgresServer, NoErrorQuotesWhatWasToBeStored) {
  for (const char* row :
       {"INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
        "coordinator, active) VALUES('CANARY', 'w', 'a', 'CANARY', 'CANARY', 'nb', 0, 1)",
        "INSERT INTO seen(workspace, delivery, day) VALUES('CANARY', NULL, 'x')",
        "INSERT INTO meta(name, value) VALUES(CAST('CANARY' AS BIGINT), 'x')"}) {
    const std::string words = refusal([&] { storage::guarded([&] { database.sql() << row; }); });
    EXPECT_NE(words, "");
    EXPECT_EQ(words.find("CANARY"), std::string::npos) << words;
  }
}

TEST_P(PostgresServer, ASchemaHasOneOwnerAndReadersThatCannotWrite) {
  EXPECT_NE(refusal([&] { Database second(path); }).find("in use by another running refleks"),
            std::string::npos);
  Database reader(path, Use::reader);
  EXPECT_EQ(storage::open_stores(reader).people->load().people().size(), 3u);
  EXPECT_THROW(storage::make_seen_store(reader)->first_time("w", "one", day), Error);
}

TEST_P(PostgresServer, WritesAnewWhatNobodyReadsAndSaysWhatIsLeft) {
  const auto file_of = [&](const std::string& table) {
    return number("SELECT relfilenode::bigint FROM pg_class WHERE oid = '" + table + "'::regclass");
  };
  storage::postgres::Connection reader(path, Use::reader);
  reader.execute("BEGIN");
  reader.execute("SELECT count(*) FROM job");
  const long long job = file_of("job"), team = file_of("team");
  EXPECT_EQ(refusal([&] { database.compact(); }), "database: somebody else holds job");
  EXPECT_EQ(file_of("job"), job);
  EXPECT_NE(file_of("team"), team) << "it comes behind the one that is held";
  reader.execute("COMMIT");
  EXPECT_NO_THROW(database.compact());
  EXPECT_NE(file_of("job"), job);
}

TEST_P(PostgresServer, SaysWhatItMayNotWriteAnew) {
  // To a user who does not own a table the server says yes to VACUUM, and passes it over.
  const std::string user = "guest_" + std::to_string(::getpid());
  auto& admin = schema->admin();
  admin.execute("CREATE ROLE " + user + "; GRANT ALL ON SCHEMA " + schema->name() + " TO " + user +
                "; GRANT ALL ON ALL TABLES IN SCHEMA " + schema->name() + " TO " + user);
  ideas::Idea idea;
  idea.id = core::IdeaId("1");
  idea.group = stores.people->load().groups().front().id;
  database.begin();
  stores.ideas->add({idea});
  stores.ideas->set_body(idea.id, "");
  database.commit();
  {
    Database guest(path + "%20-crole%3D" + user, Use::reader);
    EXPECT_THROW(guest.compact(), runtime::NotOurs);
    EXPECT_NO_THROW(storage::make_idea_store(guest)->scrub()) << "to try again helps nobody";
  }
  EXPECT_TRUE(stores.ideas->unscrubbed());
  stores.ideas->scrub();
  EXPECT_FALSE(stores.ideas->unscrubbed());
  {
    storage::postgres::Connection connection(path + "%20-crole%3D" + user, Use::reader);
    EXPECT_THAT(refusal([&] { storage::postgres::Maintenance(connection).compact(); }),
                testing::StartsWith("database: this user does not own adviser, "));
    EXPECT_THAT(connection.advice(), testing::Contains(testing::HasSubstr("belong to another user")));
  }
  EXPECT_THAT(storage::postgres::Connection(path, Use::reader).advice(),
              testing::Not(testing::Contains(testing::HasSubstr("belong to another user"))));
  admin.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
}

TEST_P(PostgresServer, WhatIsSetForAllOfAUsersSessionsBreaksNoPromise) {
  // As by ALTER ROLE ... SET, which counts before anything is said.
  std::string options;
  for (const char* set :
       {"idle_session_timeout%3D1s", "statement_timeout%3D1s", "client_min_messages%3Derror",
        "synchronous_commit%3Dlocal", "default_transaction_isolation%3Dserializable"})
    options += std::string("%20-c") + set;
  storage::postgres::Connection connection(path + options, Use::reader);
  EXPECT_EQ(connection.setting("idle_session_timeout"), "0");
  EXPECT_EQ(connection.setting("statement_timeout"), "0");
  EXPECT_EQ(connection.setting("synchronous_commit"), "on");
  EXPECT_EQ(connection.setting("default_transaction_isolation"), "read committed");
  connection.execute("DO $$ BEGIN RAISE WARNING 'not replicated'; END $$");
  EXPECT_TRUE(connection.has_warned());
}

TEST_P(PostgresServer, AnotherOnesTablesAreNotReachedThroughAnEmptySchema) {
  support::ServerSchema other;
  other.spoil();
  schema->admin().execute("DROP SCHEMA " + other.name() + " CASCADE; CREATE SCHEMA " + other.name());
  const std::string both = support::ServerSchema::place_of(other.name() + "," + schema->name());
  for (const Use use : {Use::owner, Use::reader})
    EXPECT_THAT(refusal([&] { storage::postgres::Connection(both, use); }),
                testing::HasSubstr("let search_path name one schema"));
  // Behind its own tables there may be what there will.
  Database reader(support::ServerSchema::place_of(schema->name() + "," + other.name()), Use::reader);
  EXPECT_EQ(storage::open_stores(reader).people->load().people().size(), 3u);
}

TEST_P(PostgresServer, ALostConnectionIsALostLockAndWritesNothing) {
  database.begin();
  stores.seen->first_time("w", "one", day);
  schema->admin().execute(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = '" +
      schema->name() + "'::regnamespace::oid");
  EXPECT_THROW(stores.seen->first_time("w", "two", day), Error);
  EXPECT_THROW(database.commit(), Error);
  EXPECT_NO_THROW(database.rollback());
  EXPECT_THROW(database.begin(), Error) << "it never connects anew";
  std::optional<Database> next;
  for (int tries = 0; !next && tries < 1000; ++tries) refusal([&] { next.emplace(path); });
  ASSERT_TRUE(next);
  EXPECT_EQ(storage::open_stores(*next).people->load().people().size(), 3u);
  EXPECT_TRUE(storage::make_seen_store(*next)->first_time("w", "one", day)) << "nothing was kept";
}

TEST_P(PostgresServer, AnOwnerWhoseEpochIsPastWritesNothingMore) {
  EXPECT_NO_THROW(database.heartbeat());
  database.begin();
  stores.seen->first_time("w", "one", day);
  database.commit();
  schema->admin().execute("UPDATE " + schema->name() +
                          ".lease SET epoch = epoch + 1");  // as the next one does
  EXPECT_NE(refusal([&] { database.heartbeat(); }).find("another process has taken it over"),
            std::string::npos);
  EXPECT_NE(refusal([&] { database.begin(); }).find("another process has taken it over"), std::string::npos);
  EXPECT_EQ(seen_rows(), 1);
  EXPECT_NO_THROW(database.rollback()) << "and nothing is left open";
}

TEST_P(PostgresServer, TheNextOwnerWaitsForWhatIsUnderWay) {
  database.begin();
  schema->admin().execute("SET lock_timeout = 50");
  EXPECT_THROW(schema->admin().execute("UPDATE " + schema->name() + ".lease SET epoch = epoch + 1"),
               runtime::DatabaseHeld);
  schema->admin().execute("SET lock_timeout = 2000");
  database.commit();
}

TEST_P(PostgresServer, EachOwnerHasAnEpochOfItsOwn) {
  const auto epoch = [&](Database& of) {
    storage::Statement<storage::In<>, storage::Out<long long>> asked(of, "SELECT epoch FROM lease");
    return std::get<0>(asked.one().value());
  };
  support::ServerSchema other;
  long long first = 0;
  {
    Database one(other.place());
    first = epoch(one);
  }
  Database two(other.place());
  EXPECT_EQ(epoch(two), first + 1);
}

TEST_P(PostgresServer, WhoWaitsSeesWhetherThereIsAnOwnerAndKeepsNothingOpen) {
  support::ServerSchema other;
  storage::CallWatch watch;
  storage::postgres::Connection waiting(other.place(), Use::reader, &watch);
  EXPECT_TRUE(waiting.is_free(std::chrono::seconds{5}));
  {
    Database owner(other.place());  // that it was asked stands in nobody's way
    EXPECT_FALSE(waiting.is_free(std::chrono::seconds{5}));
    EXPECT_EQ(number("SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> "
                     "pg_backend_pid()"),
              0)
        << "no snapshot holds back what deletes";
  }
  bool free = false;
  for (int tries = 0; !free && tries < 1000; ++tries) free = waiting.is_free(std::chrono::seconds{5});
  EXPECT_TRUE(free);
  EXPECT_EQ(watch.out(), storage::CallWatch::Clock::duration(0));
}

TEST_P(PostgresServer, OneSessionSeesTheOwnersOfAllSchemas) {
  support::ServerSchema first, second;
  for (auto* schema_of_its_own : {&first, &second}) schema_of_its_own->spoil();
  storage::postgres::Connection of_first(first.place(), Use::reader), of_second(second.place(), Use::reader);
  EXPECT_NE(of_first.lock(), of_second.lock());
  EXPECT_EQ(of_first.server(), of_second.server());
  const auto held = [&](const std::string& lock) {
    return of_first.held(std::chrono::seconds{5}).contains(lock);
  };
  EXPECT_FALSE(held(of_second.lock()));
  {
    Database owner(second.place());
    EXPECT_TRUE(held(of_second.lock()));
    EXPECT_FALSE(held(of_first.lock()));
    EXPECT_THROW(Database(second.place()), storage::postgres::Taken);
  }
  bool free = false;
  for (int tries = 0; !free && tries < 1000; ++tries) free = !held(of_second.lock());
  EXPECT_TRUE(free);
}

TEST_P(PostgresServer, WhoWaitsIsToldWhenTheServerIsFrozen) {
  storage::postgres::Connection waiting(path, Use::reader);
  EXPECT_FALSE(waiting.is_free(std::chrono::seconds{5}));
  const auto process = static_cast<pid_t>(number_at(waiting, "SELECT pg_backend_pid()"));
  ::kill(process, SIGSTOP);
  EXPECT_NE(refusal([&] { waiting.is_free(std::chrono::milliseconds{20}); }).find("does not answer"),
            std::string::npos);
  ::kill(process, SIGCONT);
}

TEST_P(PostgresServer, AWatchedOwnerIsHeldForDeadAfterThreeSilentSeconds) {
  schema->spoil();
  static storage::CallWatch watch;  // outlives the connection
  auto& connection = dynamic_cast<storage::postgres::Connection&>(database.connection());
  EXPECT_EQ(connection.setting("idle_session_timeout"), "0");
  connection.keep_watch(watch);
  EXPECT_EQ(connection.setting("idle_session_timeout"), "10s") << "it is being started";
  connection.heartbeat();
  EXPECT_EQ(connection.setting("idle_session_timeout"), "3s");
  EXPECT_EQ(connection.setting("idle_in_transaction_session_timeout"), "3s");
  // A call is out while the server works on it; one that may take its time is not told.
  connection.execute("CREATE FUNCTION looked() RETURNS void LANGUAGE sql AS ''");
  EXPECT_EQ(watch.out(), storage::CallWatch::Clock::duration(0));
}

TEST_P(PostgresServer, OfSeveralServersACopyMustConfirm) {
  const auto told = [](const std::string& place) {
    for (const std::string& each : storage::postgres::Connection(place, Use::reader).advice())
      if (each.find("synchronous_standby_names") != std::string::npos) return true;
    return false;
  };
  EXPECT_FALSE(told(path));
  const auto host = path.find("host=") + 5;
  const std::string name = path.substr(host, path.find('&', host) - host);
  EXPECT_TRUE(told(std::string(path).insert(host, name + ",")));
}

TEST_P(PostgresServer, OfAServiceEverythingCounts) {
  // What is set for the owner does not hide what the service says.
  const std::string url = support::server();
  std::ofstream(directory / "service.conf")
      << "[refleks]\nhost="
      << url.substr(url.find("host=") + 5, url.find('&', url.find("host=")) - url.find("host=") - 5)
      << "\ndbname=postgres\nuser=refleks\n"
      << "options=-csearch_path=" << schema->name() << "\n";
  ::setenv("PGSERVICEFILE", (directory / "service.conf").c_str(), 1);
  Database reader("service=refleks", Use::reader);
  ::unsetenv("PGSERVICEFILE");
  EXPECT_EQ(storage::open_stores(reader).people->load().people().size(), 3u);
  EXPECT_THROW(storage::make_seen_store(reader)->first_time("w", "one", day), Error);
}

TEST_P(PostgresServer, SpeaksOfNoTextInItsStatistics) {
  stores.people->set_language(anne.id, core::Language::en);
  schema->admin().execute("ANALYZE");
  EXPECT_EQ(
      number("SELECT count(*) FROM pg_stats s JOIN pg_attribute a ON a.attname = s.attname AND a.attrelid = "
             "(quote_ident(s.schemaname) || '.' || quote_ident(s.tablename))::regclass WHERE s.schemaname = "
             "current_schema() AND a.atttypid = 'text'::regtype"),
      0);
}

TEST_P(PostgresServer, ChangesNothingOfANewerOnes) {
  support::ServerSchema other;
  other.spoil();
  Database(other.place()).connection().set_schema_version(99);
  schema->admin().execute("CREATE OR REPLACE FUNCTION " + other.name() +
                          ".json_quote(text) RETURNS text LANGUAGE sql AS $$SELECT 'theirs'$$");
  EXPECT_THAT(refusal([&] { Database old(other.place()); }), testing::HasSubstr("newer refleks"));
  EXPECT_EQ(number("SELECT count(*) FROM pg_proc WHERE oid = '" + other.name() +
                   ".json_quote(text)'::regprocedure AND prosrc LIKE '%theirs%'"),
            1);
}

TEST_P(PostgresServer, RefusesASchemaOfAnotherProgramOrANewerOne) {
  support::ServerSchema other;
  other.spoil();
  schema->spoil();
  other.admin().execute("CREATE TABLE " + other.name() + ".theirs(x int)");
  EXPECT_NE(refusal([&] { Database theirs(other.place()); }).find("another program"), std::string::npos);
  database.connection().set_schema_version(99);
  EXPECT_NE(refusal([&] { Database reader(path, Use::reader); }).find("newer refleks"), std::string::npos);
}

// Rows of all kinds, so that every rule and reference stands in the way of a copy that does not heed it.
struct Transfer : PostgresServer {
  Transfer() {
    core::Poll poll = support::poll("p", true);
    poll.questions.resize(12, poll.questions.front());  // 10 comes before 2 only where numbers are texts
    stores.polls->add(poll);
    stores.polls->set_open(poll.id, 3, "boot");
    stores.polls->put_named(poll.id, anne.id, support::ballot(0, "Fordi"));
    core::Result result;
    result.texts.emplace_back(1, "tekst");
    stores.polls->save_result(poll.id, result);
    stores.polls->set_state(poll.id, core::Poll::State::closed);
    stores.seen->first_time("w", "one", day);
  }
  static std::vector<std::string> rows_of(storage::Connection& connection, const storage::Table& table) {
    std::string columns;
    for (const std::string& column : table.columns)
      columns += (columns.empty() ? "" : " || '|' || ") + ("coalesce(CAST(" + column + " AS TEXT), '-')");
    storage::Statement<storage::In<>, storage::Out<std::string>> all(
        connection, "SELECT " + columns + " FROM " + table.name);
    std::vector<std::string> rows;
    for (auto& [row] : all.all())
      if (!row.starts_with("transfer.moved")) rows.push_back(std::move(row));  // says so of itself alone
    std::ranges::sort(rows);
    return rows;
  }
  void expect_same(storage::Connection& one, storage::Connection& other) {
    for (const storage::Table& table : storage::sqlite::tables_of(one, other))
      EXPECT_EQ(rows_of(one, table), rows_of(other, table)) << table.name;
  }
  storage::Opened file = storage::sqlite::open(directory / "copy.db", Use::owner);
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Transfer);
INSTANTIATE_TEST_SUITE_P(Databases, Transfer, ::testing::ValuesIn(servers()),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(Transfer, GoesToAFileAndBackAndTheRulesStand) {
  storage::transfer(database.connection(), *file.connection);
  expect_same(database.connection(), *file.connection);
  EXPECT_THROW(storage::guarded([&] { file.connection->sql() << "UPDATE result_text SET body = 'x'"; }),
               Error);
  support::ServerSchema second;
  {
    const storage::Opened back = storage::postgres::open(second.place(), Use::owner);
    storage::transfer(*file.connection, *back.connection);
    expect_same(*file.connection, *back.connection);
    EXPECT_THROW(storage::guarded([&] { back.connection->sql() << "UPDATE result_text SET body = 'x'"; }),
                 Error);
  }
  EXPECT_EQ(storage::open_stores(*std::make_unique<Database>(second.place())).people->load().people().size(),
            3u);
}

TEST_P(Transfer, ATargetThatHoldsSomethingIsLeftAsItIs) {
  file.connection->sql() << "INSERT INTO seen(workspace, delivery, day) VALUES('w', 'theirs', 'x')";
  EXPECT_NE(refusal([&] { storage::transfer(database.connection(), *file.connection); }).find("seen"),
            std::string::npos);
  EXPECT_FALSE(storage::is_half_transferred(*file.connection));
}

TEST_P(Transfer, CutShortItGoesOnAndNobodyServesTheHalf) {
  // Rows that the target refuses: the copy stops there, as if it had been killed.
  file.connection->script("test", "CREATE UNIQUE INDEX stop ON member(team_id)");
  EXPECT_THROW(storage::transfer(database.connection(), *file.connection), Error);
  file.connection->script("test", "DROP INDEX stop");
  EXPECT_TRUE(storage::is_half_transferred(*file.connection));
  file = {};
  EXPECT_NE(refusal([&] { Database half(directory / "copy.db"); }).find("cut short"), std::string::npos);
  file = storage::sqlite::open(directory / "copy.db", Use::owner);
  const auto again = storage::transfer(database.connection(), *file.connection);
  expect_same(database.connection(), *file.connection);
  EXPECT_TRUE(std::ranges::any_of(again, [](const auto& table) { return table.was_there; }));
  EXPECT_FALSE(storage::is_half_transferred(*file.connection));
}

TEST_P(Transfer, WhatIsLeftSaysSoAndNobodyServesItAnyMore) {
  const storage::Moved to_file{"2026-11-30T17:05:00Z", "/srv/copy.db"},
      back{"2026-12-01T08:00:00Z", "service=two"};
  storage::transfer(database.connection(), *file.connection, to_file);
  for (const Use use : {Use::owner, Use::reader})
    EXPECT_THAT(
        refusal([&] { Database left(path, use, storage::Look::first); }),
        testing::AnyOf(testing::HasSubstr("in use"),
                       testing::AllOf(testing::HasSubstr("was moved to /srv/copy.db at 2026-11-30T17:05:00Z"),
                                      testing::HasSubstr("take storage.url out"))));
  EXPECT_FALSE(storage::moved(*file.connection));  // it does not go along
  // Killed before the last step: nobody serves either, and once more ends it.
  storage::guarded(
      [&] { file.connection->sql() << "INSERT INTO meta(name, value) VALUES('transfer.unfinished', '1')"; });
  storage::transfer(database.connection(), *file.connection, to_file);
  EXPECT_FALSE(storage::is_half_transferred(*file.connection));

  support::ServerSchema second;
  {
    const storage::Opened there = storage::postgres::open(second.place(), Use::owner);
    storage::transfer(*file.connection, *there.connection, back);
  }
  file = {};
  for (const Use use : {Use::owner, Use::reader})
    EXPECT_THAT(refusal([&] { Database left(directory / "copy.db", use); }),
                testing::AllOf(testing::HasSubstr(directory / "copy.db"),
                               testing::HasSubstr("was moved to service=two at"),
                               testing::HasSubstr("refleks restore " + (directory / "copy.db").string())));
  EXPECT_EQ(storage::open_stores(*std::make_unique<Database>(second.place())).people->load().people().size(),
            3u);
}

TEST_P(Transfer, ACopyOfAServedDatabaseIsAFileWithoutWaitingIdeas) {
  ideas::Idea idea{core::IdeaId("1"), group_a, "WAITING-7f3a", ideas::Idea::State::held};
  idea.receipt = std::string(64, 'a');
  stores.ideas->add({idea});
  Database(path, Use::reader).backup_to(directory / "backup.db");
  EXPECT_FALSE(support::holds(directory.path(), "WAITING-7f3a"));
  Database copy(directory / "backup.db");
  EXPECT_EQ(storage::open_stores(copy).people->load().people().size(), 3u);
}

}  // namespace
