// `refleks people import` while no service runs.

#include "bot/app/people_import.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bot/app/places.hpp"
#include "bot/app/start_check.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

struct ImportAlone : ::testing::Test {
  ImportAlone() {
    config = municipality();
    config.sandbox.enabled = true;
    config.organisation.data = data / "data";
    config.ballot_box.directory = box.path();
    std::filesystem::create_directory(config.organisation.data);
    put("navn;gruppe\r\nÅse Bjørnæs;Hjemmetjenesten nord\r\nPer Dal;Hjemmetjenesten nord\r\n");
  }
  void put(const std::string& list) { std::ofstream(data / "list.csv", std::ios::binary) << list; }
  int import(const std::string& answer, bool dry_run = false) {
    std::istringstream in(answer);
    std::ostringstream out;
    const int status = app::import_people(config, {data / "list.csv", dry_run, false}, in, out);
    told = out.str();
    return status;
  }
  std::size_t people() {
    storage::Database database(app::database_of(config));
    return storage::make_people_store(database)->load().people().size();
  }

  TempDirectory data, box{"/dev/shm"};
  app::Config config;
  std::string told;
};

TEST_F(ImportAlone, ARosterIsTakenForADayOrForManyDays) {
  app::ImportOptions options{data / "list.csv", false, true};
  options.group = "hjemme-nord";
  const auto take = [&] {
    std::istringstream in;
    std::ostringstream out;
    const int status = app::import_people(config, options, in, out);
    told = out.str();
    return status;
  };
  put("navn\r\nKari\r\nJonas\r\n");
  EXPECT_EQ(take(), 1);
  EXPECT_HAS(told, "Nothing was changed");
  options.day = "2099-11-30";
  options.dry_run = true;
  EXPECT_EQ(take(), 0);
  EXPECT_HAS(told, "Monday 30 November 2099: Jonas and Kari");
  options.dry_run = false;
  EXPECT_EQ(take(), 0);
  EXPECT_HAS(told, "done: 1 days");
  EXPECT_EQ(take(), 0);
  EXPECT_HAS(told, "1 days: 0 change something, 1 do not");
  options.day.clear();
  put("dato;navn\r\n2099-12-01;Kari\r\n2099-12-02;Nobody Here\r\n");
  EXPECT_EQ(take(), 1);
  EXPECT_HAS(told, "Nobody Here");
  options.group = "nowhere";
  EXPECT_EQ(take(), 1);
  EXPECT_HAS(told, "no group with the key 'nowhere'");
}

TEST_F(ImportAlone, TakesTheFolderItselfAndSaysSo) {
  EXPECT_EQ(import("", true), 0);
  EXPECT_HAS(told, "The service does not run");
  EXPECT_HAS(told, "new: Åse Bjørnæs");
  const std::size_t before = people();
  EXPECT_EQ(import("no\n"), 1);
  EXPECT_EQ(people(), before);
  EXPECT_EQ(import("yes\n"), 0);
  EXPECT_HAS(told, "done: 2 lines");
  EXPECT_EQ(people(), before + 2);
  EXPECT_EQ(import("yes\n"), 0);
  EXPECT_HAS(told, "0 change something, 2 do not");
}

TEST_F(ImportAlone, NamesEachErrorWithItsLineAndDoesNothing) {
  put("navn;gruppe\nPer Dal;Hjemmetjenesten nord\nGro Li;Ingensteds\n");
  EXPECT_EQ(import("yes\n"), 1);
  EXPECT_HAS(told, "line    3");
  EXPECT_HAS(told, "Nothing was changed");
}

TEST_F(ImportAlone, LeavesAFolderThatAnotherHasTaken) {
  const auto taken = app::look_before_start(config);
  EXPECT_THROW(import("yes\n"), std::runtime_error);
}

}  // namespace
