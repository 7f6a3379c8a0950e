#include "bot/app/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <vector>

namespace app {
namespace {

struct Typed {
  std::optional<int> status;
  std::string out, error;
};

Typed typed(std::vector<const char*> words) {
  CLI::App program;
  program.require_subcommand(1);
  int days = 30;
  program.add_subcommand("preview", "")->add_option("--days", days)->check(CLI::Range(1, 400));
  CLI::App* packs = program.add_subcommand("packs", "")->require_subcommand(1);
  packs->add_subcommand("check", "");
  words.insert(words.begin(), "refleks");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Typed all;
  all.status = parse_command_line(program, static_cast<int>(words.size()), words.data());
  all.out = testing::internal::GetCapturedStdout();
  all.error = testing::internal::GetCapturedStderr();
  return all;
}

TEST(CommandLine, ThatIsUnderstoodEndsNothing) {
  EXPECT_FALSE(typed({"preview", "--days", "3"}).status);
  EXPECT_EQ(typed({"--help"}).status, 0);
}

// The manual page knows 0, 1 and 2, and so does the unit, which does not start again after 2.
TEST(CommandLine, ThatIsNotUnderstoodEndsAsAFaultyConfigurationDoes) {
  for (const std::vector<const char*>& wrong : std::vector<std::vector<const char*>>{
           {}, {"preview", "--days", "0"}, {"preview", "--days", "x"}, {"preview", "--daze"}, {"packs"}}) {
    const Typed all = typed(wrong);
    EXPECT_EQ(all.status, 2);
    EXPECT_NE(all.error, "");
    EXPECT_EQ(all.out, "");
  }
}

TEST(CommandLine, NamesACommandThatThereIsNot) {
  for (const std::vector<const char*>& wrong :
       std::vector<std::vector<const char*>>{{"stauts"}, {"packs", "stauts"}, {"stauts", "--days", "3"}}) {
    const Typed all = typed(wrong);
    EXPECT_EQ(all.status, 2);
    EXPECT_THAT(all.error, testing::HasSubstr("\"stauts\" is no command"));
  }
}

}  // namespace
}  // namespace app
