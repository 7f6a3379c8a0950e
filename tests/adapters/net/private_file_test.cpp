#include "adapters/net/private_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "adapters/net/line_file.hpp"
#include "tests/support/store_fixture.hpp"

namespace net_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

std::string text_in(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

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

TEST(PrivateFile, IsItsOwnersAloneAndLeavesNothingBeside) {
  const support::TempDirectory folder;
  const auto file = folder / "a/b/token";
  net::replace_private_file(file, "first");
  net::replace_private_file(file, "second");
  EXPECT_EQ(text_in(file), "second");
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
  EXPECT_EQ(text_in(file), "first");
}

TEST(PrivateFile, MadeTwiceKeepsTheFirst) {
  const support::TempDirectory folder;
  net::make_private_file(folder / "key", "first");
  net::make_private_file(folder / "key", "second");
  EXPECT_EQ(text_in(folder / "key"), "first");
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

TEST(LineFile, GivesBackWhatWasAppended) {
  const support::TempDirectory folder;
  Lines first, again;
  {
    net::LineFile file(folder / "x/lines", first.replay());
    file.append("one");
    file.append("two");
  }
  const net::LineFile file(folder / "x/lines", again.replay());
  EXPECT_THAT(first.all, IsEmpty());
  EXPECT_THAT(again.all, ElementsAre("one", "two"));
  EXPECT_EQ(file.dropped(), 0u);
  EXPECT_EQ(mode_of(folder / "x/lines"), 0600);
}

TEST(LineFile, DropsATornEndAndGoesOnBehindWhatIsWhole) {
  const support::TempDirectory folder;
  for (const std::string torn : {"tw", "bad\n"}) {
    std::ofstream(folder / "lines", std::ios::binary) << "one\n" << torn;
    Lines lines, again;
    {
      net::LineFile file(folder / "lines", lines.replay());
      EXPECT_THAT(lines.all, ElementsAre("one"));
      EXPECT_EQ(file.dropped(), torn.size());
      file.append("three");
    }
    const net::LineFile file(folder / "lines", again.replay());
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

TEST(LineFile, TakesLinesAfterAllWereReplaced) {
  const support::TempDirectory folder;
  Lines none, again;
  {
    net::LineFile file(folder / "lines", none.replay());
    file.append("old");
    file.replace("new\n");
    file.append("newer");
  }
  const net::LineFile file(folder / "lines", again.replay());
  EXPECT_THAT(again.all, ElementsAre("new", "newer"));
}

}  // namespace
}  // namespace net_test
