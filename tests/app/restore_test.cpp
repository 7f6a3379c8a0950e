// Bringing an installation back: what goes along, what stays as it is, and what is not said twice.

#include "bot/app/restore.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <fstream>
#include <sstream>

#include "bot/app/backup.hpp"
#include "bot/app/copy_file.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "storage/clock_seen.hpp"
#include "storage/copies.hpp"
#include "storage/database.hpp"
#include "storage/erasure.hpp"
#include "storage/meta.hpp"
#include "storage/stores.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/whole_bot.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using support::content_of;
using support::put_file;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const core::Instant at_night = core::instant_from_text("2026-11-10T02:30:00Z");
const core::Instant by_day = core::instant_from_text("2026-11-10T11:00:00Z");

struct Restoring : testing::Test {
  Restoring() {
    data = config.organisation.data = folder.path() / "data";
    config.ballot_box.directory = data / "box";
    config.backup.directory = data / "backup";
    fs::create_directories(data);
    database = database_in(data).string();
    const storage::Database made(database);
  }
  std::string restored_from(const fs::path& file) const {
    std::ostringstream out;
    restore(config, file, by_day, out);
    return out.str();
  }
  std::vector<std::string> names_in_copy() const {
    std::vector<std::string> names;
    for (const auto& [name, hash] : check_copy(copy).hashes) names.push_back(name);
    return names;
  }
  fs::path aside() const {
    for (const auto& entry : fs::directory_iterator(data))
      if (entry.path().filename().string().starts_with(aside_prefix)) return entry.path();
    return {};
  }

  TemporaryFolder folder{fs::temp_directory_path()};
  Config config;
  fs::path data, copy = folder.path() / "copy.tar";
  std::string database;
};

// `--data /var/lib`, where its folder in it was meant: what others keep there is not put aside.
TEST_F(Restoring, IntoAFolderThatIsNoInstallationsChangesNothing) {
  back_up(config, copy, at_night);
  set_data(config, folder.path() / "lib");
  put_file(folder.path() / "lib" / "dpkg" / "status", "of all packages");
  EXPECT_THAT([&] { restored_from(copy); }, testing::ThrowsMessage<std::runtime_error>(AllOf(
                                                HasSubstr("lib holds dpkg and nothing of an installation"),
                                                HasSubstr("--data"), HasSubstr("Nothing was changed"))));
  EXPECT_EQ(content_of(folder.path() / "lib" / "dpkg" / "status"), "of all packages");
  EXPECT_FALSE(fs::exists(folder.path() / "lib" / "refleks.db"));
}

// On a new machine a certificate, a password and packs lie there first.
TEST_F(Restoring, IntoAFolderThatTheOperatorHasPrepared) {
  back_up(config, copy, at_night);
  set_data(config, folder.path() / "new");
  data = config.organisation.data;
  config.named = {data / "tls" / "key.pem"};
  config.packs = data / "packs";
  config.file = (data / "refleks.toml").string();
  put_file(data / "tls" / "key.pem", "a key");
  put_file(data / "packs" / "own.toml", "a pack");
  put_file(data / "pgpass", "a password");
  put_file(data / "refleks.toml", "the configuration");
  fs::create_directory(data / "lost+found");
  EXPECT_THAT(restored_from(copy),
              AllOf(HasSubstr("restored"), HasSubstr("no database here could tell who was erased")));
}

// A container sees the one volume alone; and a file system or a program that keeps folders the same has its
// own in it.
TEST_F(Restoring, IntoAFolderInWhichTheCopyLies) {
  back_up(config, copy, at_night);
  data = folder.path() / "new";
  set_data(config, data);
  put_file(data / "refleks.tar", content_of(copy));
  put_file(data / ".stfolder" / "x", "of a program");
  put_file(data / "cache" / "CACHEDIR.TAG", "of another");
  EXPECT_THAT(restored_from(data / "refleks.tar"), HasSubstr("restored"));
  for (const char* kept : {"refleks.tar", ".stfolder/x", "cache/CACHEDIR.TAG", "refleks.db"})
    EXPECT_TRUE(fs::exists(data / kept)) << kept;
  EXPECT_EQ(aside(), fs::path());
  put_file(data / "moved" / "refleks.tar", content_of(copy));
  EXPECT_THAT(restored_from(data / "moved" / "refleks.tar"), HasSubstr("restored"));
  EXPECT_TRUE(fs::exists(data / "moved" / "refleks.tar")) << "also from a folder in it";
}

// docs/install.md puts it there. An older one would be refused by everybody, and may have been revoked; a
// chat's token likewise.
TEST_F(Restoring, WithoutACertificateThatSomebodyElseRenews) {
  config.named = {data / "tls" / "certificate.pem", data / "tls" / "key.pem"};
  put_file(data / "tls" / "key.pem", "the old key");
  put_file(data / "tls" / "certificate.pem", "the old one");
  back_up(config, copy, at_night);
  EXPECT_THAT(names_in_copy(), Not(Contains(HasSubstr("tls"))));
  put_file(data / "tls" / "key.pem", "the new key");
  put_file(data / "tls" / "certificate.pem", "the new one");
  restored_from(copy);
  EXPECT_EQ(content_of(data / "tls" / "certificate.pem"), "the new one");
  // A copy of an earlier version has one.
  const fs::path alone = folder.path() / "alone.db", old = folder.path() / "old.pem";
  storage::Database(database).backup_to(alone.string());
  put_file(old, "the old one");
  write_copy(copy, at_night, {{"refleks.db", alone}, {"tls/certificate.pem", old}});
  restored_from(copy);
  EXPECT_EQ(content_of(data / "tls" / "certificate.pem"), "the new one");
  EXPECT_EQ(content_of(data / "tls" / "key.pem"), "the new key");
  fs::remove_all(data / "tls");
  restored_from(copy);
  EXPECT_EQ(content_of(data / "tls" / "certificate.pem"), "the old one")
      << "on a new machine it is all there is";
}

// It lets in nobody by now, or whoever finds the copy.
TEST_F(Restoring, WithoutThePasswordOfTheDatabasesServer) {
  put_file(data / "pgpass", "the old one");
  back_up(config, copy, at_night);
  EXPECT_THAT(names_in_copy(), Not(Contains("pgpass")));
  put_file(data / "pgpass", "the new one");
  restored_from(copy);
  EXPECT_EQ(content_of(data / "pgpass"), "the new one");
}

// They are in people's hands; those from before were made worthless.
TEST_F(Restoring, LeavesTheSlipsThatWerePrintedLast) {
  put_file(data / "slips" / "nord", "printed first");
  back_up(config, copy, at_night);
  put_file(data / "slips" / "nord", "printed last");
  restored_from(copy);
  EXPECT_EQ(content_of(data / "slips" / "nord"), "printed last");
  fs::remove_all(data / "slips");
  restored_from(copy);
  EXPECT_EQ(content_of(data / "slips" / "nord"), "printed first") << "on a new machine";
}

// The data folder may be a disk of its own; this one's folder is root's alone.
TEST_F(Restoring, WithoutWhatTheFileSystemKeepsThere) {
  put_file(data / "lost+found" / "#12", "a lost file");
  fs::permissions(data / "lost+found", fs::perms::none);
  EXPECT_NO_THROW(back_up(config, copy, at_night));
  EXPECT_THAT(names_in_copy(), Not(Contains(HasSubstr("lost+found"))));
  restored_from(copy);
  fs::permissions(data / "lost+found", fs::perms::owner_all);
  EXPECT_TRUE(fs::exists(data / "lost+found" / "#12"));
}

// What was put aside may have been left by a service that was killed: the last of it lies in the log.
TEST_F(Restoring, WithTheLogBesideADatabaseAlone) {
  const fs::path killed = folder.path() / "aside" / "refleks.db";
  {
    storage::Database owner(database);
    owner.truncate_log();
    storage::set_meta(owner, "last", "said to be saved");
    fs::create_directories(killed.parent_path());
    for (const char* part : {"", "-wal"}) fs::copy_file(database + part, killed.string() + part);
  }
  ASSERT_GT(fs::file_size(killed.string() + "-wal"), 0U);
  EXPECT_THAT(restored_from(killed), HasSubstr("refleks.db-wal was taken along"));
  {
    storage::Database owner(database);
    EXPECT_EQ(storage::meta(owner, "last"), "said to be saved");
  }
  const fs::path put_aside = data / "before-restore-1" / "refleks.db";
  fs::create_directories(put_aside.parent_path());
  for (const char* part : {"", "-wal"}) fs::copy_file(killed.string() + part, put_aside.string() + part);
  EXPECT_THAT(restored_from(put_aside), Not(HasSubstr("taken along"))) << "nobody else puts anything there";
  storage::Database owner(database);
  EXPECT_EQ(storage::meta(owner, "last"), "said to be saved");
}

// An address that had leaked would open that person's page again, without a word.
// As it was when it was left, and by the time at which it was: what was due since may have been sent.
TEST_F(Restoring, ADatabaseThatWasLeftForAServerIsTheWayBackToItOnPurpose) {
  {
    storage::Database left(database);
    storage::set_meta(left, "transfer.moved", "2026-11-10T02:00:00Z service=refleks");
  }
  EXPECT_THROW(storage::Database{database}, storage::Error);
  EXPECT_THROW(back_up(config, copy, by_day), std::exception);
  EXPECT_THAT(restored_from(database), AllOf(HasSubstr("restored"), HasSubstr("could tell who was erased")));
  storage::Database served(database);
  EXPECT_TRUE(last_restore(served, data));
}

TEST_F(Restoring, WithoutAddressesAndIdeasThatWereTakenAwaySince) {
  const core::Person anne{
      core::PersonId("person-anne"), "sandbox", "U-anne", "Anne", core::Language::nb, false};
  core::Group nord;
  nord.id = core::GroupId("nord");
  nord.key = nord.name = nord.channel = "nord";
  nord.workspace = "sandbox";
  const ideas::Idea idea{core::IdeaId("1"), nord.id, "ord som tas bort", ideas::Idea::State::released};
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    owner.begin();
    stores.people->apply({}, {nord});
    stores.groups->add_person(anne);
    stores.ideas->add({idea});
    owner.commit();
    back_up(config, copy, at_night);
    owner.begin();
    stores.people->renew_pages(anne.id);
    stores.ideas->set_body(idea.id, "");
    stores.ideas->set_state(idea.id, ideas::Idea::State::hidden);
    owner.commit();
  }
  EXPECT_THAT(restored_from(copy),
              AllOf(HasSubstr("ideas that were taken away since"),
                    HasSubstr("addresses of pages that were made worthless"), Not(HasSubstr("could tell"))));
  EXPECT_EQ(content_of(database).find("ord som tas bort"), std::string::npos);
  storage::Database owner(database);
  EXPECT_EQ(storage::page_numbers(owner), (std::map<std::string, int>{{"person-anne", 1}}));
}

// Whoever the file names has the same id when they are made again.
TEST_F(Restoring, WithoutAddressesOfPagesOfThoseWhoCameAfterTheCopy) {
  const core::Person anne{
      core::PersonId("person-anne"), "sandbox", "U-anne", "Anne", core::Language::nb, false};
  back_up(config, copy, at_night);
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    stores.people->apply({anne}, {});
    stores.people->renew_pages(anne.id);
    stores.people->renew_pages(anne.id);
  }
  restored_from(copy);
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  EXPECT_THAT(storage::page_numbers(owner), IsEmpty());
  stores.people->apply({anne}, {});
  EXPECT_EQ(storage::page_numbers(owner), (std::map<std::string, int>{{"person-anne", 2}}));
  EXPECT_EQ(storage::meta(owner, "pages.person-anne"), "");
}

// The same of calendars; but a service that has begun with nothing knows of none.
TEST_F(Restoring, WithoutAddressesOfCalendarsThatWereTakenAwaySince) {
  const auto person = [](const std::string& name) {
    return core::Person{core::PersonId(name), "sandbox", name, name, core::Language::nb, false};
  };
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    storage::installation_of(owner);
    owner.begin();
    for (const char* name : {"anne", "berit", "chris"}) {
      stores.groups->add_person(person(name));
      stores.sessions->set_calendar_serial(core::PersonId(name), std::string("of ") + name);
    }
    owner.commit();
    back_up(config, copy, at_night);
    owner.begin();
    stores.sessions->set_calendar_serial(core::PersonId("anne"), "after it leaked");
    stores.sessions->set_calendar_serial(core::PersonId("berit"), "");
    owner.commit();
  }
  EXPECT_THAT(restored_from(copy), HasSubstr("addresses of calendars"));
  const std::map<std::string, std::string> left{
      {"anne", "after it leaked"}, {"berit", ""}, {"chris", "of chris"}};
  const auto calendars = [&] {
    storage::Database owner(database);
    return storage::calendars(owner);
  };
  EXPECT_EQ(calendars(), left);
  fs::remove(database);
  {
    storage::Database begun(database);
    storage::installation_of(begun);
  }
  EXPECT_THAT(restored_from(copy),
              AllOf(Not(HasSubstr("addresses of calendars")), HasSubstr("could tell who was erased")));
  EXPECT_EQ(calendars().at("berit"), "of berit");
}

TEST_F(Restoring, ACopyOfBeforePagesWereSwitchedOnIsOfTheSameHouse) {
  back_up(config, copy, at_night);
  {
    storage::Database since(database);
    storage::set_meta(since, "web.key", "ours");
  }
  EXPECT_THAT(restored_from(copy), AllOf(HasSubstr("restored"), Not(HasSubstr("could tell"))));
}

// Killed between the moves of the old database and of its log, in which alone it stood who was erased.
TEST_F(Restoring, WithoutWhoWasErasedWhenItWasCutOff) {
  const core::Person anne{
      core::PersonId("person-anne"), "sandbox", "U-anne", "Anne", core::Language::nb, false};
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    owner.begin();
    stores.groups->add_person(anne);
    owner.commit();
  }
  back_up(config, copy, at_night);
  fs::create_directories(data / "before-restore-1");
  fs::rename(database, data / "before-restore-1" / "refleks.db");
  put_file(data / restore_mark, copy.string() + "\n");
  fs::create_directories(data / restoring_name);
  {
    storage::Database prepared(database_in(data / restoring_name).string());
    storage::put_mark(prepared, {storage::mark_of_id("person-anne"), by_day, true});
  }
  EXPECT_THAT(restored_from(copy), HasSubstr("people who were erased since"));
  storage::Database owner(database);
  int left = -1;
  owner.sql() << "SELECT count(*) FROM person WHERE account = 'U-anne'", soci::into(left);
  EXPECT_EQ(left, 0);
}

// Whoever made it: names that a restore needs itself, and what lies in the folder and is not the
// installation's.
TEST_F(Restoring, TakesNothingFromACopyThatNoneOfOursHolds) {
  const fs::path file = folder.path() / "file";
  put_file(file, "crafted");
  put_file(data / "cache" / "CACHEDIR.TAG", "of another");
  std::vector<CopyPart> parts{{"refleks.db", database}, {"own.json", file}};
  const std::string another = std::string(aside_prefix) + "x";
  for (const std::string_view name : {restoring_name, restore_mark, std::string_view(another),
                                      std::string_view("lost+found"), std::string_view("cache")})
    parts.push_back({std::string(name) + "/x", file});
  write_copy(copy, at_night, parts);
  EXPECT_THAT(restored_from(copy), HasSubstr("restored"));
  EXPECT_EQ(content_of(data / "own.json"), "crafted");
  EXPECT_EQ(content_of(data / "cache" / "CACHEDIR.TAG"), "of another");
  for (const std::string_view name : {restoring_name, restore_mark, std::string_view("lost+found")})
    EXPECT_FALSE(fs::exists(data / name)) << name;
  EXPECT_FALSE(fs::exists(data / another));
}

TEST_F(Restoring, ToADiskThatIsFullSaysSoAndChangesNothing) {
  put_file(data / "large.json", std::string(3'000'000, 'x'));
  back_up(config, copy, at_night);
  const std::string before = content_of(database);
  std::string said;
  {
    const support::FileSizeLimit full(2'000'000);
    try {
      restored_from(copy);
    } catch (const std::exception& error) {
      said = error.what();
    }
  }
  EXPECT_THAT(said, HasSubstr("File too large. Nothing was changed"));
  EXPECT_EQ(content_of(database), before);
  EXPECT_EQ(aside(), fs::path());
}

// The clock is believed where it is an hour behind at most; what fell into that was posted all the same.
TEST_F(Restoring, ByAClockALittleBehindGivesUpWhatWasSeenToBeDue) {
  const core::Instant seen = by_day + std::chrono::minutes{30};
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    owner.begin();
    for (const int minutes : {-5, 20, 40}) {
      runtime::OutboxRow row;
      row.key = "reminder:" + std::to_string(minutes);
      row.to = {"sandbox", core::Destination::Kind::channel, "nord"};
      row.due = by_day + std::chrono::minutes{minutes};
      stores.outbox->add(row);
    }
    owner.commit();
  }
  back_up(config, copy, at_night);
  {
    storage::Database owner(database);
    storage::keep_clock(owner, {seen, seen});
  }
  EXPECT_THAT(restored_from(copy), HasSubstr("2026-11-10T11:30:00Z, which the database has seen"));
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  EXPECT_EQ(stores.outbox->look("reminder:-5")->state, runtime::OutboxRow::State::failed);
  EXPECT_EQ(stores.outbox->look("reminder:20")->state, runtime::OutboxRow::State::failed);
  EXPECT_EQ(stores.outbox->look("reminder:40")->state, runtime::OutboxRow::State::waiting);
  const auto record = last_restore(owner, data);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->at, by_day);
  EXPECT_EQ(record->seen, seen);
}

TEST(Restored, PostsNothingThatTheFormerOneHadSeen) {
  const support::TempDirectory data;
  const std::string database = data / "refleks.db";
  support::WholeBot bot{support::with_sessions(support::municipality(), "2026-11-24"), "2026-11-09T08:00:00Z",
                        database};
  bot.stop();
  {
    storage::Database owner(database);
    storage::set_meta(owner, "restored",
                      R"({"made":"2026-11-08T02:30:00Z","restored":"2026-11-09T07:00:00Z",)"
                      R"("seen":"2026-11-24T06:00:00Z","withheld":0})");
  }
  bot.begin();
  EXPECT_THAT(bot.last_in("eivind"), HasSubstr("24. november")) << "until then nothing was posted";
  bot.forget();
  bot.advance("2026-11-24T06:00:00Z");
  EXPECT_THAT(bot.said_in("hjemme-nord"), IsEmpty());
}

// On a new machine, to which the folder of copies was brought first: they must not be put aside with the
// rest.
TEST_F(Restoring, IntoAFolderThatIsNamedLeavesTheCopiesThere) {
  fs::create_directories(config.backup.directory);
  back_up(config, config.backup.directory / "refleks-2026-11-10.tar", at_night);
  config.organisation.data = folder.path() / "refleks-data";
  config.backup.directory = config.organisation.data / "backup";
  config.ballot_box.directory = "/dev/shm/elsewhere";
  config.log.file = config.organisation.data / "log" / "refleks.log";
  config.doubt = "nobody knows";
  set_data(config, data);
  EXPECT_EQ(config.doubt, "");
  EXPECT_EQ(config.log.file, data / "log" / "refleks.log");
  EXPECT_EQ(config.ballot_box.directory, "/dev/shm/elsewhere");
  restored_from(data / "backup" / "refleks-2026-11-10.tar");
  EXPECT_TRUE(fs::exists(data / "backup" / "refleks-2026-11-10.tar"));
}

struct CopiesByAge : Restoring {};

TEST_F(CopiesByAge, GoAlsoWhereNoneCanBeMade) {
  config.backup.keep_days = 3;
  for (int d = 1; d <= 9; ++d)
    put_file(config.backup.directory / ("refleks-2026-01-0" + std::to_string(d) + ".tar"), "an old copy");
  std::fstream(database, std::ios::in | std::ios::out | std::ios::binary).seekp(5000)
      << std::string(20'000, 'x');
  const core::Date day{std::chrono::year{2026}, std::chrono::November, std::chrono::day{10}};
  EXPECT_THROW(back_up_nightly(config, day, support::HandClock(at_night)), std::exception);
  EXPECT_FALSE(fs::exists(config.backup.directory / "refleks-2026-01-02.tar")) << "there is room again";
  EXPECT_TRUE(fs::exists(config.backup.directory / "refleks-2026-01-03.tar")) << "the newest seven stay";
}

TEST_F(CopiesByAge, LeaveNothingOfOneFromAServerThatWasCutShort) {
  for (const char* part : {".db.partial", ".db.partial-wal", ".db.partial-shm", ".db.partial.lock"})
    put_file(config.backup.directory / (std::string("refleks-2026-11-09.tar") + part), "in the clear");
  const core::Date day{std::chrono::year{2026}, std::chrono::November, std::chrono::day{10}};
  back_up_nightly(config, day, support::HandClock(at_night));
  for (const auto& entry : fs::directory_iterator(config.backup.directory))
    EXPECT_EQ(entry.path().filename(), "refleks-2026-11-10.tar");
}

// Unpacking each of them every night, for as long as it is known who was erased, would cost more every year.
TEST_F(CopiesByAge, AreUnpackedAgainWhereTheyOrWhatWasTakenAwayChanged) {
  const core::Person anne{
      core::PersonId("person-anne"), "sandbox", "U-anne-7f3a", "Anne", core::Language::nb, false};
  const fs::path older = config.backup.directory / "refleks-2026-11-09.tar";
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  owner.begin();
  stores.groups->add_person(anne);
  owner.commit();
  fs::create_directories(older.parent_path());
  back_up(config, older, at_night);
  const std::string with_her = content_of(older);
  owner.begin();
  storage::remember_erased(owner, storage::people_called(owner, "person-anne").front(), by_day);
  owner.commit();
  const core::Date day{std::chrono::year{2026}, std::chrono::November, std::chrono::day{10}};
  CleanCopies clean;
  back_up_nightly(config, day, support::HandClock(at_night), clean);
  const std::string without = content_of(older);
  EXPECT_EQ(without.find("U-anne-7f3a"), std::string::npos);
  ASSERT_TRUE(clean.contains("refleks-2026-11-09.tar"));
  const auto when = fs::last_write_time(older);
  put_file(older, std::string(without.size(), 'x'));
  fs::last_write_time(older, when);
  back_up_nightly(config, day, support::HandClock(at_night), clean);
  EXPECT_TRUE(clean.contains("refleks-2026-11-09.tar")) << "nobody looked";
  put_file(older, with_her);
  back_up_nightly(config, day, support::HandClock(at_night), clean);
  EXPECT_EQ(content_of(older).find("U-anne-7f3a"), std::string::npos);
  put_file(older, "no copy");
  back_up_nightly(config, day, support::HandClock(at_night), clean);
  EXPECT_FALSE(clean.contains("refleks-2026-11-09.tar")) << "looked at again the next night";
}

TEST(CopiesByHand, GoByTheirAgeToo) {
  std::vector<std::string> names{"refleks-now-2026-11-02T09-01-53Z.tar",
                                 "refleks-now-2026-11-28T09-01-53Z.tar", "refleks-now-mine.tar",
                                 "refleks-2026-11-02.tar.new"};
  const core::Date day{std::chrono::year{2026}, std::chrono::November, std::chrono::day{29}};
  EXPECT_THAT(superfluous(names, day, 14), IsEmpty()) << "no newer ones of the nights";
  for (int d = 20; d < 30; ++d) names.push_back("refleks-2026-11-" + std::to_string(d) + ".tar");
  EXPECT_THAT(superfluous(names, day, 14), testing::ElementsAre("refleks-now-2026-11-02T09-01-53Z.tar"));
}

}  // namespace
}  // namespace app
