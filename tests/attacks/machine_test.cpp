// T13, T14, T15: the machine below: where the box lies, what stays in the log of the database, where SQLite
// puts what it needs for a moment.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>
#include <set>
#include <sstream>

#include "bot/app/doctor.hpp"
#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

TEST(Attack, T13_OnADiskThereAreNoAnonymousPollsAndIdeas) {
  World world;
  TempDirectory disk("/var/tmp");
  world.bot.stop();
  world.bot.config().ballot_box.directory = disk / "box";
  world.bot.begin();
  EXPECT_HAS(world.bot.bot().box_refusal(), "ballot_box.directory");
  EXPECT_HAS(world.bot.bot().box_refusal(), "is not in memory");
  const auto draft =
      world.bot.say("marit", "hjemme-nord", R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  EXPECT_EQ(words(world.bot.press("marit", button(draft, "Åpne nå"))), text("polls.refused"));
  EXPECT_EQ(words(world.idea("kari", "zdisk")), text("polls.refused"));
  EXPECT_TRUE(world.bot.said.empty());
  EXPECT_FALSE(holds(disk.path(), "zdisk"));
  EXPECT_HAS(world.log(), "polls: anonymous polls are refused");

  app::Config config = world.bot.config();
  config.organisation.data = world.data.path();
  std::ostringstream report;
  EXPECT_NE(app::doctor(config, report), 0);
  EXPECT_HAS(report.str(), "is not in memory (tmpfs)");
}

TEST(Attack, T13_TheDoctorTellsOfSwapAndCoreFiles) {
  World world;
  app::Config config = world.bot.config();
  config.organisation.data = world.data.path();
  std::ostringstream report;
  app::doctor(config, report);
  EXPECT_HAS(report.str(), "the ballot box is in memory");
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  bool swap = false;
  while (std::getline(swaps, line)) swap = swap || (!line.empty() && line.find("zram") == std::string::npos);
  EXPECT_HAS(report.str(), swap ? "this machine swaps" : "no swap on disk");
  std::ifstream pattern("/proc/sys/kernel/core_pattern");
  EXPECT_HAS(report.str(), pattern.get() == '|' ? "core files go to a program" : "no core handler");
}

TEST(Attack, T14_AReaderHoldsTheLogOnlyUntilItIsGone) {
  World world;
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  for (const std::string& user : home) world.write(user, why, "zlog " + user);
  const auto wal = [&] { return std::filesystem::file_size(world.data / "refleks.db-wal"); };
  {
    storage::Database reader(world.data / "refleks.db", storage::Database::Use::reader);
    int polls = 0;
    reader.sql() << "BEGIN";
    reader.sql() << "SELECT count(*) FROM poll", soci::into(polls);
    world.bot.advance("2026-11-09T13:00:00Z");
    EXPECT_GT(wal(), 0U) << "it cannot be truncated while somebody reads";
    reader.sql() << "COMMIT";
  }
  world.bot.say("kari", "", "hjelp");
  EXPECT_EQ(wal(), 0U) << "with the next thing that happens it is";
}

// Open files of this process other than those that were there before, while a statement runs.
struct Watch {
  std::set<std::string> before, opened;
  static std::set<std::string> now() {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const auto target = std::filesystem::read_symlink(entry.path(), gone);
      if (!gone && target.string().starts_with("/") && !target.string().starts_with("/proc/"))
        names.insert(target);
    }
    return names;
  }
  static int look(void* self) {
    auto& watch = *static_cast<Watch*>(self);
    for (const std::string& name : now())
      if (!watch.before.contains(name)) watch.opened.insert(name);
    return 0;
  }
};

TEST(Attack, T15_RebuildingTheFileOpensNoTemporaryFile) {
  TempDirectory disk("/var/tmp");
  storage::Database database(disk / "refleks.db");
  int temp_store = 0;
  database.sql() << "PRAGMA temp_store", soci::into(temp_store);
  EXPECT_EQ(temp_store, 2) << "memory";
  database.begin();
  for (int i = 0; i < 4000; ++i) {
    const std::string name = "filler " + std::to_string(i), value(500, 'x');
    database.sql() << "INSERT INTO meta(name, value) VALUES(:name, :value)", soci::use(name),
        soci::use(value);
  }
  database.commit();
  database.sql() << "PRAGMA cache_size=10";  // what is rebuilt does not fit into the cache
  auto* connection = static_cast<soci::sqlite3_session_backend*>(database.sql().get_backend())->conn_;
  Watch watch;
  watch.before = Watch::now();
  sqlite_api::sqlite3_progress_handler(connection, 500, Watch::look, &watch);
  database.compact();
  sqlite_api::sqlite3_progress_handler(connection, 0, nullptr, nullptr);
  std::erase_if(watch.opened,
                [&](const std::string& name) { return name.starts_with((disk / "refleks.db").string()); });
  EXPECT_TRUE(watch.opened.empty()) << testing::PrintToString(watch.opened);
}

}  // namespace
