// Waiting and measuring time in adapters, injected so that tests never sleep.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>

namespace net {

// Time since some fixed moment; never goes back. Not the time of day: that is core::Clock's.
using Ticks = std::chrono::milliseconds;

struct Timing {
  std::function<Ticks()> now;
  std::function<boost::asio::awaitable<void>(Ticks)> sleep;  // throws when cancelled
};

// Runs until it is cancelled, and ends quietly then: for an adapter to which nothing comes by itself.
boost::asio::awaitable<void> until_cancelled(boost::asio::any_io_executor executor);

// What the machine's steady clock says.
Ticks steady_now();

// That clock and Asio's timers on `executor`.
Timing real_timing(boost::asio::any_io_executor executor);

}  // namespace net
