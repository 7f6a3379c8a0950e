#include "bot/app/installation_findings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fstream>

#include "bot/app/backup.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/health.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/app/restore.hpp"
#include "storage/database.hpp"
#include "storage/meta.hpp"
#include "storage/sqlite/examination.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/server.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void put(const fs::path& file, const std::string& text) {
  support::put_file(file, text);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

// A service that has run, with pages and copies; each test damages one thing.
struct Installation : testing::Test {
  Installation() {
    config.file = "refleks.toml";
    config.lines = {{"sandbox.listen", 7}, {"log.file", 9}, {"backup.directory", 11}};
    data = config.organisation.data = folder.path() / "data";
    config.ballot_box.directory = box.path() / "box";
    config.backup.directory = data / "backup";
    config.sandbox.enabled = true;
    config.sandbox.port = 0;
    Chats chats;
    chats.pages = "pages";
    chats.server.port = 0;
    config.chats = std::make_shared<const Chats>(std::move(chats));
    fs::create_directories(config.ballot_box.directory);
    fs::create_directories(data);
    fs::permissions(data, fs::perms::owner_all);
    record_places(config);
    database = database_in(data);
    { const storage::Database made(database.string()); }
    put(data / "web.key", std::string(32, 'k'));
    machine.now =
        core::instant_from_text("2099-01-01T00:00:00Z");  // after whatever this machine's clock says
    keep_private(config.backup.directory);
    back_up(config, config.backup.directory / "refleks-2098-12-31.tar", machine.now);
  }
  std::vector<std::string> problems() const {
    std::vector<std::string> found;
    for (const runtime::Finding& finding : examine_house(config, machine))
      if (finding.kind == runtime::Finding::Kind::bad) {
        found.push_back(finding.what);
        EXPECT_FALSE(finding.why.empty() || finding.todo.empty()) << finding.what;
      }
    return found;
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) count += entry.exists();
    return count;
  }

  TemporaryFolder folder{fs::temp_directory_path()}, box{"/dev/shm"};
  Config config;
  fs::path data, database;
  MachineView machine{{}, [](const fs::path&) { return std::uintmax_t{1} << 40; }};
};

TEST_F(Installation, IsWellAndNothingIsMade) {
  const std::size_t before = files();
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_EQ(files(), before);
}

TEST_F(Installation, IsWellBeforeItsFirstStart) {
  fs::remove_all(data);
  fs::remove_all(config.ballot_box.directory);
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_FALSE(fs::exists(data));
}

TEST_F(Installation, HasLostItsDatabase) {
  fs::remove(database);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("there is no database")));
}

TEST_F(Installation, HasAnEmptyDatabase) {
  put(database, "");
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("it is empty (0 bytes)")));
}

TEST_F(Installation, HasADamagedDatabase) {
  std::fstream(database, std::ios::in | std::ios::out | std::ios::binary).seekp(6000)
      << std::string(30'000, 'x');
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("it is damaged")));
}

TEST_F(Installation, HasSomethingElseForADatabase) {
  put(database, std::string(8192, 'x'));
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("it is damaged, or no database")));
}

TEST_F(Installation, HasADatabaseOfANewerVersion) {
  { storage::Database(database.string()).sql() << "PRAGMA user_version=4711"; }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("written by a newer refleks (schema 4711")));
  for (const runtime::Finding& finding : examine_house(config, machine))
    if (finding.kind == runtime::Finding::Kind::bad)
      EXPECT_THAT(finding.todo, HasSubstr("install that version"));
}

TEST_F(Installation, HasADatabaseThatWasLeftForAServer) {
  {
    storage::Database left(database.string());
    storage::set_meta(left, "transfer.moved", "2026-11-30T17:05:00Z service=refleks");
  }
  EXPECT_THAT(problems(), ElementsAre(testing::AllOf(HasSubstr(database.string()),
                                                     HasSubstr("was moved to service=refleks"),
                                                     HasSubstr("2026-11-30T17:05:00Z"))));
}

TEST_F(Installation, HasPortsThatOthersTook) {
  boost::asio::io_context io;
  const boost::asio::ip::tcp::endpoint any(boost::asio::ip::address_v4::loopback(), 0);
  boost::asio::ip::tcp::acceptor one(io, any), other(io, any);
  config.health = {"127.0.0.1", one.local_endpoint().port()};
  config.handover.host = "127.0.0.1";
  config.handover.port = other.local_endpoint().port();
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("health.listen: nothing can listen on 127.0.0.1"),
                                      HasSubstr("handover.listen: nothing can listen on 127.0.0.1")));
}

// A machine that has never served has no box yet, and nothing is lost with it.
TEST_F(Installation, HasNoBoxWhileItWaits) {
  const storage::Database in_use(database.string());
  fs::remove_all(config.ballot_box.directory);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not there while the service runs")));
  EXPECT_THAT(look_at(config, machine.now).box_refusal, HasSubstr("was taken away while the service runs"));
  config.storage.standby = true;
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Installation, HasADatabaseOfAnEarlierVersion) {
  { storage::Database(database.string()).sql() << "PRAGMA user_version=1"; }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("of an earlier version (schema 1 of")));
}

TEST_F(Installation, HasLostTheKeyOfItsLinks) {
  fs::remove(data / "web.key");
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("there is no")));
}

TEST_F(Installation, HasHalfAKey) {
  put(data / "web.key", "half");
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is no key of 32 bytes")));
}

TEST_F(Installation, LetsOthersReadAKeyAndTheDatabase) {
  fs::permissions(data / "web.key", fs::perms::others_read, fs::perm_options::add);
  fs::permissions(database, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(problems(),
              testing::UnorderedElementsAre(HasSubstr("others may read " + (data / "web.key").string()),
                                            HasSubstr("others may read " + database.string())));
}

TEST_F(Installation, LetsOthersWrite) {
  fs::permissions(data, fs::perms::others_write, fs::perm_options::add);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("others may write to")));
}

TEST_F(Installation, HasItsBoxOnADisk) {
  config.ballot_box.directory = "/proc/self/box";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not in memory")));
}

TEST_F(Installation, HasNoRoomForAnswers) {
  machine.free_bytes = [this](const fs::path& where) {
    const bool in_box = where.native().starts_with(box.path().native());
    return in_box ? std::uintmax_t{1000} : std::uintmax_t{1} << 40;
  };
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("0 MB left for " + config.ballot_box.directory.string())));
  EXPECT_EQ(look_at(config, machine.now).box_refusal, "");
  config.ballot_box.key_directory = data / "keys";
  EXPECT_THAT(look_at(config, machine.now).box_refusal, HasSubstr("keys was taken away while the service"));
  config.ballot_box.key_directory.clear();
  config.ballot_box.directory = "/proc";  // which has none
  EXPECT_THAT(look_at(config, machine.now).box_refusal, HasSubstr("no room left in /proc"));
}

TEST_F(Installation, HasLostItsBoxWhileItRuns) {
  const storage::Database running(database.string());
  EXPECT_THAT(problems(), IsEmpty());
  fs::remove_all(config.ballot_box.directory);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not there while the service runs")));
}

TEST_F(Installation, HasASealedBoxWithoutItsKeys) {
  config.ballot_box.mode = Config::BallotBox::Mode::disk;
  config.ballot_box.key_directory = folder.path() / "keys";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("there is no " + (folder.path() / "keys").string())));
}

TEST_F(Installation, HasASealedBoxWithoutRoom) {
  config.ballot_box.mode = Config::BallotBox::Mode::disk;
  config.ballot_box.key_directory = folder.path() / "keys";
  fs::create_directories(config.ballot_box.key_directory);
  for (const fs::path& full : {config.ballot_box.directory, config.ballot_box.key_directory}) {
    machine.free_bytes = [full](const fs::path& where) {
      return where.native().starts_with(full.native()) ? std::uintmax_t{1000} : std::uintmax_t{1} << 40;
    };
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("0 MB left for " + full.string())));
  }
}

TEST_F(Installation, HasNoRoom) {
  machine.free_bytes = [](const fs::path&) { return std::uintmax_t{1'000'000}; };
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("0 MB left for " + data.string()),
                                      HasSubstr("0 MB left for " + config.ballot_box.directory.string()),
                                      HasSubstr("0 MB left for " + config.backup.directory.string())));
}

TEST_F(Installation, CannotWriteItsLog) {
  put(folder.path() / "a-file", "");
  config.log.file = folder.path() / "a-file" / "refleks.log";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("refleks.toml:9: log.file: cannot write to")));
}

TEST_F(Installation, HasOldCopies) {
  machine.now += std::chrono::hours{24 * 5};
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("the newest copy is of 2099-01-01")));
}

TEST_F(Installation, HasADamagedCopy) {
  std::fstream(config.backup.directory / "refleks-2098-12-31.tar",
               std::ios::in | std::ios::out | std::ios::binary)
          .seekp(9000)
      << "x";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("the newest copy is not sound")));
}

TEST_F(Installation, HasLostAllCopies) {
  fs::remove_all(config.backup.directory);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("there is no copy in")));
}

TEST_F(Installation, HasCopiesThatOthersMayRead) {
  fs::permissions(config.backup.directory, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("others may look into " + config.backup.directory.string())));
  support::put_file(config.backup.directory / "README", "of others, perhaps");
  for (const runtime::Finding& finding : examine_house(config, machine))
    if (finding.kind == runtime::Finding::Kind::bad)
      EXPECT_THAT(finding.todo, testing::AllOf(HasSubstr("chmod 700 "), HasSubstr("backup.directory")));
  fs::permissions(config.backup.directory, fs::perms::owner_all);
  fs::permissions(newest_copy(config.backup.directory), fs::perms::others_read, fs::perm_options::add);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("others may read ")));
}

TEST_F(Installation, HasTheKeyOfAnother) {
  {
    storage::Database open(database.string());
    storage::set_meta(open, "web.key", "of another key");
  }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is the key of another installation")));
}

TEST_F(Installation, HasAWrongClock) {
  machine.now = core::instant_from_text("2001-01-01T00:00:00Z");
  EXPECT_THAT(problems(), testing::Contains(HasSubstr("the clock says 2001")));
}

TEST_F(Installation, HasAClockThatJumpedSinceTheServiceSawIt) {
  {
    storage::Database open(database.string());
    const core::Instant seen = machine.now - std::chrono::days{10};
    storage::keep_clock(open, {seen, seen});
  }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("the service has last been certain of 2098-12-22")));
  storage::sqlite::withhold_due(database.string(), machine.now,
                                machine.now);  // as a restore does: the copy is old, the clock is not
  EXPECT_THAT(problems(), IsEmpty());
}

// scripts/postgres starts one; tests/e2e/postgres runs this.
struct InstallationOnAServer : Installation, testing::WithParamInterface<const char*> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(InstallationOnAServer);
INSTANTIATE_TEST_SUITE_P(Databases, InstallationOnAServer,
                         testing::ValuesIn(support::server() ? std::vector<const char*>{"postgres"}
                                                             : std::vector<const char*>{}),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(InstallationOnAServer, IsLookedAtAsWell) {
  const support::ServerSchema schema;
  fs::remove(database);
  fs::remove(data / "web.key");
  config.storage.url = schema.place();
  schema.begin_anew();
  EXPECT_THAT(problems(), ElementsAre(testing::AllOf(HasSubstr("is empty, but these belong to one: /"),
                                                     testing::Not(HasSubstr("\n")))))
      << "a copy is there";
  for (const runtime::Finding& finding : examine_house(config, machine))
    if (finding.kind == runtime::Finding::Kind::bad)
      EXPECT_THAT(finding.todo, testing::StartsWith("Is storage.url right"));
  fs::rename(config.backup.directory, folder.path() / "elsewhere");
  EXPECT_THAT(problems(), IsEmpty()) << "nothing has run there yet";
  fs::rename(folder.path() / "elsewhere", config.backup.directory);
  {
    storage::Database open(config.storage.url);
    const core::Instant seen = machine.now - std::chrono::days{10};
    storage::keep_clock(open, {seen, seen});
  }
  machine.now += std::chrono::days{5};
  EXPECT_THAT(problems(),
              testing::UnorderedElementsAre(HasSubstr("the service has last been certain of 2098-12-22"),
                                            HasSubstr("there is no " + (data / "web.key").string()),
                                            HasSubstr("the newest copy is of 2099-01-01")));
  config.storage.standby = true;
  EXPECT_EQ(problems().size(), 2U) << "the other machine may have made them";
}

TEST_P(InstallationOnAServer, IsLookedAtBeforeTheFirstStart) {
  fs::remove_all(data);
  config.storage.url = "postgresql:///refleks?host=/nowhere";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("cannot be reached")));
  config.storage.url = "postgresql:///refleks?hots=/nowhere";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is no address of PostgreSQL")));
}

TEST_F(Installation, HasItsPortTakenByAnother) {
  using boost::asio::ip::tcp;
  boost::asio::io_context io;
  const tcp::acceptor taken(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
  config.sandbox.port = taken.local_endpoint().port();
  EXPECT_THAT(problems(),
              ElementsAre(HasSubstr("refleks.toml:7: sandbox.listen: nothing can listen on 127.0.0.1:" +
                                    std::to_string(config.sandbox.port))));
  const storage::Database running(database.string());
  EXPECT_THAT(problems(), IsEmpty()) << "taken by the service itself";
}

TEST_F(Installation, WasRestoredByHalf) {
  put(data / restore_mark, "copy.tar\n");
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("was cut off")));
}

}  // namespace
}  // namespace app
