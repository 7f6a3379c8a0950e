#include "storage/database.hpp"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "storage/clock_seen.hpp"
#include "storage/guarded.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_fixture.hpp"
#include "tests/support/threads.hpp"

using storage::Database;
using storage::Error;
using support::TempDirectory;

namespace {

std::string complaint(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

int number(Database& database, const std::string& query) {
  int value = -1;
  database.sql() << query, soci::into(value);
  return value;
}

// Whether another process, which asks the system, finds the lock of whoever has it open.
bool seen_in_use(const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int fd = ::open(path.c_str(), O_RDWR);
    struct flock shared {};
    shared.l_type = F_WRLCK;
    shared.l_whence = SEEK_SET;
    shared.l_start = 0x40000002;  // SQLite's bytes of those who read
    shared.l_len = 510;
    ::_exit(fd >= 0 && ::fcntl(fd, F_GETLK, &shared) == 0 && shared.l_type != F_UNLCK ? 0 : 1);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

TEST(TwoOwners, AreNotOfOneFileByWhateverName) {
  const TempDirectory folder;
  const std::string path = folder / "refleks.db", by_link = folder / "a.db", by_name = folder / "b.db";
  Database first(path);
  std::filesystem::create_symlink(path, by_link);
  std::filesystem::create_hard_link(path, by_name);
  for (const std::string& other : {by_link, by_name})
    EXPECT_NE(complaint([&] { Database second(other); }).find("in use by another running refleks"),
              std::string::npos)
        << other;
  EXPECT_TRUE(seen_in_use(path)) << "who was refused has let go of nothing";
  Database reader(by_link, Database::Use::reader);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM outbox"), 0);
}

TEST(BesideADatabase, WhatIsOfWrongRightsIsGivenThemOrNamed) {
  const TempDirectory folder;
  const std::string path = folder / "refleks.db";
  { const Database made(path); }
  const auto mode = [](const std::string& file) {
    struct stat about {};
    return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
  };
  // As a start with a database of 0400 leaves them.
  for (const char* beside : {"-wal", "-shm"}) {
    std::ofstream(path + beside).flush();
    ASSERT_EQ(::chmod((path + beside).c_str(), 0400), 0);
  }
  {
    const Database again(path);
    EXPECT_EQ(mode(path + "-wal"), 0600);
    EXPECT_EQ(mode(path + "-shm"), 0600);
  }
  std::filesystem::create_directory(path + "-journal");
  EXPECT_NE(complaint([&] { Database third(path); }).find("refleks.db-journal' beside it is no file"),
            std::string::npos);
}

struct Transactions : support::Stored {};
ON_EVERY_DATABASE(Transactions);

TEST_P(Transactions, OneUnitThatFailsLeavesTheOthers) {
  auto& seen = *stores.seen;
  const core::Date day{std::chrono::year{2026} / 11 / 24};
  database.begin();
  for (const char* unit : {"one", "two", "three"}) {
    database.savepoint();
    seen.first_time("w", unit, day);
    if (std::string(unit) == "two")
      database.rollback_to_savepoint();
    else
      database.release();
  }
  database.commit();
  EXPECT_FALSE(seen.first_time("w", "one", day));
  EXPECT_TRUE(seen.first_time("w", "two", day));
  EXPECT_FALSE(seen.first_time("w", "three", day));
}

TEST_P(Transactions, AFailedStatementSpoilsNeitherTheBatchNorItself) {
  database.begin();
  database.savepoint();
  EXPECT_THROW(stores.sessions->set_attendance(core::SessionId("none"), anne.id, true), Error);
  database.rollback_to_savepoint();
  database.savepoint();
  core::Session session;
  session.id = core::SessionId("s");
  session.group = group_a;
  stores.sessions->save(session);
  stores.sessions->set_attendance(session.id, anne.id, true);
  database.release();
  database.commit();
  EXPECT_EQ(stores.sessions->attendance(session.id).size(), 1u);
}

TEST_P(Transactions, ARollbackUndoesTheWholeBatchAndMayComeTwice) {
  database.begin();
  stores.people->set_language(anne.id, core::Language::en);
  database.rollback();
  database.rollback();
  EXPECT_EQ(stores.people->load().person(anne.id)->language, core::Language::nb);
}

TEST_P(Transactions, AnErrorNeverQuotesWhatWasToBeStored) {
  const std::string words = complaint([&] {
    stores.sessions->set_attendance(core::SessionId("MARKERMARKER"), core::PersonId("MARKERMARKER"), true);
  });
  EXPECT_NE(words.find("FOREIGN KEY"), std::string::npos);
  EXPECT_EQ(words.find("MARKER"), std::string::npos);
}

TEST_P(Transactions, CompactingWorksWhileStatementsAreKept) {
  stores.people->load();
  database.compact();
  EXPECT_EQ(stores.people->load().people().size(), 3u);
}

struct DatabaseFile : ::testing::Test {
  TempDirectory directory;
  const std::string path = directory / "refleks.db";
};

TEST_F(DatabaseFile, EveryConnectionHasTheSettingsThatKeepAPromise) {
  Database owner(path);
  Database reader(path, Database::Use::reader);
  for (Database* database : {&owner, &reader}) {
    EXPECT_EQ(number(*database, "PRAGMA secure_delete"), 1);
    EXPECT_EQ(number(*database, "PRAGMA synchronous"), 2);
    EXPECT_EQ(number(*database, "PRAGMA temp_store"), 2);
    EXPECT_EQ(number(*database, "PRAGMA trusted_schema"), 0);
    EXPECT_EQ(number(*database, "PRAGMA foreign_keys"), 1);
    EXPECT_EQ(number(*database, "PRAGMA journal_size_limit"), 33'554'432);
    EXPECT_EQ(number(*database, "PRAGMA auto_vacuum"), 0);
    EXPECT_EQ(number(*database, "PRAGMA page_size"), 4096);
    std::string mode;
    database->sql() << "PRAGMA journal_mode", soci::into(mode);
    EXPECT_EQ(mode, "wal");
  }
}

TEST_F(DatabaseFile, IsForItsUserAlone) {
  Database owner(path);
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) {
    struct stat status {};
    ASSERT_EQ(::stat((path + ending).c_str(), &status), 0) << ending;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << ending;
  }
}

TEST_F(DatabaseFile, ASecondDaemonIsRefusedAndTheNextOneIsNot) {
  {
    Database owner(path);
    const std::string words = complaint([&] { Database second(path); });
    EXPECT_NE(words.find(path + ".lock"), std::string::npos) << words;
    EXPECT_NE(words.find("in use"), std::string::npos) << words;
  }
  EXPECT_EQ(complaint([&] { Database next(path); }), "");
}

TEST_F(DatabaseFile, AReaderSeesWhatIsCommittedAndCannotWrite) {
  Database owner(path);
  Database reader(path, Database::Use::reader);
  auto writing = storage::open_stores(owner), reading = storage::open_stores(reader);
  owner.begin();
  writing.people->apply({support::person("anne")}, {});
  EXPECT_TRUE(reading.people->load().people().empty());
  owner.commit();
  EXPECT_EQ(reading.people->load().people().size(), 1u);
  EXPECT_THROW(reading.people->set_language(support::person("anne").id, core::Language::en), Error);
}

TEST_F(DatabaseFile, TruncatesTheLogUnlessAReaderIsInTheWay) {
  Database owner(path);
  Database reader(path, Database::Use::reader);
  auto stores = storage::open_stores(owner);
  reader.sql() << "BEGIN";
  ASSERT_EQ(number(reader, "SELECT count(*) FROM person"), 0);
  stores.people->apply({support::person("anne")}, {});
  EXPECT_FALSE(owner.truncate_log());
  EXPECT_GT(std::filesystem::file_size(path + "-wal"), 0u);
  reader.sql() << "COMMIT";
  EXPECT_TRUE(owner.truncate_log());
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
}

// The commits below would fill a log of some fifty megabytes.
TEST_F(DatabaseFile, TheLogIsMovedBesideTheCommitsAndKeepsItsSize) {
  const std::string marker = "MARKER-7f3a";
  Database owner(path);
  owner.checkpoint_beside();
  auto stores = storage::open_stores(owner);
  const auto fill = [&](int from, int count) {
    for (int i = from; i < from + count; ++i) {
      runtime::OutboxRow row;
      row.key = "k" + std::to_string(i);
      row.message = support::message(marker + std::string(480'000, 'x'));
      row.state = runtime::OutboxRow::State::sent;
      owner.begin();
      stores.outbox->add(row);
      owner.commit();
    }
  };
  fill(0, 100);
  const auto size = std::filesystem::file_size(path + "-wal");
  EXPECT_LT(size, 40u * 1024 * 1024);
  EXPECT_GT(std::filesystem::file_size(path), 16u * 1024 * 1024) << "nothing was moved";
  ASSERT_TRUE(owner.truncate_log());
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
  fill(1000, 10);
  stores.outbox->forget_bodies(support::at("2026-11-24T12:00:00Z"));
  ASSERT_TRUE(owner.truncate_log());
  EXPECT_FALSE(support::holds(directory.path(), marker));
}

// No commit comes after the one that fills the log, and none could move it.
TEST_F(DatabaseFile, TheLogIsMovedWhereNobodyCommits) {
  Database owner(path);
  owner.checkpoint_beside();
  auto stores = storage::open_stores(owner);
  runtime::OutboxRow row;
  row.key = "k";
  row.message = support::message(std::string(17'000'000, 'x'));  // more than a portion
  row.state = runtime::OutboxRow::State::sent;
  owner.begin();
  stores.outbox->add(row);
  owner.commit();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  const auto moved = [&] { return std::filesystem::file_size(path) > 16u * 1024 * 1024; };
  while (!moved() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(moved());
}

// As many as a process serves.
TEST_F(DatabaseFile, TheLogsOfAllAreMovedByOneThread) {
  const support::Threads threads;
  std::vector<std::unique_ptr<Database>> owners;
  for (int i = 0; i < 5; ++i) {
    owners.push_back(std::make_unique<Database>(path + std::to_string(i)));
    owners.back()->checkpoint_beside();
  }
  EXPECT_EQ(threads.since(), 1U);
  owners.erase(owners.begin(), owners.begin() + 3);  // those who go take nobody's thread with them
  for (auto& owner : owners) {
    auto stores = storage::open_stores(*owner);
    const auto moved = [&] { return std::filesystem::file_size(owner->path()) > 4u * 1024 * 1024; };
    for (int i = 0; i < 250 && !moved(); ++i) {
      runtime::OutboxRow row;
      row.key = "k" + std::to_string(i);
      row.message = support::message(std::string(120'000, 'x'));
      row.state = runtime::OutboxRow::State::sent;
      owner->begin();
      stores.outbox->add(row);
      owner->commit();
    }
    EXPECT_TRUE(moved());
  }
  owners.clear();
  EXPECT_TRUE(threads.go());
}

TEST_F(DatabaseFile, WhatIsDeletedLeavesNoBytes) {
  const std::string marker = "MARKER-7f3a";
  Database owner(path);
  auto stores = storage::open_stores(owner);
  for (int i = 0; i < 20; ++i) {
    runtime::OutboxRow row;
    row.key = "k" + std::to_string(i);
    row.message = support::message(marker + std::string(3000, 'x'));
    row.state = runtime::OutboxRow::State::sent;
    stores.outbox->add(row);
  }
  ASSERT_TRUE(support::holds(directory.path(), marker));
  stores.outbox->forget_bodies(support::at("2026-11-24T12:00:00Z"));
  ASSERT_TRUE(owner.truncate_log());
  EXPECT_FALSE(support::holds(directory.path(), marker));
  owner.compact();
  EXPECT_FALSE(support::holds(directory.path(), marker));
}

TEST_F(DatabaseFile, AFullDiskIsToldAsOne) {
  Database owner(path);
  owner.sql() << "PRAGMA max_page_count = 1";  // as large as it is
  constexpr auto more = "CREATE TABLE more AS SELECT zeroblob(1000000) AS bytes";
  EXPECT_THROW(storage::guarded([&] { owner.sql() << more; }), storage::NoRoom);
  EXPECT_THROW(owner.connection().script("more.sql", more), storage::NoRoom);
}

TEST_F(DatabaseFile, ABackupIsAWholeDatabaseOfItsOwn) {
  const std::string target = directory / "backup.db";
  {
    Database owner(path);
    storage::open_stores(owner).people->apply({support::person("anne")}, {});
    Database reader(path, Database::Use::reader);
    reader.backup_to(target);
    EXPECT_NE(complaint([&] { owner.backup_to(target); }), "");
  }
  struct stat status {};
  ASSERT_EQ(::stat(target.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_FALSE(std::filesystem::exists(target + ".partial"));
  Database copy(target);
  EXPECT_EQ(storage::open_stores(copy).people->load().people().size(), 1u);
}

TEST_F(DatabaseFile, RefusesAFileFromANewerProgram) {
  {
    Database owner(path);
    owner.sql() << "PRAGMA user_version=99";
  }
  const std::string words = complaint([&] { Database owner(path); });
  EXPECT_NE(words.find("newer"), std::string::npos) << words;
  EXPECT_THROW(Database{path}, storage::Newer) << "which ends with a status of its own";
  EXPECT_NE(words.find(path), std::string::npos) << words;
  EXPECT_NE(complaint([&] { Database reader(path, Database::Use::reader); }).find("newer"),
            std::string::npos);
}

TEST_F(DatabaseFile, RefusesTheDatabaseOfAnotherProgram) {
  {
    Database owner(path);
    owner.sql() << "PRAGMA user_version=0";
  }
  EXPECT_NE(complaint([&] { Database owner(path); }).find("another program"), std::string::npos);
}

TEST_F(DatabaseFile, AMigrationThatFailsLeavesTheOneBefore) {
  Database owner(path);
  const auto first = storage::embedded_migrations();
  auto more = first;
  const int next = static_cast<int>(first.size()) + 1;
  more.push_back({next, "more.sql", "CREATE TABLE extra(x TEXT) STRICT; INSERT INTO extra VALUES('y');"});
  more.push_back(
      {next + 1, "broken.sql", "CREATE TABLE half(x TEXT) STRICT; CREATE TABLE half(x TEXT) STRICT;"});
  const std::string words = complaint([&] { storage::migrate(owner.connection(), path, more); });
  EXPECT_NE(words.find("broken.sql"), std::string::npos) << words;
  EXPECT_EQ(number(owner, "PRAGMA user_version"), next);
  EXPECT_EQ(number(owner, "SELECT count(*) FROM extra"), 1);
  EXPECT_EQ(number(owner, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"), 0);
  EXPECT_THROW(storage::check_version(owner.connection(), path, first), Error);
}

TEST_F(DatabaseFile, WhatGoesWithTheLastMigrationIsDoneWithItOrNotAtAll) {
  Database owner(path);
  auto more = storage::embedded_migrations();
  const int next = static_cast<int>(more.size()) + 1;
  more.push_back({next, "more.sql", "CREATE TABLE extra(x TEXT) STRICT;"});
  more.push_back({next + 1, "last.sql", "CREATE TABLE last(x TEXT) STRICT;"});
  const auto dies = [] { throw Error("the server is gone"); };
  EXPECT_NE(complaint([&] { storage::migrate(owner.connection(), path, more, dies); }).find("gone"),
            std::string::npos);
  EXPECT_EQ(number(owner, "PRAGMA user_version"), next) << "so that the next start does it";
  int done = 0;
  storage::migrate(owner.connection(), path, more, [&] { ++done; });
  EXPECT_EQ(number(owner, "PRAGMA user_version"), next + 1);
  storage::migrate(owner.connection(), path, more, [&] { ++done; });
  EXPECT_EQ(done, 1);
}

// Results of polls that were closed before lines had columns of their own: shown as they were published.
TEST_F(DatabaseFile, KeepsOldResultsAsTheyWerePublished) {
  {
    storage::sqlite::Connection connection(path, storage::Use::owner);
    soci::session& before = connection.sql();
    auto older = storage::embedded_migrations();
    std::erase_if(older, [](const storage::Migration& each) { return each.number > 5; });
    storage::migrate(connection, path, older);
    before << "INSERT INTO team VALUES('t', 't', 'T', 'nb', 'Europe/Oslo', 'w', 'c', '', '', '', '', 1, 0)";
    before << "INSERT INTO poll(poll_id, team_id, purpose, named, title, opens, closes, state, roster, boot) "
              "VALUES('p', 't', 'command', 0, 'P', '2026-11-01T12:00:00Z', '2026-11-02T12:00:00Z', 'closed', "
              "7, 'b')";
    int line = 0;
    for (const auto& [audience, part, word] : {std::array{"group", "low", "few"},
                                               {"group", "high", "most"},
                                               {"leader", "overall", "high"},
                                               {"group", "winner:2", ""},
                                               {"group", "answered", "12"},
                                               {"group", "count:0", "7"},
                                               {"leader", "too_few", ""}}) {
      const std::string who = audience, what = part, said = word;
      before << "INSERT INTO result_line VALUES('p', :line, 0, :who, :what, :said)", soci::use(line),
          soci::use(who), soci::use(what), soci::use(said);
      ++line;
    }
    before << "INSERT INTO sheet_line VALUES('p', 0, 0, 'count:1', '3')";
    before << "UPDATE poll SET disclosed = 1";
  }
  Database owner(path);
  const auto stores = storage::open_stores(owner);
  using Line = core::ResultLine;
  using enum Line::Part;
  const auto group = Line::Audience::group, leader = Line::Audience::leader;
  EXPECT_EQ(stores.polls->result(core::PollId("p")).lines,
            (std::vector<Line>{{0, group, low, -1, 0, "few"},
                               {0, group, high, -1, 0, "most"},
                               {0, leader, overall, -1, 0, "high"},
                               {0, group, winner, 2, 0, ""},
                               {0, group, answered, -1, 12, ""},
                               {0, group, core::ResultLine::Part::count, 0, 7, ""},
                               {0, leader, too_few, -1, 0, ""}}));
  EXPECT_EQ(number(owner, "SELECT number FROM sheet_line WHERE part = 'count' AND about = 1"), 3);
  EXPECT_THROW(owner.sql() << "UPDATE result_line SET number = 8", std::exception) << "a poll has one result";
}

// A database whose pages are full of rows and indexes, closed, so that all is in the file.
void fill(const std::string& path) {
  Database owner(path);
  auto stores = storage::open_stores(owner);
  owner.begin();
  for (int i = 0; i < 300; ++i)
    stores.agenda->put(
        {"job-" + std::to_string(i), "test/job", "subject", support::at("2026-11-24T12:00:00Z")});
  owner.commit();
  owner.compact();
}

TEST_F(DatabaseFile, ThatIsDamagedIsNotServed) {
  fill(path);
  const std::string whole = support::content_of(path);
  constexpr std::size_t page = 4096;
  for (std::size_t at = page; at < whole.size(); at += 7 * page) {
    std::string damaged = whole;
    damaged.replace(at, 8, std::string(8, '\x5a'));  // what stands on the page
    std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
    const std::string words = complaint([&] { Database owner(path); });
    EXPECT_NE(words.find("'" + path + "' is damaged"), std::string::npos) << at / page << ": " << words;
    EXPECT_EQ(support::content_of(path), damaged) << "it is left as it is";
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(20'000, 'x');
  EXPECT_NE(complaint([&] { Database owner(path); }).find("damaged"), std::string::npos);
}

TEST_F(DatabaseFile, ThatIsDamagedTakesNothingWhereItIsLookedThroughBeside) {
  fill(path);
  const std::string whole = support::content_of(path);
  constexpr std::size_t page = 4096;
  int at_the_commit = 0;
  for (std::size_t at = page; at < whole.size(); at += 7 * page) {
    std::string damaged = whole;
    damaged.replace(at, 8, std::string(8, '\x5a'));
    std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
    bool written = false;
    const std::string words = complaint([&] {
      try {
        Database owner(path, Database::Use::owner, storage::Look::beside);
        owner.begin();
        owner.sql() << "INSERT INTO meta(name, value) VALUES('one', 'more')";
        written = true;
        owner.commit();
      } catch (const std::exception&) {
        storage::throw_if_damaged(path);  // what is not there cannot be read either
        throw;
      }
    });
    at_the_commit += written ? 1 : 0;
    EXPECT_NE(words.find("'" + path + "' is damaged"), std::string::npos) << at / page << ": " << words;
    EXPECT_EQ(support::content_of(path), damaged) << "it is left as it is";
  }
  EXPECT_GT(at_the_commit, 1);
  std::ofstream(path + ".doubted") << "";
  EXPECT_THROW(Database(path, Database::Use::owner, storage::Look::beside), storage::Damaged);
}

// A connection that could not write looks for no CHECK.
TEST_F(DatabaseFile, WithAValueThatItsTableRefusesIsDamagedHoweverItIsLookedThrough) {
  fill(path);
  {
    soci::session other(soci::sqlite3, "dbname=\"" + path + "\"");
    other << "PRAGMA ignore_check_constraints=ON";
    other << "INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
             "coordinator, active) VALUES('p', 'w', 'a', 'n', 'xx', '', 0, 1)";
  }
  EXPECT_THROW(Database{path}, storage::Damaged);
  {
    Database owner(path, Database::Use::owner, storage::Look::beside);
    owner.begin();
    EXPECT_THROW(owner.commit(), storage::Damaged);
    EXPECT_THROW(owner.commit(), storage::Damaged) << "however often it is tried";
    storage::throw_if_damaged(path);  // it is somebody's
  }
  EXPECT_THROW(storage::throw_if_damaged(path), storage::Damaged);
  storage::throw_if_damaged(directory / "none.db");
  EXPECT_FALSE(std::filesystem::exists(directory / "none.db"));
}

TEST_F(DatabaseFile, ThatIsLookedThroughBesideIsServedLikeOthers) {
  const std::string crashed = directory / "crashed.db";
  {
    Database owner(path, Database::Use::owner, storage::Look::beside);  // a new one: there is nothing to see
    EXPECT_TRUE(owner.looked_through());
    owner.begin();
    owner.sql() << "INSERT INTO meta(name, value) VALUES('one', 'more')";
    owner.commit();
    std::filesystem::copy(path, crashed);
    std::filesystem::copy(path + "-wal", crashed + "-wal");
  }
  EXPECT_GT(std::filesystem::file_size(crashed + "-wal"), 0u);
  Database owner(crashed, Database::Use::owner, storage::Look::beside);
  owner.begin();
  EXPECT_EQ(number(owner, "SELECT count(*) FROM meta WHERE name = 'one'"), 1);
  owner.commit();
  EXPECT_TRUE(owner.looked_through());
  EXPECT_EQ(std::filesystem::file_size(crashed + "-wal"), 0u) << "what a crash left in the log";
  owner.begin();
  owner.commit();
}

TEST_F(DatabaseFile, ThatAnotherProgramHoldsIsBusyAndNotBroken) {
  Database owner(path);
  soci::session other(soci::sqlite3, "dbname=\"" + path + "\"");
  other << "BEGIN IMMEDIATE";
  EXPECT_THROW(owner.begin(), runtime::DatabaseHeld);
  other << "COMMIT";
  owner.begin();
  owner.commit();
}

TEST_F(DatabaseFile, IsLookedThroughWithinALimitOfTime) {
  Database owner(path);
  EXPECT_EQ(owner.damage(), "");
  EXPECT_TRUE(owner.looked_through());
  EXPECT_EQ(owner.damage(std::chrono::milliseconds{0}), "");
  EXPECT_FALSE(owner.looked_through());
  owner.begin();  // the limit was that look's alone
  owner.commit();
  EXPECT_EQ(owner.damage(), "");
  EXPECT_TRUE(owner.looked_through());
}

TEST_F(DatabaseFile, KnowsItselfAndWhatItHasSeen) {
  std::string id;
  {
    Database owner(path);
    id = storage::installation_of(owner);
    EXPECT_EQ(id.size(), 32u);
    EXPECT_FALSE(storage::clock_seen(owner));
    storage::ClockSeen kept{support::at("2026-11-24T12:00:00Z"), support::at("2026-12-04T12:00:00Z"),
                            std::chrono::seconds{77}};
    kept.jump = {support::at("2026-12-03T12:00:00Z"), support::at("2026-12-04T12:00:00Z")};
    kept.boot = "a-boot";
    kept.steady = std::chrono::seconds{4711};
    storage::keep_clock(owner, kept);
  }
  Database owner(path);
  EXPECT_EQ(storage::installation_of(owner), id);
  const auto seen = storage::clock_seen(owner);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->certain, support::at("2026-11-24T12:00:00Z"));
  EXPECT_EQ(seen->shown, support::at("2026-12-04T12:00:00Z"));
  EXPECT_EQ(seen->even, std::chrono::seconds{77});
  ASSERT_TRUE(seen->jump);
  EXPECT_EQ(seen->jump->to, support::at("2026-12-03T12:00:00Z"));
  EXPECT_EQ(seen->jump->wall, support::at("2026-12-04T12:00:00Z"));
  EXPECT_EQ(seen->boot, "a-boot");
  EXPECT_EQ(seen->steady, std::chrono::seconds{4711});
  owner.sql() << "UPDATE meta SET value = 'soon' WHERE name = 'clock.seen'";
  EXPECT_FALSE(storage::clock_seen(owner));
  Database other(directory / "other.db");
  EXPECT_NE(storage::installation_of(other), id);
}

}  // namespace
