#pragma once
// The whole bot on a clock that is moved by hand and a chat that always accepts: what preview and simulate
// stand on.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "bot/app/bot.hpp"
#include "bot/app/clocks.hpp"

namespace app {

// A folder that goes with the object.
class TemporaryFolder {
 public:
  // Under `parent`, named refleks-XXXXXX. Throws std::runtime_error.
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Rehearsal {
 public:
  // `seen` hears every delivery at its moment. The ballot box is a folder of its own in /dev/shm.
  Rehearsal(Config config, core::Instant start, std::uint64_t seed, const std::string& database,
            std::function<void(core::Instant, const runtime::Delivery&)> seen);

  // Bot::spare_disk.
  void spare_disk() { bot_->spare_disk(); }

  core::Instant now() const { return clock_.now(); }
  const core::Directory& people() const { return *bot_->engine().people(); }
  // Lets everything happen that is due until `to`, in its order; then it is `to`.
  void advance(core::Instant to);
  // Hands events in at once, together; gives the replies in the same order.
  std::vector<core::Reply> play(std::vector<core::Event> events);

 private:
  void settle(std::vector<runtime::Delivery> deliveries);

  TemporaryFolder box_;
  Config config_;
  MovableClock clock_;
  core::SeededRandom random_;
  std::function<void(core::Instant, const runtime::Delivery&)> seen_;
  std::unique_ptr<Bot> bot_;
};

}  // namespace app
