#include "adapters/net/timing.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace net {
namespace {

boost::asio::awaitable<void> wait(boost::asio::any_io_executor executor, Ticks length) {
  boost::asio::steady_timer timer(executor);
  timer.expires_after(length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

Timing real_timing(boost::asio::any_io_executor executor) {
  Timing timing;
  timing.now = [] {
    return std::chrono::duration_cast<Ticks>(std::chrono::steady_clock::now().time_since_epoch());
  };
  timing.sleep = [executor](Ticks length) { return wait(executor, length); };
  return timing;
}

}  // namespace net
