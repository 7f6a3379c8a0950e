// Keeps calls within a platform's limits: so many in a window of time, for each key (a channel, a method).
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "adapters/net/timing.hpp"

namespace net {

class Pace {
 public:
  struct Window {
    int count = 1;        // at most so many calls
    Ticks length{1'000};  // in any stretch of this length
  };
  explicit Pace(std::vector<Window> windows) : windows_(std::move(windows)) {}

  // Takes the next free place for `key` and tells how long to wait for it (0: go now). Places are given in
  // the order of the calls. Keys that are long unused are forgotten.
  Ticks take(const std::string& key, Ticks now);
  // Nothing for `key` goes before `until`: after the platform said so (Retry-After).
  void pause(const std::string& key, Ticks until);
  bool paused(const std::string& key, Ticks now) const;
  // What take() would tell.
  Ticks ahead(const std::string& key, Ticks now) const;

 private:
  struct Line {
    std::deque<Ticks> given;  // ascending
    Ticks not_before{0};
  };
  Ticks longest() const;
  Ticks next(const Line& line, Ticks now) const;

  std::vector<Window> windows_;
  Ticks sweep_{0};  // then unused keys are looked for
  std::map<std::string, Line> lines_;
};

// Takes a place and waits for it; where a pause has come meanwhile, another behind it. `timing` and `pace`
// outlive it.
boost::asio::awaitable<void> wait_turn(const Timing& timing, Pace& pace, std::string key);
// The same, for `patience` in all at most: 0 when it is one's turn, else at once how long it would still be.
boost::asio::awaitable<Ticks> wait_turn(const Timing& timing, Pace& pace, std::string key, Ticks patience);

}  // namespace net
