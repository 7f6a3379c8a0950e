#include "adapters/net/timing.hpp"

#include <boost/asio/as_tuple.hpp>
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

boost::asio::awaitable<void> until_cancelled(boost::asio::any_io_executor executor) {
  boost::asio::steady_timer never(executor, boost::asio::steady_timer::time_point::max());
  constexpr auto quietly = boost::asio::as_tuple(boost::asio::use_awaitable);
  co_await never.async_wait(quietly);
}

Ticks steady_now() {
  return std::chrono::duration_cast<Ticks>(std::chrono::steady_clock::now().time_since_epoch());
}

Timing real_timing(boost::asio::any_io_executor executor) {
  Timing timing;
  timing.now = steady_now;
  timing.sleep = [executor](Ticks length) { return wait(executor, length); };
  return timing;
}

}  // namespace net
