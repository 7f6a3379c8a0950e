#include "adapters/net/pace.hpp"

#include <algorithm>

namespace net {

Ticks Pace::longest() const {
  Ticks longest{0};
  for (const Window& window : windows_) longest = std::max(longest, window.length);
  return longest;
}

// With `count` places given, the next may come when the oldest of the last `count` leaves the window.
Ticks Pace::next(const Line& line, Ticks now) const {
  Ticks at = std::max(now, line.not_before);
  if (!line.given.empty()) at = std::max(at, line.given.back());
  for (const Window& window : windows_) {
    const auto count = static_cast<std::size_t>(std::max(window.count, 1));
    if (line.given.size() >= count) at = std::max(at, line.given[line.given.size() - count] + window.length);
  }
  return at;
}

Ticks Pace::ahead(const std::string& key, Ticks now) const {
  const auto found = lines_.find(key);
  return found == lines_.end() ? Ticks{0} : next(found->second, now) - now;
}

Ticks Pace::take(const std::string& key, Ticks now) {
  if (now >= sweep_) {
    std::erase_if(lines_, [&](const auto& entry) {
      const Line& line = entry.second;
      return (line.given.empty() || line.given.back() + longest() <= now) && line.not_before <= now;
    });
    sweep_ = now + longest();
  }
  Line& line = lines_[key];
  while (!line.given.empty() && line.given.front() + longest() <= now) line.given.pop_front();
  const Ticks at = next(line, now);
  line.given.push_back(at);
  return at - now;
}

void Pace::pause(const std::string& key, Ticks until) {
  Line& line = lines_[key];
  line.not_before = std::max(line.not_before, until);
}

bool Pace::paused(const std::string& key, Ticks now) const {
  const auto found = lines_.find(key);
  return found != lines_.end() && found->second.not_before > now;
}

boost::asio::awaitable<void> wait_turn(const Timing& timing, Pace& pace, std::string key) {
  constexpr Ticks forever = std::chrono::hours{24 * 366};
  co_await wait_turn(timing, pace, std::move(key), forever);
}

boost::asio::awaitable<Ticks> wait_turn(const Timing& timing, Pace& pace, std::string key, Ticks patience) {
  const Ticks end = timing.now() + patience;
  do {
    const Ticks now = timing.now(), wait = pace.ahead(key, now);
    if (wait > std::max(end - now, Ticks{0})) co_return wait;
    pace.take(key, now);
    if (wait > Ticks{0}) co_await timing.sleep(wait);
  } while (pace.paused(key, timing.now()));
  co_return Ticks{0};
}

}  // namespace net
