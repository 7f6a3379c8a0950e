#include "storage/slip_book.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "bot/core/receipt_code.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

struct SlipBookTest : testing::Test {
  support::TempDirectory data;
  storage::SlipBook book{data.path()};
  core::SeededRandom random{7};
  const core::GroupId north{"north"}, south{"south"};
  std::vector<std::string> codes(int count) {
    std::vector<std::string> made;
    for (int i = 0; i < count; ++i) made.push_back(core::new_receipt_code(random));
    return made;
  }
};

TEST_F(SlipBookTest, ACodeOpensItsOwnGroupsBookAlone) {
  const auto of_north = codes(3), of_south = codes(3), of_nobody = codes(3);
  EXPECT_FALSE(book.group_of(of_north[0]));
  book.give_out(north, of_north);
  book.give_out(south, of_south);
  for (const std::string& code : of_north) EXPECT_EQ(book.group_of(code), north);
  for (const std::string& code : of_south) EXPECT_EQ(book.group_of(code), south);
  for (const std::string& code : of_nobody) EXPECT_FALSE(book.group_of(code));
  EXPECT_FALSE(book.group_of("no code at all"));
}

// Whoever has the file and the paper must not learn which slip is which by its place.
TEST_F(SlipBookTest, LiesInAnOrderThatIsNotThePapers) {
  auto printed = codes(12);
  book.give_out(north, printed);
  const auto lines = [&] {
    std::ifstream in(data / "slips" / "north");
    std::vector<std::string> all;
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  };
  const auto once = lines();
  ASSERT_EQ(once.size(), printed.size());
  EXPECT_TRUE(std::is_sorted(once.begin(), once.end()));
  std::reverse(printed.begin(), printed.end());
  book.give_out(north, printed);
  EXPECT_EQ(lines(), once);
}

// Once a day at least a file system would note when it was read, on the disk.
TEST_F(SlipBookTest, ReadingLeavesNoTimeBehind) {
  constexpr time_t read_then = 1'790'000'000, written_then = read_then - 86'400;
  const auto of_north = codes(3);
  book.give_out(north, of_north);
  const std::filesystem::path folder = data / "slips", file = folder / "north";
  const std::array<timespec, 2> times{timespec{read_then, 0}, timespec{written_then, 0}};
  for (const auto& path : {file, folder})
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0) << path;
  EXPECT_EQ(book.out(north).size(), 3U);
  EXPECT_EQ(book.group_of(of_north[0]), north);
  EXPECT_FALSE(book.group_of(codes(1)[0]));
  for (const auto& path : {file, folder}) {
    struct stat now {};
    ASSERT_EQ(::stat(path.c_str(), &now), 0);
    EXPECT_EQ(now.st_atim.tv_sec, read_then) << path << " tells when somebody used a slip";
  }
}

// Whoever is not the owner, and a file server, have no such way: what is read is noted where it was not since
// the last change, or not for a day.
TEST_F(SlipBookTest, AReadingIsAheadOfEveryOther) {
  book.give_out(north, codes(3));
  book.give_out(south, codes(3));
  for (const auto& path : {data / "slips" / "north", data / "slips" / "south", data / "slips"}) {
    struct stat now {};
    ASSERT_EQ(::stat(path.c_str(), &now), 0);
    EXPECT_GT(now.st_atim.tv_sec, now.st_mtim.tv_sec + 86'400 * 365) << path;
    EXPECT_GT(now.st_atim.tv_sec, now.st_ctim.tv_sec + 86'400 * 365) << path;
  }
}

}  // namespace
