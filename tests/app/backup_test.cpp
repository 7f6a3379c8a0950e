#include "bot/app/backup.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "bot/app/rehearsal.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

core::Date day(unsigned d) {
  return core::Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{d}};
}

struct Copies : testing::Test {
  TemporaryFolder folder{fs::temp_directory_path()};
  std::string database = (folder.path() / "refleks.db").string();
  fs::path copies = folder.path() / "copies";
};

TEST_F(Copies, HoldWhatWasCommittedWhileTheOwnerHasTheDatabaseOpen) {
  storage::Database owner(database);
  storage::Stores stores = storage::open_stores(owner);
  owner.begin();
  stores.agenda->put({"a", "test/a", "", core::instant_from_text("2026-11-24T12:00:00Z")});
  owner.commit();
  owner.begin();  // under way and not in the copy
  stores.agenda->put({"b", "test/b", "", core::instant_from_text("2026-11-24T12:00:00Z")});
  back_up(database, copies, day(10), 14);
  owner.commit();

  storage::Database copy((copies / "refleks-2026-11-10.db").string());
  storage::Stores copied = storage::open_stores(copy);
  EXPECT_TRUE(copied.agenda->find("a"));
  EXPECT_FALSE(copied.agenda->find("b"));
}

TEST_F(Copies, AreKeptAsLongAsConfiguredAndNotLonger) {
  storage::Database owner(database);
  for (unsigned d = 1; d <= 9; ++d) back_up(database, copies, day(d), 3);
  std::ofstream(copies / "notes.db") << "somebody's own file";
  back_up(database, copies, day(10), 3);
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(copies)) names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"notes.db", "refleks-2026-11-07.db", "refleks-2026-11-08.db",
                                          "refleks-2026-11-09.db", "refleks-2026-11-10.db"}));
  EXPECT_EQ(fs::status(copies).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(Copies, CutOffByACrashAreMadeAnew) {
  storage::Database owner(database);
  fs::create_directories(copies);
  std::ofstream(copies / "refleks-2026-11-10.db.new") << "half";
  back_up(database, copies, day(10), 3);
  EXPECT_TRUE(fs::exists(copies / "refleks-2026-11-10.db"));
  EXPECT_FALSE(fs::exists(copies / "refleks-2026-11-10.db.new"));
}

}  // namespace
}  // namespace app
