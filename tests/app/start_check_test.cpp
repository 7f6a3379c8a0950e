#include "bot/app/start_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "storage/database.hpp"
#include "tests/support/server.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

struct StartCheck : testing::Test {
  StartCheck() {
    config.organisation.data = base / "data";
    config.ballot_box.directory = base / "box";
    config.ballot_box.key_directory = base / "keys";
    config.backup.directory = base / "copies";
    fs::create_directories(config.organisation.data);
  }
  void put(const fs::path& file, const std::string& words = "x") {
    fs::create_directories((base / "").parent_path() / file.parent_path());
    std::ofstream(base.path() / file) << words;
  }
  std::string refused() const {
    try {
      refuse_a_missing_database(config);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  support::TempDirectory base;
  Config config;
};

TEST_F(StartCheck, AFirstStartIsNotRefused) {
  EXPECT_EQ(refused(), "");
  put("data/refleks.db", "");  // a first start that was cut off
  EXPECT_EQ(refused(), "");
  put("data/sandbox/clock");
  put("copies/notes.txt");
  EXPECT_EQ(refused(), "");
}

// The database is made before anything that belongs to one: a first start that fails behind it, because a
// port is taken, is not the last.
TEST_F(StartCheck, WhatAFirstStartLeavesThatFailedIsNotRefused) {
  { const auto folder = look_before_start(config); }
  put("data/web.key");
  EXPECT_EQ(refused(), "");
  EXPECT_NO_THROW({ const auto folder = look_before_start(config); });
}

TEST_F(StartCheck, WhatBelongsToADatabaseThatIsNotThereIsNamedAndKept) {
  for (const char* sign : {"data/web.key", "box/ballots/0123.box", "box/ideas/ideas.box", "keys/0123.box.key",
                           "copies/refleks-2026-11-10.db"}) {
    put(sign);
    for (const bool empty : {false, true}) {
      if (empty) put("data/refleks.db", "");
      const std::string words = refused();
      EXPECT_NE(words.find(base / sign), std::string::npos) << sign << ": " << words;
      EXPECT_NE(words.find(empty ? "is empty" : "is not there"), std::string::npos) << words;
    }
    EXPECT_TRUE(fs::exists(base / sign));
    put("data/refleks.db");
    EXPECT_EQ(refused(), "") << "the database is there";
    fs::remove(base / "data/refleks.db");
    fs::remove(base / sign);
  }
}

TEST_F(StartCheck, TheMarkTellsWhoseTheFoldersAre) {
  fs::create_directories(config.ballot_box.directory);
  fs::create_directories(config.ballot_box.key_directory);
  leave_marks(config, "0f1e");
  EXPECT_NE(refused().find(base / "box/installation"), std::string::npos) << refused();
  struct stat status {};
  ASSERT_EQ(::stat((base / "keys/installation").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  // Another data folder that shares an empty box is a first start.
  config.organisation.data = base / "other";
  EXPECT_EQ(refused(), "");
}

// scripts/postgres starts one; tests/e2e/postgres runs this.
struct StartCheckOnAServer : StartCheck, testing::WithParamInterface<const char*> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StartCheckOnAServer);
INSTANTIATE_TEST_SUITE_P(Databases, StartCheckOnAServer,
                         testing::ValuesIn(support::server() ? std::vector<const char*>{"postgres"}
                                                             : std::vector<const char*>{}),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(StartCheckOnAServer, AnEmptySchemaIsNoFirstStartWhereOneWasServed) {
  const support::ServerSchema schema;
  schema.begin_anew();
  config.storage.url = schema.place();
  EXPECT_EQ(refused(), "");
  put("data/web.key");
  EXPECT_EQ(refused(), "") << "copied to a second machine before anything runs there";
  for (const char* sign :
       {"data/audit.jsonl", "data/refleks.db", "box/ballots/0123.box", "copies/refleks-2026-11-10.tar"}) {
    put(sign);
    EXPECT_THAT(refused(), testing::AllOf(testing::HasSubstr("is empty, but these belong to one:"),
                                          testing::HasSubstr((base / sign).string())));
    fs::remove(base / sign);
  }
  for (const bool file : {false, true}) {
    if (file) put("data/refleks.db");
    put("data/audit.jsonl");
    EXPECT_EQ(refused().find("copy it there first: take storage.url out") != std::string::npos, file)
        << refused();
  }
  fs::remove(base / "data/refleks.db");
  { const storage::Database made(config.storage.url); }
  EXPECT_EQ(refused(), "") << "it is there";
}

// A trial of the same user: the default folder of boxes is one for all of them.
TEST_P(StartCheckOnAServer, BoxesOfAnotherInstallationAreNoSign) {
  const support::ServerSchema schema;
  schema.begin_anew();
  config.storage.url = schema.place();
  put("box/ballots/0123.box");
  put("trial/refleks.db");
  put("box/installation", "0f1e\n" + (base / "trial").string() + "\n");
  EXPECT_EQ(refused(), "");
  fs::rename(base / "trial", base / "gone");
  EXPECT_NE(refused(), "") << "the data folder may have been moved here";
  fs::rename(base / "gone", base / "trial");
  config.storage.url.clear();
  EXPECT_NE(refused(), "") << "organisation.data may be wrong";
}

TEST_P(StartCheckOnAServer, ASchemaOfAnotherProgramIsNotCalledEmpty) {
  const support::ServerSchema schema;
  schema.begin_anew();
  config.storage.url = schema.place();
  put("data/audit.jsonl");
  support::ServerSchema::admin().execute("CREATE TABLE " + schema.name() + ".theirs (id int)");
  EXPECT_EQ(refused(), "") << "who opens it says whose it is";
  schema.begin_anew();
}

}  // namespace
}  // namespace app
