#include "adapters/net/private_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <optional>

#include "adapters/net/line_file.hpp"
#include "adapters/net/line_writer.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/store_fixture.hpp"

namespace net_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

int mode_of(const std::filesystem::path& file) {
  struct stat about {};
  EXPECT_EQ(::stat(file.c_str(), &about), 0);
  return about.st_mode & 0777;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  return names;
}

TEST(PrivateFile, ANameAloneIsInTheFolderWhereOneIs) {
  const support::TempDirectory folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  EXPECT_NO_THROW(net::replace_private_file("report.pdf", "%PDF"));
  std::filesystem::current_path(before);
  EXPECT_EQ(support::content_of(folder.path() / "report.pdf"), "%PDF");
}

TEST(PrivateFile, IsItsOwnersAloneAndLeavesNothingBeside) {
  const support::TempDirectory folder;
  const auto file = folder / "a/b/token";
  net::replace_private_file(file, "first");
  net::replace_private_file(file, "second");
  EXPECT_EQ(support::content_of(file), "second");
  EXPECT_EQ(mode_of(file), 0600);
  EXPECT_EQ(mode_of(file.parent_path()), 0700);
  EXPECT_THAT(names_in(file.parent_path()), ElementsAre("token"));
}

TEST(PrivateFile, IsNotReplacedWhereNoneCanBeWritten) {
  const support::TempDirectory folder;
  const auto file = folder / "token";
  net::replace_private_file(file, "first");
  std::filesystem::create_directory(folder / "token.new");  // in the way of the draft
  EXPECT_THROW(net::replace_private_file(file, "second"), std::system_error);
  EXPECT_EQ(support::content_of(file), "first");
}

TEST(PrivateFile, MadeTwiceKeepsTheFirst) {
  const support::TempDirectory folder;
  net::make_private_file(folder / "key", "first");
  net::make_private_file(folder / "key", "second");
  EXPECT_EQ(support::content_of(folder / "key"), "first");
}

TEST(PrivateFile, AKeyIsMadeOnceAndReadAgain) {
  const support::TempDirectory folder;
  int made = 0;
  const auto random = [&made] {
    ++made;
    return std::string(net::key_bytes, 'k');
  };
  EXPECT_EQ(net::key_of_file(folder / "key", random), std::string(net::key_bytes, 'k'));
  EXPECT_EQ(net::key_of_file(folder / "key", random), std::string(net::key_bytes, 'k'));
  EXPECT_EQ(made, 1);
}

TEST(PrivateFile, AKeyOthersCanReadOrOfAnotherSizeIsRefused) {
  const support::TempDirectory folder;
  const auto none = [] { return std::string(); };
  net::make_private_file(folder / "open", std::string(net::key_bytes, 'k'));
  ::chmod((folder / "open").c_str(), 0640);
  EXPECT_THAT([&] { net::key_of_file(folder / "open", none); },
              ThrowsMessage<std::runtime_error>(HasSubstr("open may be read by others: chmod 600 it")));
  net::make_private_file(folder / "short", "k");
  EXPECT_THAT([&] { net::key_of_file(folder / "short", none); },
              ThrowsMessage<std::runtime_error>(HasSubstr("short is not a key of 32 bytes: delete it")));
}

struct Lines {
  std::vector<std::string> all;
  std::function<void(std::string_view)> replay() {
    return [this](std::string_view line) {
      if (line == "bad") throw std::runtime_error("bad");
      all.emplace_back(line);
    };
  }
};

// Opens the file, adds to it, and gives how much of a torn line was dropped.
std::size_t add(const std::filesystem::path& file, Lines& found, const std::vector<std::string>& lines) {
  boost::asio::io_context io;
  net::LineFile opened(file, found.replay());
  const std::size_t dropped = opened.dropped();
  net::LineWriter writer(io.get_executor(), std::move(opened));
  for (const std::string& line : lines) writer.append(line, [](bool) {});
  return dropped;
}

// Nobody waits for whoever might write into a pipe.
TEST(PrivateFile, WhatIsNoFileIsRefused) {
  const support::TempDirectory folder;
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::function<std::string()> none;
  EXPECT_THAT([&] { net::key_of_file(pipe, none); },
              ThrowsMessage<std::runtime_error>(HasSubstr("pipe is no file")));
  const auto ignore = [](std::string_view) {};
  EXPECT_THAT([&] { net::LineFile lines(pipe, ignore); },
              ThrowsMessage<std::runtime_error>(HasSubstr("pipe is no file")));
}

TEST(LineFile, GivesBackWhatWasAppended) {
  const support::TempDirectory folder;
  Lines first, again;
  add(folder / "x/lines", first, {"one", "two"});
  EXPECT_EQ(add(folder / "x/lines", again, {}), 0u);
  EXPECT_THAT(first.all, IsEmpty());
  EXPECT_THAT(again.all, ElementsAre("one", "two"));
  EXPECT_EQ(mode_of(folder / "x/lines"), 0600);
}

TEST(LineFile, DropsATornEndAndGoesOnBehindWhatIsWhole) {
  const support::TempDirectory folder;
  for (const std::string torn : {"tw", "bad\n"}) {
    std::ofstream(folder / "lines", std::ios::binary) << "one\n" << torn;
    Lines lines, again;
    EXPECT_EQ(add(folder / "lines", lines, {"three"}), torn.size());
    EXPECT_THAT(lines.all, ElementsAre("one"));
    add(folder / "lines", again, {});
    EXPECT_THAT(again.all, ElementsAre("one", "three"));
  }
}

TEST(LineFile, RefusesALineInTheMiddleThatCannotBeRead) {
  const support::TempDirectory folder;
  std::ofstream(folder / "lines", std::ios::binary) << "one\nbad\nthree\n";
  Lines lines;
  EXPECT_THAT([&] { net::LineFile(folder / "lines", lines.replay()); },
              ThrowsMessage<std::runtime_error>(HasSubstr("lines: line 2 cannot be read")));
}

// A writer, and what was told of its lines, in their order.
struct Written {
  explicit Written(const std::filesystem::path& file)
      : writer(io.get_executor(), net::LineFile(file, [](std::string_view) {})) {}

  void append(const std::string& line) {
    writer.append(line, [this, line](bool kept) { told.push_back(line + (kept ? "" : " lost")); });
  }
  void until(std::size_t count) {
    io.restart();
    while (told.size() < count && io.run_one_for(std::chrono::seconds(20)) > 0) continue;
  }

  boost::asio::io_context io;
  std::vector<std::string> told;
  net::LineWriter writer;
};

TEST(LineWriter, TellsLaterInOrderAndWhatIsToldIsInTheFile) {
  const support::TempDirectory folder;
  Written file(folder / "lines");
  for (const std::string line : {"one", "two", "three"}) file.append(line);
  EXPECT_THAT(file.told, IsEmpty());
  file.until(3);
  EXPECT_THAT(file.told, ElementsAre("one", "two", "three"));
  EXPECT_EQ(support::content_of(folder / "lines"), "one\ntwo\nthree\n");
}

TEST(LineWriter, ReplacesBetweenTheLinesBeforeAndAfter) {
  const support::TempDirectory folder;
  Written file(folder / "lines");
  file.append("one");
  file.append("two");
  file.writer.replace("new\n", [&](bool kept) { file.told.push_back(kept ? "new" : "lost"); });
  file.append("three");
  file.until(4);
  EXPECT_THAT(file.told, ElementsAre("one", "two", "new", "three"));
  EXPECT_EQ(support::content_of(folder / "lines"), "new\nthree\n");
}

TEST(LineWriter, WritesEverythingBeforeItGoesAndTellsNobodyThen) {
  const support::TempDirectory folder;
  {
    Written file(folder / "lines");
    for (int i = 0; i < 100; ++i) file.append(std::to_string(i));
  }
  const std::string all = support::content_of(folder / "lines");
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 100);
  EXPECT_TRUE(all.ends_with("98\n99\n"));
}

TEST(LineWriter, WhatWaitsBehindALineThatIsLostIsLostWithIt) {
  const support::TempDirectory folder;
  Written file(folder / "lines");
  file.append("one");
  file.until(1);
  {
    const support::FileSizeLimit full(6);
    for (const std::string line : {"two", "three", "four"}) file.append(line);
    file.until(4);
  }
  EXPECT_THAT(file.told, ElementsAre("one", "two lost", "three lost", "four lost"));
  file.append("five");
  file.until(5);
  EXPECT_EQ(support::content_of(folder / "lines"), "one\nfive\n");
}

// Also where the writer goes before it could be told: a chat whose numbers have a hole is not read again.
TEST(LineWriter, WhatWaitsBehindALineThatIsLostIsNotWrittenAsTheWriterGoes) {
  const support::TempDirectory folder;
  std::optional<Written> file(std::in_place, folder / "lines");
  file->append("one");
  file->until(1);
  {
    const support::FileSizeLimit full(6);
    file->append("two");
    file->append("3");
    file.reset();
  }
  EXPECT_EQ(support::content_of(folder / "lines"), "one\n");
}

}  // namespace
}  // namespace net_test
