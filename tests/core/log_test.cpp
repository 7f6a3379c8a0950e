#include "bot/core/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>

#include "bot/core/log_setup.hpp"
#include "tests/support/folder.hpp"

namespace {

namespace fs = std::filesystem;
using support::content_of;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class Log : public testing::Test {
 protected:
  Log() { fs::create_directories(folder); }
  ~Log() override {
    core::set_up_log("off", "");
    fs::remove_all(folder);
  }
  const fs::path folder = fs::temp_directory_path() / ("refleks-log-" + std::to_string(::getpid()));
  const fs::path file = folder / "refleks.log";
};

TEST_F(Log, IsTextOrAJsonObjectALine) {
  core::set_up_log("info", file.string(), core::LogForm::text);
  core::log(core::Level::info, "refleks serves", "3 groups");
  core::log(core::Level::debug, "not seen at this level");
  EXPECT_THAT(content_of(file), MatchesRegex("[0-9T:-]+[+-][0-9:]+ info refleks serves: 3 groups\n"));
  fs::remove(file);
  core::set_up_log("info", file.string(), core::LogForm::json);
  core::log(core::Level::warning, "a name with \"quotes\" and \\", "line\nbreak");
  const std::string line = content_of(file);
  EXPECT_THAT(line,
              MatchesRegex("\\{\"time\":\"[0-9T:-]+[+-][0-9:]+\",\"level\":\"warning\",\"what\":.*\\}\n"));
  EXPECT_THAT(line, HasSubstr(R"("what":"a name with \"quotes\" and \\")"));
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
}

TEST_F(Log, WhatIsQuotedBeginsNoLineOfItsOwn) {
  core::set_up_log("info", file.string(), core::LogForm::text);
  const core::LogName name("fjordvik");
  core::log(core::Level::error, "a\nb", "failed\n\tIs the server there?\r\n2026-11-30 info [nordvik] c\n");
  EXPECT_THAT(content_of(file), MatchesRegex("[^ ]+ error \\[fjordvik\\] a b: failed Is the server there\\? "
                                             "2026-11-30 info \\[nordvik\\] c\n"));
}

// It would wait for whoever reads.
TEST_F(Log, APipeThatNobodyReadsIsNoFile) {
  std::signal(SIGPIPE, SIG_IGN);  // as the program does
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_THROW(core::set_up_log("info", file.string()), std::runtime_error);
  EXPECT_THROW(std::ignore = core::try_log_file(file.string()), std::runtime_error);
  const int reader = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  core::set_up_log("info", file.string());
  core::log(core::Level::info, "one");
  char read[100];
  EXPECT_GT(::read(reader, read, sizeof read), 10);
  ::close(reader);
  core::log(core::Level::info, "two");  // into nothing
  core::reopen_log();
  core::log(core::Level::info, "three");
}

// Whoever reads goes when the last who writes has gone, even where that has written nothing.
TEST_F(Log, APipeThatWasTriedIsTheOneThatIsTaken) {
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  const int reader = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  char read[100];
  std::shared_ptr<const void> kept = core::try_log_file(file.string());
  EXPECT_EQ(::read(reader, read, sizeof read), -1) << "nothing is there, and not the end";
  core::set_up_log("info", file.string());
  kept.reset();
  EXPECT_EQ(::read(reader, read, sizeof read), -1);
  core::log(core::Level::info, "one");
  EXPECT_GT(::read(reader, read, sizeof read), 10);
  core::set_up_log("off", "");
  EXPECT_EQ(::read(reader, read, sizeof read), 0) << "the end";
  ::close(reader);
}

// On a disk that was full; a stream that has failed once writes nothing more.
TEST_F(Log, GoesOnWhenTheDiskHasRoomAgain) {
  for (const core::LogForm form : {core::LogForm::text, core::LogForm::json}) {
    fs::create_symlink("/dev/full", file);
    core::set_up_log("info", file.string(), form);
    core::log(core::Level::info, "one");
    core::log(core::Level::info, "two");
    fs::remove(file);
    core::log(core::Level::info, "three");
    core::log(core::Level::info, "four");
    const std::string said = content_of(file);
    EXPECT_THAT(said, HasSubstr("lines are missing"));
    EXPECT_THAT(said, HasSubstr("three"));
    EXPECT_THAT(said, HasSubstr("four"));
    EXPECT_EQ(said.find("missing"), said.rfind("missing")) << said;
    fs::remove(file);
  }
}

TEST_F(Log, SaysWhoseALineIs) {
  core::set_up_log("info", file.string(), core::LogForm::text);
  {
    const core::LogName outer("fjordvik");
    core::log(core::Level::info, "one", "a");
    const core::LogName inner("nordvik");
    core::log(core::Level::info, "two");
    const core::LogName nobodys("");
    core::log(core::Level::info, "three");
  }
  core::log(core::Level::info, "four");
  EXPECT_THAT(content_of(file),
              MatchesRegex("[^ ]+ info \\[fjordvik\\] one: a\n[^ ]+ info \\[nordvik\\] two\n"
                           "[^ ]+ info three\n[^ ]+ info four\n"));
  fs::remove(file);
  core::set_up_log("info", file.string(), core::LogForm::json);
  const core::LogName name("fjordvik");
  core::log(core::Level::info, "one");
  EXPECT_THAT(content_of(file), HasSubstr(R"("organisation":"fjordvik","what":"one")"));
}

TEST_F(Log, GoesOnInANewFileWhenTheOldOneWasMovedAway) {
  core::set_up_log("info", file.string(), core::LogForm::text);
  core::log(core::Level::info, "before");
  fs::rename(file, folder / "refleks.log.1");
  core::log(core::Level::info, "in between");
  core::reopen_log();
  core::log(core::Level::info, "after");
  EXPECT_THAT(content_of(folder / "refleks.log.1"), HasSubstr("in between"));
  EXPECT_THAT(content_of(folder / "refleks.log.1"), Not(HasSubstr("after")));
  EXPECT_THAT(content_of(file), HasSubstr("after"));
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::all,
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(Log, StaysInTheOldFileWhenNoNewOneCanBeMade) {
  core::set_up_log("info", file.string(), core::LogForm::text);
  fs::rename(file, folder / "refleks.log.1");
  fs::create_directory(file);  // nothing can be written under that name
  core::reopen_log();
  core::log(core::Level::info, "still here");
  EXPECT_THAT(content_of(folder / "refleks.log.1"), HasSubstr("still here"));
  EXPECT_THAT(content_of(folder / "refleks.log.1"), HasSubstr("cannot be opened anew"));
}

TEST_F(Log, ThatCannotBeWrittenIsRefusedByName) {
  core::set_up_log("info", (folder / "made" / "refleks.log").string());
  EXPECT_TRUE(fs::exists(folder / "made" / "refleks.log"));
  EXPECT_THROW(core::set_up_log("info", (folder / "made" / "refleks.log" / "below").string()),
               std::runtime_error);
}

}  // namespace
