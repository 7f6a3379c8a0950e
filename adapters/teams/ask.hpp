#pragma once
// Asks the house and waits for the answer, but not longer than the platform does.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>

#include "adapters/net/timing.hpp"
#include "bot/runtime/adapter.hpp"

namespace teams {

struct Patience {
  boost::asio::any_io_executor executor;
  net::Timing timing;
  net::Ticks limit{1'800};
};

// Nothing when the limit has passed; then `late` gets the reply when it comes.
boost::asio::awaitable<std::optional<core::Reply>> ask(runtime::Inbox& inbox, core::Event event,
                                                       Patience patience,
                                                       std::function<void(core::Reply)> late);

}  // namespace teams
