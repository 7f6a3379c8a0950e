#pragma once
// So many at a time, in the order in which they came: for what each of hundreds does when a process ends.

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace app {

// One thread.
class WaitingLine {
 public:
  explicit WaitingLine(std::size_t places) : free_(places) {}
  WaitingLine(const WaitingLine&) = delete;
  WaitingLine& operator=(const WaitingLine&) = delete;

  // A place that was got: the next one's when it goes. No longer than the line.
  class Place {
   public:
    explicit Place(WaitingLine& line) : line_(line) {}
    ~Place() { line_.next(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    WaitingLine& line_;
  };

  // Who waits still is not called any more.
  void close() { waiting_.clear(); }
  // `go` gets a place, at once or later.
  void enter(std::function<void(std::unique_ptr<Place>)> go) {
    waiting_.push_back(std::move(go));
    if (free_ == 0) return;
    --free_;
    next();
  }

 private:
  void next() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    const auto go = std::move(waiting_.front());
    waiting_.pop_front();
    go(std::make_unique<Place>(*this));
  }

  std::size_t free_;
  std::deque<std::function<void(std::unique_ptr<Place>)>> waiting_;
};

}  // namespace app
