#pragma once
// Ends a process that cannot go on, so that another can: a database that is frozen answers nothing and breaks
// no connection, and a process that ends may hang on it as well.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "storage/call_watch.hpp"

namespace app {

class Watchdog {
 public:
  using Clock = storage::CallWatch::Clock;
  // Of the database, in one call. Longer than any statement that is well, or a night's work would end the
  // process again and again; who waits need not wait for that (standby.cpp).
  static constexpr std::chrono::seconds longest_silence{10};
  static constexpr std::chrono::seconds longest_end{2};  // of a process that has lost its database
  // Of several servers: then it is asked whether another is the primary now, which needs no more patience.
  static constexpr std::chrono::seconds before_asking{1};

  explicit Watchdog(std::function<Clock::time_point()> now = &Clock::now) : calls_(now), now_(now) {}
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  storage::CallWatch& calls() { return calls_; }
  const storage::CallWatch& calls() const { return calls_; }
  // The process is about to end, with an error. Any thread.
  void ends() { end_began_ = now_().time_since_epoch().count(); }

  // Why the process must end at once; empty: it need not. Any thread.
  std::string_view verdict() const;
  // The same, and asks other servers where the database is silent, which takes a moment. Any thread.
  std::string_view verdict_with_others() const;

  // From now on a thread looks ten times a second, and calls `end` once with what is wrong.
  void start(std::function<void(std::string_view why)> end);

 private:
  static constexpr Clock::rep none = 0;

  storage::CallWatch calls_;
  std::function<Clock::time_point()> now_;
  std::atomic<Clock::rep> end_began_ = none;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

// Says why in the log, and ends the process without another word: whatever it would say might hang.
[[noreturn]] void end_at_once(std::string_view why);

}  // namespace app
