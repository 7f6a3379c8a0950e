#pragma once
// The threads of this process, told one by one: of those that came before, some may still be on their way
// out.

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <thread>

namespace support {

class Threads {
 public:
  // How many there are that were not there when this was made.
  std::size_t since() const {
    std::size_t count = 0;
    for (const std::string& one : now()) count += before_.count(one) == 0;
    return count;
  }

  // The kernel lists a thread for a moment after whoever joined it goes on. False where some stay.
  bool go() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (since() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    return since() == 0;
  }

 private:
  static std::set<std::string> now() {
    std::set<std::string> all;
    for (const auto& one : std::filesystem::directory_iterator("/proc/self/task"))
      all.insert(one.path().filename());
    return all;
  }

  const std::set<std::string> before_ = now();
};

}  // namespace support
