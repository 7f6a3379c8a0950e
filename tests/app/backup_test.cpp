#include "bot/app/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/net/descriptor.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/copy_file.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/app/restore.hpp"
#include "storage/clock_seen.hpp"
#include "storage/database.hpp"
#include "storage/erasure.hpp"
#include "storage/meta.hpp"
#include "storage/sqlite/examination.hpp"
#include "storage/stores.hpp"
#include "tests/support/whole_bot.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using support::content_of;
using support::put_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

core::Date day(unsigned d) {
  return core::Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{d}};
}
const core::Instant night = core::instant_from_text("2026-11-10T02:30:00Z");
const core::Instant noon = core::instant_from_text("2026-11-10T11:00:00Z");

struct Copies : testing::Test {
  Copies() {
    config.organisation.data = folder.path() / "data";
    config.ballot_box.directory = config.organisation.data / "box";
    config.backup.directory = config.organisation.data / "backup";
    config.backup.keep_days = 3;
    fs::create_directories(config.organisation.data);
    database = database_in(config.organisation.data).string();
  }
  runtime::OutboxRow waiting(const std::string& key, const char* due) const {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::channel, "nord"};
    row.due = core::instant_from_text(due);
    return row;
  }
  std::string restored_from(const fs::path& file) const {
    std::ostringstream out;
    restore(config, file, noon, out);
    return out.str();
  }
  std::string refusal_of(const fs::path& file) const {
    try {
      restored_from(file);
    } catch (const std::exception& refused) {
      return refused.what();
    }
    return {};
  }
  fs::path aside() const {
    for (const auto& entry : fs::directory_iterator(config.organisation.data))
      if (entry.path().filename().string().starts_with(aside_prefix)) return entry.path();
    return {};
  }

  TemporaryFolder folder{fs::temp_directory_path()};
  Config config;
  std::string database;
  fs::path copy = folder.path() / "copy.tar";
};

TEST_F(Copies, HoldAllThatANewMachineNeedsAndNothingSealed) {
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  const fs::path data = config.organisation.data;
  owner.begin();
  stores.agenda->put({"a", "test/a", "", noon});
  owner.commit();
  put_file(data / "web.key", std::string(32, 'k'));
  put_file(data / "pages" / "letters.jsonl", "{}\n");
  put_file(data / "teams-kommunen.json", "{}");
  put_file(data / "box" / "ballots" / "one.box", "sealed");
  put_file(data / "backup" / "refleks-2026-11-09.tar", "older");
  put_file(data / "before-restore-2026" / "refleks.db", "older still");
  put_file(data / "service.json", "{}");
  owner.begin();  // under way and not in the copy
  stores.agenda->put({"b", "test/b", "", noon});
  back_up(config, copy, night);
  owner.commit();

  std::vector<std::string> names;
  for (const auto& [name, hash] : check_copy(copy).hashes) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("pages/letters.jsonl", "refleks.db", "teams-kommunen.json", "web.key"));
  EXPECT_EQ(check_copy(copy).made, night);
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_directories(folder.path() / "out");
  extract_copy(copy, folder.path() / "out");
  EXPECT_EQ(content_of(folder.path() / "out" / "web.key"), std::string(32, 'k'));
  storage::Database copied((folder.path() / "out" / "refleks.db").string());
  storage::Stores in_copy = storage::open_stores(copied);
  EXPECT_TRUE(in_copy.agenda->find("a"));
  EXPECT_FALSE(in_copy.agenda->find("b"));
  for (const auto& entry : fs::directory_iterator(folder.path()))
    EXPECT_THAT(entry.path().filename(), testing::AnyOf("copy.tar", "data", "out"))
        << "nothing is left beside it";
}

TEST_F(Copies, ThatAreNotSoundReplaceNoneThatIs) {
  { storage::Database owner(database); }
  back_up(config, copy, night);
  const std::string before = content_of(copy);
  std::fstream(database, std::ios::in | std::ios::out | std::ios::binary).seekp(5000)
      << std::string(20'000, 'x');
  EXPECT_THROW(back_up(config, copy, noon), std::runtime_error);
  EXPECT_EQ(content_of(copy), before);
}

TEST_F(Copies, ByHandReplaceNothingThatIsNoCopy) {
  { storage::Database owner(database); }
  std::ostringstream out;
  const std::string before = content_of(database);
  EXPECT_THROW(make_copy(config, database, night, out), std::runtime_error) << "the database itself";
  EXPECT_EQ(content_of(database), before);
  put_file(folder.path() / "letter.txt", "Kjære");
  EXPECT_THROW(make_copy(config, folder.path() / "letter.txt", night, out), std::runtime_error);
  EXPECT_EQ(content_of(folder.path() / "letter.txt"), "Kjære");
  const fs::path pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THROW(make_copy(config, pipe, night, out), std::runtime_error) << "and nobody is waited for";
  EXPECT_EQ(make_copy(config, copy, night, out), 0);
  EXPECT_EQ(make_copy(config, copy, noon, out), 0) << "an older copy is";
  EXPECT_EQ(check_copy(copy).made, noon);
}

// Operators' commands are run as root, and the service is another user.
TEST_F(Copies, ByHandStandInTheAuditLog) {
  { storage::Database owner(database); }
  std::ostringstream out;
  make_copy(config, copy, night, out);
  const auto acts = AuditLog(config.organisation.data).entries();
  ASSERT_EQ(acts.size(), 1U);
  EXPECT_EQ(acts[0].at("what"), "copy.made");
  EXPECT_EQ(acts[0].at("detail"), "copy.tar");
}

TEST_F(Copies, MadeByRootAreTheServices) {
  // Root alone can give; for others all is theirs as it was.
  const ::uid_t somebody = ::geteuid() == 0 ? 65534 : ::geteuid();
  { storage::Database owner(database); }
  ASSERT_EQ(::chown(config.organisation.data.c_str(), somebody, static_cast<::gid_t>(-1)), 0);
  fs::remove_all(config.backup.directory);
  std::ostringstream out;
  make_copy(config, {}, night, out);
  const auto owner_of = [](const fs::path& what) {
    struct stat about {};
    EXPECT_EQ(::stat(what.c_str(), &about), 0) << what;
    return about.st_uid;
  };
  EXPECT_EQ(owner_of(config.backup.directory), somebody);
  for (const auto& made : fs::directory_iterator(config.backup.directory))
    EXPECT_EQ(owner_of(made.path()), somebody) << made.path();
  make_copy(config, copy, night, out);
  EXPECT_EQ(owner_of(copy), ::geteuid()) << "what is put elsewhere stays";
}

// backup.directory = "/var/backups", say, where others keep theirs.
TEST_F(Copies, TakeNoFolderFromOthers) {
  { storage::Database owner(database); }
  const fs::path others = config.backup.directory / "dpkg.status.0";
  put_file(others, "of all packages");
  ASSERT_EQ(::chmod(config.backup.directory.c_str(), 0755), 0);
  std::ostringstream out;
  if (::geteuid() == 0) {
    EXPECT_THAT([&] { make_copy(config, {}, night, out); },
                testing::ThrowsMessage<std::runtime_error>(HasSubstr("dpkg.status.0")));
    EXPECT_EQ(fs::status(config.backup.directory).permissions(), fs::perms(0755));
  }
  // What file servers put into each folder is nobody's.
  fs::remove(others);
  for (const char* name : {".snapshot", "#recycle", "@eaDir"})
    fs::create_directory(config.backup.directory / name);
  make_copy(config, {}, night, out);
  EXPECT_EQ(fs::status(config.backup.directory).permissions(), fs::perms::owner_all);
  put_file(others, "of all packages");
  // One that is closed already may hold them, and they are not given to the service with it.
  ASSERT_EQ(::chmod(config.backup.directory.c_str(), 0700), 0);
  const ::uid_t somebody = ::geteuid() == 0 ? 65534 : ::geteuid();
  ASSERT_EQ(::chown(config.organisation.data.c_str(), somebody, static_cast<::gid_t>(-1)), 0);
  make_copy(config, {}, night, out);
  for (const fs::path& kept : {config.backup.directory, others}) {
    struct stat about {};
    ASSERT_EQ(::stat(kept.c_str(), &about), 0);
    EXPECT_EQ(about.st_uid, ::geteuid()) << kept;
  }
}

// The coming night would close it.
TEST_F(Copies, CloseTheServicesOwnFolderWhateverLiesThere) {
  if (::geteuid() != 0) return;  // root alone may close another's
  { storage::Database owner(database); }
  put_file(config.backup.directory / "README", "where they go");
  for (const fs::path& own : {config.organisation.data, config.backup.directory})
    ASSERT_EQ(::chown(own.c_str(), 65534, static_cast<::gid_t>(-1)), 0);
  ASSERT_EQ(::chmod(config.backup.directory.c_str(), 0750), 0);
  std::ostringstream out;
  make_copy(config, {}, night, out);
  EXPECT_EQ(fs::status(config.backup.directory).permissions(), fs::perms::owner_all);
}

// A file that somebody has left there, by a name of another time or for themselves alone.
TEST_F(Copies, AreMadeThoughSomethingIsThereThatCannotBeInThem) {
  { storage::Database owner(database); }
  put_file(config.organisation.data / "web.key", std::string(32, 'k'));
  put_file(config.organisation.data / "\xc5rsplan.txt", "x");
  put_file(config.organisation.data / "old" / "\xc5r" / "plan.txt", "x");
  put_file(config.organisation.data / "theirs" / "plan.txt", "x");
  fs::permissions(config.organisation.data / "theirs", fs::perms::none);
  back_up(config, copy, night);
  fs::permissions(config.organisation.data / "theirs", fs::perms::owner_all);
  std::vector<std::string> names;
  for (const auto& [name, hash] : check_copy(copy).hashes) names.push_back(name);
  if (::geteuid() == 0) names.erase(std::remove(names.begin(), names.end(), "theirs/plan.txt"), names.end());
  EXPECT_THAT(names, ElementsAre("refleks.db", "web.key"));
}

// As root has made it, say, who brought it back by hand.
TEST_F(Copies, AreNotMadeWithoutAKeyOrAPack) {
  { storage::Database owner(database); }
  const fs::path& data = config.organisation.data;
  config.packs = data / "packs";
  put_file(data / "web.key", std::string(32, 'k'));
  put_file(data / "packs" / "own.toml", "x");
  put_file(data / "packs" / "notes.txt", "x");
  fs::permissions(data / "packs" / "notes.txt", fs::perms::none);
  const auto copy_of_service = [&] {
    const pid_t child = ::fork();
    if (child == 0) {
      if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) ::_exit(2);
      try {
        back_up(config, copy, night);
      } catch (const std::exception&) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  if (::geteuid() == 0) {
    EXPECT_EQ(::chown(folder.path().c_str(), 65534, 65534), 0);
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
      EXPECT_EQ(::chown(entry.path().c_str(), 65534, 65534), 0);
  }
  EXPECT_EQ(copy_of_service(), 0) << "what is no pack is left out";
  for (const fs::path& needed : {data / "web.key", data / "packs" / "own.toml", data / "packs"}) {
    const fs::perms before = fs::status(needed).permissions();
    fs::permissions(needed, fs::perms::none);
    EXPECT_EQ(copy_of_service(), 1) << needed;
    fs::permissions(needed, before);
  }
  EXPECT_EQ(copy_of_service(), 0);
}

// Nobody else has them, and the configuration that names them is refused without.
TEST_F(Copies, HoldTheOrganisationsOwnPacksAndLeaveThoseThatAreThere) {
  { storage::Database owner(database); }
  config.packs = config.organisation.data / "own" / "packs";
  config.named = {config.organisation.data / "secrets" / "token"};
  const fs::path pack = config.packs / "årshjul på norsk.toml";
  put_file(pack, "as it was");
  put_file(config.named[0], "secret");
  back_up(config, copy, night);
  std::vector<std::string> names;
  for (const auto& [name, hash] : check_copy(copy).hashes) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("own/packs/årshjul på norsk.toml", "refleks.db"));
  put_file(pack, "as it is");
  restored_from(copy);
  EXPECT_EQ(content_of(pack), "as it is");
  fs::remove_all(config.organisation.data / "own");
  restored_from(copy);
  EXPECT_EQ(content_of(pack), "as it was");
}

TEST_F(Copies, OfOneNameAreMadeOneAtATime) {
  { storage::Database owner(database); }
  const fs::path lock = copy.string() + ".db.lock", part = copy.string() + ".db.partial";
  {
    const net::Descriptor other(lock, O_RDWR | O_CREAT);
    ASSERT_EQ(::flock(other.get(), LOCK_EX | LOCK_NB), 0);
    put_file(part, "of the other");
    EXPECT_THAT(
        [&] { back_up(config, copy, night); },
        testing::ThrowsMessage<std::runtime_error>(HasSubstr("a copy is being made as " + copy.string())));
    EXPECT_EQ(content_of(part), "of the other");
    EXPECT_FALSE(fs::exists(copy));
  }
  back_up(config, copy, night);  // that one was killed
  EXPECT_EQ(check_copy(copy).made, night);
  EXPECT_FALSE(fs::exists(lock));
}

TEST_F(Copies, OfTheNightAreMadeAnewAndOldOnesGo) {
  storage::Database owner(database);
  put_file(config.backup.directory / "refleks-2026-11-10.tar.new", "half");
  put_file(config.backup.directory / "refleks-2026-11-09.tar.db.partial-journal", "half");
  put_file(config.backup.directory / "refleks-now-2026-11-09T09-01-53Z.tar.new",
           "by hand, cut off a day ago");
  put_file(config.backup.directory / "refleks-now-2026-11-09T23-01-53Z.tar.db", "by hand, under way");
  const auto ago = [&](const char* name, std::chrono::hours hours) {
    fs::last_write_time(config.backup.directory / name, std::chrono::file_clock::from_sys(night - hours));
  };
  ago("refleks-now-2026-11-09T09-01-53Z.tar.new", std::chrono::hours{25});
  ago("refleks-now-2026-11-09T23-01-53Z.tar.db", std::chrono::hours{3});
  fs::permissions(config.backup.directory, fs::perms::others_read | fs::perms::group_all,
                  fs::perm_options::add);
  put_file(config.backup.directory / "notes.tar", "somebody's own file");
  support::HandClock clock(night);
  const fs::path old = config.backup.directory / "refleks-2026-01-01.tar";
  for (const char* number : {"01", "02", "03", "04", "05", "06", "07"})
    put_file(config.backup.directory / ("refleks-2026-01-" + std::string(number) + ".tar"), "an old copy");
  clock.sure = false;
  back_up_nightly(config, day(10), clock);
  EXPECT_TRUE(fs::exists(old));
  clock.sure = true;
  back_up_nightly(config, day(10), clock);
  EXPECT_FALSE(fs::exists(old));
  EXPECT_EQ(check_copy(newest_copy(config.backup.directory)).made, night);
  put_file(config.backup.directory / "refleks-now-2026-11-09T23-00-00Z.tar", "the evening before");
  EXPECT_EQ(newest_copy(config.backup.directory).filename(), "refleks-2026-11-10.tar");
  put_file(config.backup.directory / "refleks-now-2026-11-10T09-01-53Z.tar", "by hand");
  EXPECT_EQ(newest_copy(config.backup.directory).filename(), "refleks-now-2026-11-10T09-01-53Z.tar");
  EXPECT_TRUE(fs::exists(config.backup.directory / "notes.tar"));
  EXPECT_FALSE(fs::exists(config.backup.directory / "refleks-2026-11-10.tar.new"));
  EXPECT_FALSE(fs::exists(config.backup.directory / "refleks-2026-11-09.tar.db.partial-journal"));
  EXPECT_FALSE(fs::exists(config.backup.directory / "refleks-now-2026-11-09T09-01-53Z.tar.new"));
  EXPECT_TRUE(fs::exists(config.backup.directory / "refleks-now-2026-11-09T23-01-53Z.tar.db"));
  EXPECT_EQ(fs::status(config.backup.directory).permissions(), fs::perms::owner_all);
}

TEST_F(Copies, AreMadeThoughAnOldOneCannotBeRemoved) {
  storage::Database owner(database);
  // The administrator may remove any file: a folder that holds something stands for one that stays.
  const fs::path stuck = config.backup.directory / "refleks-2026-01-02.tar";
  put_file(stuck / "held.txt", "held");
  for (const char* number : {"01", "03", "04", "05", "06", "07", "08", "09", "10"})
    put_file(config.backup.directory / ("refleks-2026-01-" + std::string(number) + ".tar"), "an old copy");
  EXPECT_NO_THROW(back_up_nightly(config, day(10), support::HandClock(night)));
  EXPECT_EQ(check_copy(config.backup.directory / "refleks-2026-11-10.tar").made, night);
  EXPECT_TRUE(fs::exists(stuck));
  EXPECT_FALSE(fs::exists(config.backup.directory / "refleks-2026-01-01.tar"))
      << "the others go all the same";
}

TEST_F(Copies, LoseTheNextNightWhatWasTakenAway) {
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  const core::GroupId nord("nord");
  core::Group group;
  group.id = nord;
  group.key = group.name = group.channel = "nord";
  group.workspace = "sandbox";
  const std::string words = "ord som \"tas\" bort 7f3a", others = "ord som blir";
  const auto in_folder = [&](const std::string& text) {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(config.organisation.data))
      if (entry.is_regular_file() && content_of(entry.path()).find(text) != std::string::npos) ++files;
    return files;
  };
  owner.begin();
  stores.people->apply({}, {group});
  ideas::Idea idea{core::IdeaId("1"), nord, words, ideas::Idea::State::released};
  stores.ideas->add({idea, {core::IdeaId("2"), nord, others, ideas::Idea::State::released}});
  runtime::OutboxRow row = waiting("ideas:1", "2026-11-09T12:00:00Z");
  row.message.blocks.emplace_back(core::List{{{core::Span(words)}, {core::Span(others)}}, false});
  stores.outbox->add(row);
  owner.commit();
  owner.sql() << "UPDATE outbox SET state = 'sent'";
  back_up_nightly(config, day(9), support::HandClock(night - std::chrono::days{1}));
  {
    storage::Database(database, storage::Database::Use::reader)
        .backup_to((config.backup.directory / "refleks-2026-11-08.db").string());
  }
  put_file(config.backup.directory / "refleks-2026-11-07.tar", "damaged, and in the way of nothing");
  put_file(config.backup.directory / "refleks-2026-11-09.tar.work" / "refleks.db", words + " 7f3a");
  ASSERT_GE(in_folder("bort 7f3a"), 4U);

  owner.begin();
  stores.ideas->forget_posted(nord, words);
  stores.ideas->set_body(idea.id, "");
  stores.ideas->set_state(idea.id, ideas::Idea::State::hidden);
  owner.commit();
  stores.ideas->scrub();
  back_up_nightly(config, day(10), support::HandClock(night));
  EXPECT_EQ(in_folder("bort 7f3a"), 0U);
  const fs::path older = config.backup.directory / "refleks-2026-11-09.tar";
  EXPECT_EQ(check_copy(older).made, night - std::chrono::days{1}) << "it is as old as it was";
  EXPECT_EQ(fs::status(older).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_GE(in_folder(others), 4U) << "the database and three copies";
  EXPECT_TRUE(fs::exists(config.backup.directory / "refleks-2026-11-07.tar")) << "for somebody to look at";
}

TEST_F(Copies, LoseWhoWasErasedHoweverLongNobodyLookedAtThem) {
  core::Person anne{
      core::PersonId("person-anne"), "sandbox", "U-anne-7f3a", "Anne", core::Language::nb, false};
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  stores.groups->add_person(anne);
  back_up_nightly(config, day(9), support::HandClock(night - std::chrono::days{1}));
  const fs::path older = config.backup.directory / "refleks-2026-11-09.tar";
  // A copy by hand, of another version, by a clock that runs a day ahead of the service's.
  const fs::path by_hand = config.backup.directory / "refleks-now-2026-11-10T20-00-00Z.tar",
                 alone = folder.path() / "alone.db";
  owner.backup_to(alone.string());
  write_copy(by_hand, night + std::chrono::hours{18}, {{"refleks.db", alone}}, "0.1.0");
  owner.begin();
  storage::remember_erased(owner, storage::people_called(owner, "person-anne").front(),
                           night - std::chrono::hours{1});
  owner.commit();
  owner.sql() << "DELETE FROM person";
  // The service was off for the summer.
  back_up_nightly(config, day(30), support::HandClock(night + std::chrono::days{200}));
  for (const fs::path& copy : {older, by_hand}) {
    ASSERT_TRUE(fs::exists(copy)) << copy;
    EXPECT_EQ(content_of(copy).find("U-anne-7f3a"), std::string::npos) << copy;
  }
  EXPECT_EQ(check_copy(by_hand).version, REFLEKS_VERSION) << "the former version cannot use it any more";
}

TEST(SuperfluousCopies, AreOldAndNotAmongTheNewest) {
  std::vector<std::string> names{"notes.tar", "refleks-now.tar", "refleks-2026-13-xx.tar"};
  for (int d = 10; d < 30; ++d)
    names.push_back("refleks-2026-11-" + std::to_string(d) + (d < 15 ? ".db" : ".tar"));
  EXPECT_THAT(superfluous(names, day(29), 14),
              ElementsAre("refleks-2026-11-14.db", "refleks-2026-11-13.db", "refleks-2026-11-12.db",
                          "refleks-2026-11-11.db", "refleks-2026-11-10.db"));
  // Five years ahead all are old: seven stay, and the one that was made then goes when the clock is right
  // again.
  names.push_back("refleks-2031-11-29.tar");
  const core::Date ahead{std::chrono::year{2031}, std::chrono::November, std::chrono::day{29}};
  EXPECT_EQ(superfluous(names, ahead, 14).size(), 14U);
  EXPECT_THAT(superfluous({"refleks-2031-11-29.tar", "refleks-2026-11-09.tar"}, day(10), 14), IsEmpty());
}

TEST_F(Copies, BringAnInstallationBackAndKeepWhatWasThere) {
  const fs::path data = config.organisation.data;
  {
    storage::Database owner(database);
    storage::Stores stores = storage::open_stores(owner);
    owner.begin();
    stores.outbox->add(waiting("invitation:1", "2026-11-10T02:00:00Z"));
    stores.outbox->add(waiting("reminder:1", "2026-11-10T12:00:00Z"));
    owner.commit();
    put_file(data / "web.key", std::string(32, 'k'));
    back_up(config, copy, night);
    owner.begin();
    stores.outbox->add(waiting("later:1", "2026-11-10T10:00:00Z"));
    owner.commit();
    EXPECT_THAT(refusal_of(copy), HasSubstr("the service runs"));
  }
  put_file(data / "web.key", std::string(32, 'n'));
  put_file(data / "since.json", "{}");
  put_file(data / "box" / "ballots" / "one.box", "sealed");
  put_file(database + "-wal", "of another database");
  const std::string told = restored_from(copy);
  EXPECT_THAT(told, HasSubstr("from a copy of 2026-11-10T02:30:00Z"));
  EXPECT_THAT(told,
              HasSubstr("messages that waited in the copy are not posted, because they may have been: 1\n"));
  EXPECT_EQ(content_of(data / "web.key"), std::string(32, 'k'));
  EXPECT_FALSE(fs::exists(data / "since.json"));
  EXPECT_FALSE(fs::exists(database + "-wal")) << "the log of the lost database is not played over the copy";
  EXPECT_EQ(content_of(aside() / "web.key"), std::string(32, 'n'));
  EXPECT_EQ(content_of(aside() / "refleks.db-wal"), "of another database");
  EXPECT_TRUE(fs::exists(data / "box" / "ballots" / "one.box"))
      << "boxes are looked at when the service starts";
  EXPECT_FALSE(fs::exists(data / restore_mark));

  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  EXPECT_EQ(stores.outbox->look("invitation:1")->state, runtime::OutboxRow::State::failed);
  EXPECT_EQ(stores.outbox->look("reminder:1")->state, runtime::OutboxRow::State::waiting) << "not due yet";
  EXPECT_FALSE(stores.outbox->look("later:1"));
  const auto record = last_restore(owner, data);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->made, night);
  EXPECT_EQ(record->at, noon);
  EXPECT_EQ(record->withheld, 1);
  // Where the database goes, it goes along.
  const std::string elsewhere = (folder.path() / "elsewhere.db").string();
  owner.backup_to(elsewhere);
  storage::Database other(elsewhere);
  const auto there = last_restore(other, folder.path() / "no such folder");
  ASSERT_TRUE(there);
  EXPECT_EQ(there->at, noon);
}

TEST_F(Copies, OfWhatWasRestoredBeforeTheDatabaseKeptItAreRemembered) {
  storage::Database owner(database);
  EXPECT_FALSE(last_restore(owner, config.organisation.data));
  put_file(config.organisation.data / "restored.json",
           R"({"made": "2026-11-01T02:30:00Z", "restored": "2026-11-02T09:00:00Z", "withheld": 3})");
  const auto record = last_restore(owner, config.organisation.data);
  ASSERT_TRUE(record);
  EXPECT_EQ(core::to_text(record->at), "2026-11-02T09:00:00Z");
}

TEST_F(Copies, AreNotBroughtBackByAClockBehind) {
  { storage::Database owner(database); }
  back_up(config, copy, noon + std::chrono::hours{2});
  const std::string before = content_of(database);
  EXPECT_THAT(refusal_of(copy),
              HasSubstr("the clock shows 2026-11-10T11:00:00Z, and it has been 2026-11-10T13:00:00Z"));
  EXPECT_EQ(content_of(database), before);
  EXPECT_EQ(aside(), fs::path());
  confirm_clock(config.organisation.data, noon);
  EXPECT_EQ(refusal_of(copy), "") << "the operator's word";
  // What the database that is replaced has seen counts too.
  back_up(config, copy, night);
  {
    storage::Database owner(database);
    storage::keep_clock(owner, {noon + std::chrono::days{3}, noon + std::chrono::days{3}});
  }
  fs::remove(confirmation_file(config.organisation.data));
  EXPECT_THAT(refusal_of(copy), HasSubstr("2026-11-13T11:00:00Z"));
}

TEST(Restored, ByAClockThatRanAheadIsOverWhenThatIsSetRight) {
  const support::TempDirectory data;
  const std::string database = data / "refleks.db";
  support::WholeBot bot{support::with_sessions(support::municipality(), "2026-11-24"), "2026-11-09T08:00:00Z",
                        database};
  bot.stop();
  {
    storage::Database owner(database);
    storage::set_meta(owner, "restored",
                      R"({"made":"2026-11-08T02:30:00Z","restored":"2027-02-01T09:00:00Z","withheld":0})");
  }
  bot.begin();
  EXPECT_THAT(bot.last_in("eivind"), HasSubstr("9. november"));
  bot.forget();
  bot.advance("2026-11-24T07:00:00Z");
  EXPECT_THAT(bot.said_in("hjemme-nord"), testing::Not(IsEmpty()));
  bot.stop();
  storage::Database owner(database);
  EXPECT_EQ(last_restore(owner, data.path())->at, core::instant_from_text("2026-11-09T08:00:00Z"));
}

TEST_F(Copies, ThatAreNotSoundChangeNothing) {
  { storage::Database owner(database); }
  put_file(config.organisation.data / "web.key", "ours");
  back_up(config, copy, night);
  const std::string before = content_of(database), whole = content_of(copy);
  for (const std::size_t at : {std::size_t{10}, std::size_t{700}, whole.size() / 2}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    put_file(copy, damaged);
    EXPECT_NE(refusal_of(copy), "") << at;
  }
  put_file(copy, whole.substr(0, whole.size() / 2));
  EXPECT_NE(refusal_of(copy), "");
  put_file(copy, "");
  EXPECT_NE(refusal_of(copy), "");
  EXPECT_NE(refusal_of(folder.path() / "nowhere.tar"), "");
  EXPECT_EQ(content_of(database), before);
  EXPECT_EQ(content_of(config.organisation.data / "web.key"), "ours");
  EXPECT_EQ(aside(), fs::path());
  EXPECT_FALSE(fs::exists(config.organisation.data / restoring_name));
}

// One entry of a tar file, of that type.
std::string tar_entry(char type, const std::string& name, const std::string& bytes) {
  std::string head(512, '\0');
  const auto set = [&](std::size_t at, const std::string& text) { head.replace(at, text.size(), text); };
  set(0, name);
  set(100, "0000600");
  set(124, fmt::format("{:011o}", bytes.size()));
  set(148, "        ");
  head[156] = type;
  set(257, "ustar");
  set(263, "00");
  unsigned sum = 0;
  for (const char byte : head) sum += static_cast<unsigned char>(byte);
  set(148, fmt::format("{:06o}", sum));
  return head + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

// A few bytes can say that a file is all holes, of so many bytes that nobody reads them to their end.
TEST_F(Copies, WithAFileOfHolesAreRefusedAtOnce) {
  const std::string holes =
      "26 GNU.sparse.numblocks=1\n23 GNU.sparse.map=0,10\n39 GNU.sparse.size=4611686018427387904\n";
  put_file(copy, tar_entry('x', "holes", holes) + tar_entry('0', "copy.json", "0123456789") +
                     std::string(1024, '\0'));
  EXPECT_THAT(refusal_of(copy), testing::HasSubstr("copy.json in it is longer than the whole copy"));
}

TEST_F(Copies, OfAFormatThatIsNotOursAreRefused) {
  for (const char* other : {"2", "1.5", "true"}) {
    put_file(copy,
             tar_entry('0', "copy.json", fmt::format("{{\"format\": {}}}", other)) + std::string(1024, '\0'));
    EXPECT_THAT(refusal_of(copy), testing::HasSubstr("it was made by a newer refleks")) << other;
  }
}

TEST_F(Copies, ThatAreNoTarFilesSayWhatToDo) {
  put_file(copy, "\x1f\x8b" + std::string(700, 'z'));
  EXPECT_THAT(refusal_of(copy), testing::HasSubstr("compressed or encrypted must be unpacked first"));
}

TEST_F(Copies, OfTheFormerKindAreADatabaseAlone) {
  const fs::path bare = folder.path() / "refleks-2026-11-10.db";
  { storage::Database(database).backup_to(bare.string()); }
  put_file(config.organisation.data / "web.key", "stays");
  restored_from(bare);
  EXPECT_EQ(content_of(config.organisation.data / "web.key"), "stays");
  EXPECT_EQ(storage::sqlite::examine(database).trouble, "");
}

TEST_F(Copies, CutOffHalfwayAreNotServedAndCanBeRestoredAgain) {
  { storage::Database owner(database); }
  back_up(config, copy, night);
  put_file(config.organisation.data / restore_mark, "copy.tar\n");
  EXPECT_THROW(refuse_half_restored(config.organisation.data), std::runtime_error);
  restored_from(copy);
  EXPECT_NO_THROW(refuse_half_restored(config.organisation.data));
}

TEST_F(Copies, AreRestoredOnANewMachine) {
  { storage::Database owner(database); }
  back_up(config, copy, night);
  config.organisation.data = folder.path() / "new" / "data";
  config.ballot_box.directory = config.organisation.data / "box";
  restored_from(copy);
  EXPECT_EQ(storage::sqlite::examine(database_in(config.organisation.data).string()).trouble, "");
}

TEST_F(Copies, AnExaminedDatabaseIsNotTouched) {
  { storage::Database owner(database); }
  fs::remove(database + ".lock");
  EXPECT_EQ(storage::sqlite::examine(database).trouble, "");
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(config.organisation.data))
    names.push_back(entry.path().filename().string());
  EXPECT_THAT(names, ElementsAre("refleks.db"));
}

}  // namespace
}  // namespace app
