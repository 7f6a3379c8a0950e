// What is printed for people: slips, posters and reports as files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>

#include "bot/app/config.hpp"
#include "bot/app/page_commands.hpp"
#include "bot/app/slips.hpp"
#include "tests/support/folder.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using support::content_of;

// No file of this process can be longer.
class Room {
 public:
  explicit Room(::rlim_t bytes) : told_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const ::rlimit less{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &less);
  }
  ~Room() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, told_);
  }
  Room(const Room&) = delete;

 private:
  void (*told_)(int);
  ::rlimit before_{};
};

struct Papers : testing::Test {
  support::TempDirectory folder;
  fs::path file = folder / "slips.pdf";
};

// Whoever reads a slip's code can answer with it.
TEST_F(Papers, AreTheirOwnersAlone) {
  write_paper(file, "codes");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  write_paper(file, "others");
  EXPECT_EQ(content_of(file), "others");
}

// From a cron into a folder of a web server, say.
TEST_F(Papers, OfAWallKeepTheRightsThatTheyHave) {
  const ::mode_t before = ::umask(022);
  write_paper(file, "a poster", PaperFor::wall);
  ::umask(before);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0644));
  ASSERT_EQ(::chmod(file.c_str(), 0604), 0);
  write_paper(file, "new", PaperFor::wall);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0604));
  EXPECT_EQ(content_of(file), "new");
}

TEST_F(Papers, MakeNoFolder) {
  for (const PaperFor whom : {PaperFor::owner, PaperFor::wall})
    EXPECT_THROW(write_paper(folder / "typo" / "x.pdf", "codes", whom), std::system_error);
  EXPECT_FALSE(fs::exists(folder / "typo"));
}

TEST_F(Papers, ThatCannotBeWrittenLeaveTheFormerOnes) {
  write_paper(file, "codes");
  const Room room(100);  // as on a disk that is full
  for (const PaperFor whom : {PaperFor::owner, PaperFor::wall}) {
    EXPECT_THROW(write_paper(file, std::string(200, 'x'), whom), std::system_error);
    EXPECT_EQ(content_of(file), "codes");
    EXPECT_THROW(write_paper(folder / "new.pdf", std::string(200, 'x'), whom), std::system_error);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "and nothing half";
}

// `-o /dev/stdout | lpr`: what root writes there must not take the link's place.
TEST_F(Papers, GoThroughALink) {
  support::put_file(folder / "there.pdf", "old");
  fs::create_symlink(folder / "there.pdf", file);
  write_paper(file, "codes");
  EXPECT_TRUE(fs::is_symlink(file));
  EXPECT_EQ(content_of(folder / "there.pdf"), "codes");
}

// Slips are known to the service by a folder of its own, which serve alone makes.
TEST_F(Papers, AreNotMadeWhereTheServiceHasNeverRun) {
  Config config;
  config.organisation.data = folder / "data";
  EXPECT_THAT(
      [&] {
        make_slips(config, {"nord", file.string(), 10});
      },
      testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("there is no database at")));
  EXPECT_THAT(
      [&] {
        write_report(config, {{}, folder / "all.csv", {}}, core::Instant{});
      },
      testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("there is no database at")));
  EXPECT_FALSE(fs::exists(folder / "data"));
}

}  // namespace
}  // namespace app
