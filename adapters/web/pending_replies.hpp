#pragma once
// Hands events to the bot and waits for the replies, for so long and no longer.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/timing.hpp"
#include "bot/runtime/adapter.hpp"

namespace web {

// Whether a reply ends what was asked: a receipt of any kind, and no form to fill in or to mend.
bool ends_it(const core::Reply& reply);

// I/O thread.
class PendingReplies {
 public:
  // `limit` is how long a reply may take, `ticks` what the minute below is measured with.
  PendingReplies(boost::asio::any_io_executor executor, net::Ticks limit, std::function<net::Ticks()> ticks)
      : executor_(std::move(executor)), limit_(limit), ticks_(std::move(ticks)) {}

  // Nothing when no reply came in time; the event is with the bot all the same. An event that carries the
  // delivery of one that is under way, or that was ended within the last minute, is not handed in again and
  // gets that one's reply: who taps twice did one thing. Replies are kept in memory alone, and none that
  // holds what somebody wrote.
  boost::asio::awaitable<std::optional<core::Reply>> ask(runtime::Inbox& inbox, core::Event event);

 private:
  struct Wait;
  struct Entry {
    std::string delivery;
    std::shared_ptr<Wait> wait;
    net::Ticks at;
  };
  std::shared_ptr<Wait> same_as(const std::string& delivery);

  boost::asio::any_io_executor executor_;
  net::Ticks limit_;
  std::function<net::Ticks()> ticks_;
  std::deque<Entry> entries_;
};

}  // namespace web
