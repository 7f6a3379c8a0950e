#pragma once
// What has come already, for platforms that send again what they think got lost. In memory only, the last few
// thousand names, or those of a span of time. One thread.

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>
#include <utility>

#include "adapters/net/timing.hpp"

namespace net {

class Seen {
 public:
  // `memory`: how long a name is kept; zero: until `most` others have come.
  explicit Seen(std::size_t most = 5'000, Ticks memory = {}) : most_(most), memory_(memory) {}
  Seen(const Seen&) = delete;
  Seen& operator=(const Seen&) = delete;

  // False for a name that was here. Without a name nothing can be recognised: true.
  bool first_time(const std::string& name, Ticks now = {}) {
    while (!order_.empty() &&
           (order_.size() >= most_ || (memory_ > Ticks{} && order_.front().second + memory_ <= now))) {
      known_.erase(known_.find(*order_.front().first));
      order_.pop_front();
    }
    if (name.empty()) return true;
    const auto [at, is_new] = known_.insert(name);
    if (!is_new) return false;
    order_.emplace_back(&*at, now);
    return true;
  }
  // It was not taken after all: when it comes again it is new.
  void forget(const std::string& name) {
    const auto at = known_.find(name);
    if (at == known_.end()) return;
    std::erase_if(order_, [&](const auto& one) { return one.first == &*at; });
    known_.erase(at);
  }

 private:
  std::size_t most_;
  Ticks memory_;
  std::unordered_set<std::string> known_;
  std::deque<std::pair<const std::string*, Ticks>> order_;  // where they stand there
};

}  // namespace net
