#pragma once
// An event in the desk's hands, and the wait for its answer with a limit. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "adapters/net/timing.hpp"
#include "bot/runtime/adapter.hpp"

namespace slack {

class Question : public std::enable_shared_from_this<Question> {
 public:
  // Hands the event over at once. Throws what Inbox::accept throws.
  static std::shared_ptr<Question> ask(boost::asio::any_io_executor executor, net::Timing timing,
                                       runtime::Inbox& inbox, core::Event event);

  // The answer, as soon as it is there; nothing after `limit`, and then one may wait again. The answer is
  // given once. One wait at a time.
  boost::asio::awaitable<std::optional<core::Reply>> within(net::Ticks limit);

 private:
  Question(boost::asio::any_io_executor executor, net::Timing timing);

  boost::asio::any_io_executor executor_;
  net::Timing timing_;
  boost::asio::steady_timer news_;  // cancelled when there is something to look at
  std::optional<core::Reply> reply_;
};

}  // namespace slack
