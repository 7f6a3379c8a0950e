#pragma once
// What has come already, in memory alone: the last few thousand keys. I/O thread.

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

namespace slack {

class Seen {
 public:
  explicit Seen(std::size_t most = 5'000) : most_(most) {}

  // True for a key that is new, and for an empty one.
  bool first_time(const std::string& key) {
    if (key.empty()) return true;
    if (!known_.insert(key).second) return false;
    order_.push_back(key);
    if (order_.size() > most_) {
      known_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }
  // It was not done after all: a repeat counts as new.
  void forget(const std::string& key) {
    known_.erase(key);
    std::erase(order_, key);
  }

 private:
  std::size_t most_;
  std::unordered_set<std::string> known_;
  std::deque<std::string> order_;
};

}  // namespace slack
