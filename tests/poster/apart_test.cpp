// Work in a process of its own. Under ThreadSanitizer there is none (apart.cpp).

#include "bot/app/apart.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/support/folder.hpp"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DONE_IN_THIS_PROCESS
#endif
#endif
#ifndef DONE_IN_THIS_PROCESS

namespace {

using testing::HasSubstr;

std::string complaint_of(const std::function<std::string()>& work) {
  try {
    app::made_apart(work);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

TEST(Apart, GivesWhatWasMadeAndNothingElse) {
  const std::string large(3'000'000, 'x');
  int changed = 0;
  EXPECT_EQ(app::made_apart([&] {
              changed = 1;
              return large;
            }),
            large);
  EXPECT_EQ(changed, 0) << "in this process";
  EXPECT_EQ(app::made_apart([] { return std::string(); }), "");
}

TEST(Apart, TellsWhatWentWrong) {
  EXPECT_EQ(complaint_of([]() -> std::string { throw std::runtime_error("no fonts"); }), "no fonts");
  EXPECT_THAT(complaint_of([]() -> std::string {
                ::_exit(0);
                return {};
              }),
              HasSubstr("ended by itself"));
}

TEST(Apart, HoldsNothingThatTheDaemonHoldsOpen) {
  support::TempDirectory folder;
  std::ofstream held(folder.path() / "held");
  const std::string files = app::made_apart([] {
    std::string all;
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      all += std::filesystem::read_symlink(each.path(), gone).string() + "\n";
    }
    return all;
  });
  EXPECT_EQ(files.find("held"), std::string::npos) << files;
}

}  // namespace

#endif
