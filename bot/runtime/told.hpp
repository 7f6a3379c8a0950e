#pragma once
// What a function tells by a call-back, for a coroutine that waits for it.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>

namespace runtime {

// `begin` is given the call-back, which is called once, at once or later, on the coroutine's executor.
// Nothing when the coroutine is cancelled while it waits: it may come to pass all the same.
template <class T>
boost::asio::awaitable<std::optional<T>> told(std::function<void(std::function<void(T)>)> begin) {
  constexpr auto quietly = boost::asio::as_tuple(boost::asio::use_awaitable);
  struct Wait {
    boost::asio::steady_timer answered;
    std::optional<T> what;
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer never(executor, boost::asio::steady_timer::time_point::max());
  const auto wait = std::make_shared<Wait>(Wait{std::move(never), std::nullopt});
  begin([wait](T what) {
    wait->what = std::move(what);
    wait->answered.cancel();
  });
  if (!wait->what) co_await wait->answered.async_wait(quietly);
  co_return std::move(wait->what);
}

}  // namespace runtime
