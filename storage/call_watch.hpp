#pragma once
// How long the database has not answered. The thread that calls it says when a call begins and ends; another
// looks. For a server alone: one that is frozen neither answers nor breaks the connection.

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <utility>

namespace storage {

class CallWatch {
 public:
  using Clock = std::chrono::steady_clock;
  explicit CallWatch(std::function<Clock::time_point()> now = &Clock::now) : now_(std::move(now)) {}

  // For how long the call that is out just now has been out; zero: none is. Any thread.
  Clock::duration out() const {
    const Clock::rep began = began_.load();
    return began == none ? Clock::duration(0) : now_().time_since_epoch() - Clock::duration(began);
  }

  // What another thread can do about a call that stays out. Any thread, each.
  struct Remedy {
    // Whether another server is there for the one that is asked. Takes some time.
    std::function<bool()> is_replaced;
    // Breaks the connection, so that the call comes back with an error. Takes none.
    std::function<void()> cut;
  };
  // By whoever is watched: while there is a connection, and {} before it closes.
  void set_remedy(Remedy remedy) {
    const std::lock_guard lock(mutex_);
    remedy_ = std::move(remedy);
  }
  bool is_replaced() const {
    std::function<bool()> ask;
    {
      const std::lock_guard lock(mutex_);
      ask = remedy_.is_replaced;
    }
    return ask && ask();
  }
  void cut() const {
    const std::lock_guard lock(mutex_);
    if (remedy_.cut) remedy_.cut();
  }

  // One call. `watch` may be null: nobody looks.
  class Call {
   public:
    explicit Call(CallWatch* watch) : watch_(watch) {
      if (watch_ && !watch_->patient_) watch_->began_ = watch_->now_().time_since_epoch().count();
    }
    ~Call() {
      if (watch_) watch_->began_ = none;
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    CallWatch* watch_;
  };

  // Calls that may take as long as they need: a table is written anew. `watch` may be null.
  class Patience {
   public:
    explicit Patience(CallWatch* watch) : watch_(watch) {
      if (watch_) watch_->patient_ = true;
    }
    ~Patience() {
      if (watch_) watch_->patient_ = false;
    }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

   private:
    CallWatch* watch_;
  };

 private:
  static constexpr Clock::rep none = 0;

  std::function<Clock::time_point()> now_;
  std::atomic<Clock::rep> began_ = none;
  bool patient_ = false;  // of the thread that calls
  mutable std::mutex mutex_;
  Remedy remedy_;  // with it
};

}  // namespace storage
