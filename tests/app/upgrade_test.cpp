// What an operator hears of a new version.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/core/log.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/folder.hpp"

namespace app {
namespace {

// There is no way back but a copy from before, and a large database takes its time.
TEST(Upgrade, OfTheDatabaseIsSaidInTheLogOnce) {
  const support::TempDirectory folder;
  const std::string path = (folder / "refleks.db").string(), log = (folder / "log").string();
  auto former = storage::embedded_migrations();
  const auto newest = former.size();
  former.pop_back();
  {
    storage::sqlite::Connection before(path, storage::Use::owner);
    storage::migrate(before, path, former);
  }
  core::set_up_log("info", log);
  { const storage::Database now(path); }
  { const storage::Database again(path); }
  { const storage::Database other((folder / "new.db").string()); }
  core::set_up_log("off", "");
  const std::string said = support::content_of(log), what = "schema " + std::to_string(newest - 1) + " to ";
  EXPECT_THAT(said, testing::HasSubstr(what + std::to_string(newest)));
  EXPECT_EQ(said.find("schema"), said.rfind("schema")) << said;
}

}  // namespace
}  // namespace app
