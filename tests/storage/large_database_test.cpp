// A database too large to be looked through while somebody waits.

#include <gmock/gmock.h>
#include <soci/soci.h>

#include <filesystem>
#include <fstream>

#include "storage/database.hpp"
#include "tests/support/store_fixture.hpp"

using storage::Database;
using testing::HasSubstr;

namespace {

constexpr std::size_t bytes_of_page = 4096;

struct LargeDatabase : testing::Test {
  LargeDatabase() {
    Database owner(path);
    owner.sql() << "INSERT INTO meta(name, value) VALUES('small', 'a-small-table')";
    owner.sql() << "INSERT INTO seen(workspace, delivery, day) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                   "SELECT i + 1 "
                   "FROM n WHERE i < 60000) SELECT 'chat', printf('delivery-%0150d', i), '2026-11-24' FROM n";
    owner.compact();
  }
  // The page on which that stands says nothing any more.
  void damage(const std::string& words) {
    std::string bytes = support::content_of(path);
    const std::size_t at = bytes.find(words);
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at / bytes_of_page * bytes_of_page, 8, std::string(8, '\x5a'));
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string refusal() const {
    try {
      const Database owner(path);
    } catch (const storage::Error& error) {
      return error.what();
    }
    return {};
  }

  support::TempDirectory directory;
  std::string path = directory / "refleks.db";
};

TEST_F(LargeDatabase, IsServedBeforeAllOfItWasLookedThrough) {
  Database owner(path);
  EXPECT_FALSE(owner.looked_through());
  Database reader(path, Database::Use::reader);
  EXPECT_EQ(reader.damage(std::chrono::minutes{1}), "");
  EXPECT_TRUE(reader.looked_through());
  EXPECT_EQ(reader.damage(std::chrono::minutes{1}, [] { return true; }), "");
  EXPECT_FALSE(reader.looked_through()) << "it was enough";
}

TEST_F(LargeDatabase, IsRefusedForDamageInASmallTable) {
  damage("a-small-table");
  EXPECT_THAT(refusal(), HasSubstr("is damaged and is not served"));
}

TEST_F(LargeDatabase, WithDamageInALargeTableIsFoundBesideAndRefusedFromThenOn) {
  const std::string whole = support::content_of(path);
  damage("delivery-" + std::string(145, '0') + "30000");
  {
    Database owner(path);
    Database reader(path, Database::Use::reader);
    EXPECT_NE(reader.damage(std::chrono::minutes{1}), "");
    storage::doubt(path);
  }
  EXPECT_THAT(refusal(), HasSubstr("is damaged and is not served"));
  EXPECT_THAT(refusal(), HasSubstr("is damaged and is not served")) << "as long as it is";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << whole;
  {
    const Database owner(path);
    EXPECT_TRUE(owner.looked_through()) << "a file that was doubted";
  }
  const Database owner(path);
  EXPECT_FALSE(owner.looked_through()) << "not for ever";
}

TEST(ThrownAway, ADatabaseKeepsItsPromisesInsideTheProcess) {
  support::TempDirectory directory;
  const std::string path = directory / "refleks.db";
  Database owner(path);
  owner.throw_away();
  const core::Date day{std::chrono::year{2026} / 11 / 24};
  const auto seen = storage::make_seen_store(owner);
  owner.begin();
  owner.savepoint();
  EXPECT_TRUE(seen->first_time("chat", "undone", day));
  owner.rollback_to_savepoint();
  owner.savepoint();
  EXPECT_TRUE(seen->first_time("chat", "kept", day));
  owner.release();
  owner.commit();
  owner.begin();
  EXPECT_FALSE(seen->first_time("chat", "kept", day));
  EXPECT_TRUE(seen->first_time("chat", "undone", day));
  owner.rollback();
  EXPECT_FALSE(std::filesystem::exists(path + "-wal")) << "nothing is written twice";
}

}  // namespace
