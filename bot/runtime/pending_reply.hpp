#pragma once
// An event in the engine's hands, and the wait for its answer with a limit. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "bot/runtime/adapter.hpp"

namespace runtime {

// Waits so long, or throws when cancelled: net::Timing's, injected so that no test sleeps.
using Sleep = std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)>;

class PendingReply : public std::enable_shared_from_this<PendingReply> {
 public:
  // Hands the event over at once. Throws what Inbox::accept throws.
  static std::shared_ptr<PendingReply> ask(boost::asio::any_io_executor executor, Sleep sleep, Inbox& inbox,
                                           core::Event event);

  // The answer, as soon as it is there; nothing after `limit`, and then one may wait again. The answer is
  // given once. One wait at a time.
  boost::asio::awaitable<std::optional<core::Reply>> within(std::chrono::milliseconds limit);

 private:
  PendingReply(boost::asio::any_io_executor executor, Sleep sleep);

  boost::asio::any_io_executor executor_;
  Sleep sleep_;
  boost::asio::steady_timer news_;  // cancelled when there is something to look at
  std::optional<core::Reply> reply_;
};

}  // namespace runtime
