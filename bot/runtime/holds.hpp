#pragma once
// Workspaces that take nothing from us, because our credentials are refused: everything waits, and one
// message at a time tries whether they are good again. In memory; after a restart the first message finds
// out. Engine thread.

#include <map>
#include <optional>
#include <string>

#include "bot/core/time.hpp"

namespace runtime {

class Holds {
 public:
  static constexpr std::chrono::seconds between_tries{120};

  // Until when a message there must wait; nothing: it may go.
  std::optional<core::Instant> wait(const std::string& workspace, core::Instant now) const {
    const auto found = held_.find(workspace);
    if (found == held_.end() || found->second <= now) return std::nullopt;
    return found->second;
  }
  // A message goes there: the others wait for what it finds.
  void tries(const std::string& workspace, core::Instant now) {
    const auto found = held_.find(workspace);
    if (found != held_.end()) found->second = now + between_tries;
  }
  // Gives until when.
  core::Instant refuse(const std::string& workspace, core::Instant now, std::chrono::seconds asked) {
    return held_[workspace] = now + std::max(asked, between_tries);
  }
  void release(const std::string& workspace) { held_.erase(workspace); }
  void release_all() { held_.clear(); }

 private:
  std::map<std::string, core::Instant> held_;
};

}  // namespace runtime
