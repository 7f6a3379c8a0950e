// A limit on how long a coroutine's I/O may take, without racing two coroutines.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace net {

// Calls `on_expiry` once at `when`, unless destroyed first; afterwards it is never called. `on_expiry`
// closes or cancels what the coroutine waits for, so that the wait ends with an error and the coroutine asks
// expired(). Declare it after everything `on_expiry` touches. One thread only: the executor's.
class Deadline {
 public:
  Deadline(boost::asio::any_io_executor executor, std::chrono::steady_clock::time_point when,
           std::function<void()> on_expiry);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  bool expired() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace net
