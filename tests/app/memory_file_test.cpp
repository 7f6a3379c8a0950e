#include "bot/app/memory_file.hpp"

#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace {

using app::MemoryFile;

TEST(MemoryFile, OneWritesAndNobodyReadsMeanwhile) {
  MemoryFile file;
  MemoryFile::User one, other;
  EXPECT_EQ(file.lock(one, SQLITE_LOCK_SHARED), SQLITE_OK);
  EXPECT_EQ(file.lock(other, SQLITE_LOCK_SHARED), SQLITE_OK);
  EXPECT_FALSE(file.reserved());
  EXPECT_EQ(file.lock(one, SQLITE_LOCK_RESERVED), SQLITE_OK);
  EXPECT_TRUE(file.reserved());
  EXPECT_EQ(file.lock(other, SQLITE_LOCK_RESERVED), SQLITE_BUSY);
  EXPECT_EQ(file.lock(one, SQLITE_LOCK_EXCLUSIVE), SQLITE_BUSY);
  file.unlock(other, SQLITE_LOCK_NONE);
  EXPECT_EQ(file.lock(other, SQLITE_LOCK_SHARED), SQLITE_BUSY) << "somebody waits for it alone";
  EXPECT_EQ(file.lock(one, SQLITE_LOCK_EXCLUSIVE), SQLITE_OK);
  EXPECT_EQ(file.lock(other, SQLITE_LOCK_SHARED), SQLITE_BUSY);
  file.unlock(one, SQLITE_LOCK_SHARED);
  EXPECT_EQ(file.lock(other, SQLITE_LOCK_SHARED), SQLITE_OK);
}

TEST(MemoryFile, SlotsAreHeldTogetherOrAlone) {
  MemoryFile file;
  MemoryFile::User one, other;
  EXPECT_EQ(file.part(one, 0, 32, false), nullptr);
  ASSERT_NE(file.part(one, 0, 32, true), nullptr);
  EXPECT_EQ(file.part(other, 0, 32, false), file.part(one, 0, 32, false));
  EXPECT_EQ(file.lock_slots(one, 3, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED), SQLITE_OK);
  EXPECT_EQ(file.lock_slots(other, 3, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED), SQLITE_OK);
  EXPECT_EQ(file.lock_slots(other, 2, 4, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE), SQLITE_BUSY);
  file.unmap(one);
  file.lock_slots(other, 3, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
  EXPECT_EQ(file.lock_slots(other, 2, 4, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE), SQLITE_OK);
  EXPECT_EQ(file.lock_slots(one, 5, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED), SQLITE_BUSY);
  file.unmap(other);
  EXPECT_EQ(file.lock_slots(one, 5, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED), SQLITE_OK);
  EXPECT_EQ(file.part(one, 0, 32, false), nullptr) << "it went with the last who had it";
}

}  // namespace
