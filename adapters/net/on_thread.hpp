#pragma once
// Work for threads that may wait.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace net {

// Who waits for it and is cancelled waits on until it has ended. Asio 1.81 would throw a cancellation of the
// work out of its thread, and so end the program.
template <class Result>
boost::asio::awaitable<Result> on_thread(boost::asio::any_io_executor threads,
                                         boost::asio::awaitable<Result> work) {
  auto uncancelled =
      boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(), boost::asio::use_awaitable);
  co_return co_await boost::asio::co_spawn(threads, std::move(work), std::move(uncancelled));
}

}  // namespace net
