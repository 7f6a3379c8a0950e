#include "adapters/net/pace.hpp"

#include <algorithm>

namespace net {

Ticks Pace::take(const std::string& key, Ticks now) {
  Ticks longest{0};
  for (const Window& window : windows_) longest = std::max(longest, window.length);
  std::erase_if(lines_, [&](const auto& entry) {
    const Line& line = entry.second;
    return (line.given.empty() || line.given.back() + longest <= now) && line.not_before <= now;
  });
  Line& line = lines_[key];
  while (!line.given.empty() && line.given.front() + longest <= now) line.given.pop_front();
  Ticks at = std::max(now, line.not_before);
  if (!line.given.empty()) at = std::max(at, line.given.back());
  for (const Window& window : windows_) {
    const auto count = static_cast<std::size_t>(std::max(window.count, 1));
    // With `count` places given, this one may come when the oldest of the last `count` leaves the window.
    if (line.given.size() >= count) at = std::max(at, line.given[line.given.size() - count] + window.length);
  }
  line.given.push_back(at);
  return at - now;
}

void Pace::pause(const std::string& key, Ticks until) {
  Line& line = lines_[key];
  line.not_before = std::max(line.not_before, until);
}

}  // namespace net
