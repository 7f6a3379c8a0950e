#pragma once
// An event in the engine's hands, and the wait for its answer with a limit. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>

#include "bot/runtime/adapter.hpp"

namespace runtime {

// Waits so long, or throws when cancelled: net::Timing's, injected so that no test sleeps.
using Sleep = std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)>;

// How long people's platforms wait for us. Those who wait equally long stand in one line, and one timer looks
// after its first: nearly all are answered long before, and cost no timer.
class Patience : public std::enable_shared_from_this<Patience> {
 public:
  using Ticks = std::chrono::milliseconds;
  Patience(boost::asio::any_io_executor executor, Sleep sleep, std::function<Ticks()> now)
      : executor_(std::move(executor)), sleep_(std::move(sleep)), now_(std::move(now)) {}

  const boost::asio::any_io_executor& executor() const { return executor_; }

 private:
  struct Waiter;
  using Waiters = std::list<Waiter>;
  struct Waiter {
    Ticks until;
    std::function<void()> over;
    Waiters* line;
  };
  struct Line {
    Waiters waiters;
    bool watched = false;
  };

 public:
  // A place in a line, until it goes. The patience outlives it.
  class Place {
   public:
    explicit Place(Waiters::iterator at) : at_(at) {}
    ~Place() { at_->line->erase(at_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Waiters::iterator at_;
  };
  // `over` is called once after `limit`, while the place is held.
  Place wait(Ticks limit, std::function<void()> over);

 private:
  void watch(Ticks limit, Ticks length);
  void look(Ticks limit);

  boost::asio::any_io_executor executor_;
  Sleep sleep_;
  std::function<Ticks()> now_;
  std::map<Ticks, Line> lines_;  // by how long they wait
  Waiters spent_;                // have waited long enough, and have not gone yet
};

class PendingReply : public std::enable_shared_from_this<PendingReply> {
  struct Asked {};  // ask() alone makes one

 public:
  PendingReply(Asked, std::shared_ptr<Patience> patience);
  // Hands the event over at once. Throws what Inbox::accept throws.
  static std::shared_ptr<PendingReply> ask(std::shared_ptr<Patience> patience, Inbox& inbox,
                                           core::Event event);

  // The answer, as soon as it is there; nothing after `limit`, and then one may wait again. The answer is
  // given once. One wait at a time.
  boost::asio::awaitable<std::optional<core::Reply>> within(std::chrono::milliseconds limit);

 private:
  std::shared_ptr<Patience> patience_;
  boost::asio::steady_timer news_;  // cancelled when there is something to look at
  std::optional<core::Reply> reply_;
};

}  // namespace runtime
