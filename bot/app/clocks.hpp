#pragma once
// The two clocks of the daemon: the machine's, and the sandbox's that can be moved forward.

#include <atomic>
#include <filesystem>

#include "bot/core/time.hpp"

namespace app {

class SystemClock final : public core::Clock {
 public:
  core::Instant now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

// Stands still until moved, never goes back, and remembers where it was in a file, so that a restart finds
// the database's own time again. set() on the I/O thread, now() on any.
class MovableClock final : public core::Clock {
 public:
  // `file` empty: not remembered.
  MovableClock(core::Instant start, std::filesystem::path file);
  core::Instant now() const override { return core::Instant{std::chrono::seconds{seconds_.load()}}; }
  void set(core::Instant to);

 private:
  std::filesystem::path file_;
  std::atomic<std::int64_t> seconds_;
};

}  // namespace app
