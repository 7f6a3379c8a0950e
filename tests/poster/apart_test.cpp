// Work in a process of its own. Under ThreadSanitizer there is none (apart.cpp).

#include "bot/app/apart.hpp"

#include <gmock/gmock.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <future>

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

TEST(Apart, KeepsNobodyWhenTheProgramEnds) {
  // Posted by the work when it has begun: shared with that process.
  auto* begun = static_cast<sem_t*>(
      ::mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(static_cast<void*>(begun), MAP_FAILED);
  ASSERT_EQ(::sem_init(begun, 1, 0), 0);
  const auto without_end = [&]() -> std::string {
    ::sem_post(begun);
    for (;;) ::pause();
  };
  auto made = std::async(std::launch::async, [&] { return complaint_of(without_end); });
  ASSERT_EQ(::sem_wait(begun), 0);
  {
    const app::Ending ending;
    EXPECT_EQ(made.get(), "the program ends");
    EXPECT_EQ(complaint_of(without_end), "the program ends") << "nor is anything begun";
  }
  EXPECT_EQ(app::made_apart([] { return std::string("again"); }), "again");
  ::munmap(begun, sizeof(sem_t));
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
