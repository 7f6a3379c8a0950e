#include "bot/app/faulty_disk.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include "bot/app/rehearsal.hpp"
#include "storage/database.hpp"

namespace {

// A database on a faulty disk, with a table of one column.
class FaultyDiskTest : public testing::Test {
 protected:
  void open() {
    database_ = std::make_unique<storage::Database>((folder_.path() / "refleks.db").string());
    database_->sql() << "CREATE TABLE IF NOT EXISTS said(word TEXT)";
  }
  void say(const std::string& word) {
    database_->begin();
    database_->sql() << "INSERT INTO said VALUES('" + word + "')";
    database_->commit();
  }
  int said() {
    int count = 0;
    database_->sql() << "SELECT COUNT(*) FROM said", soci::into(count);
    return count;
  }
  void next_life(bool power_lost) {
    database_.reset();
    disk_.next_life(power_lost);
    open();
  }

  app::TemporaryFolder folder_{"/dev/shm"};
  app::FaultyDisk disk_{1};
  std::unique_ptr<storage::Database> database_;
};

TEST_F(FaultyDiskTest, WhatWasCommittedOutlivesADeathAndALossOfPower) {
  open();
  for (int i = 0; i < 50; ++i) {
    say("one more");
    disk_.die();
    EXPECT_THROW(say("after the death"), storage::Error);
    next_life(i % 2 == 0);
    EXPECT_EQ(said(), i + 1);
  }
}

TEST_F(FaultyDiskTest, ADeathAfterAnyWriteLeavesAllOrNothing) {
  open();
  int before = 0;
  for (int writes = 0; writes < 40; ++writes) {
    disk_.die_after(writes);
    try {
      say("perhaps");
    } catch (const std::exception&) {
      EXPECT_TRUE(disk_.dead());
    }
    next_life(true);
    EXPECT_GE(said(), before);
    EXPECT_LE(said(), before + 1);
    before = said();
  }
  EXPECT_GT(before, 0);
}

TEST_F(FaultyDiskTest, WithoutSyncALossOfPowerLoses) {
  open();
  say("kept");
  next_life(false);
  database_->sql() << "PRAGMA synchronous=OFF";
  for (int i = 0; i < 30; ++i) say("not kept");
  disk_.die();
  try {
    next_life(true);
    EXPECT_LT(said(), 31);
  } catch (const std::exception&) {  // torn so that it cannot be opened: lost as well
  }
}

TEST_F(FaultyDiskTest, AFullDiskRefusesAndLosesNothing) {
  open();
  say("kept");
  disk_.set_full(true);
  EXPECT_THROW(say("too much"), storage::Error);
  database_->rollback();
  disk_.set_full(false);
  say("again");
  EXPECT_EQ(said(), 2);
}

}  // namespace
