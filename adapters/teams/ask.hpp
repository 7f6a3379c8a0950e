#pragma once
// Asks the house and waits for the answer, but not longer than the platform does.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "adapters/net/timing.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace teams {

// Nothing when `limit` has passed; then `late` gets the reply when it comes.
boost::asio::awaitable<std::optional<core::Reply>> ask(std::shared_ptr<runtime::Patience> patience,
                                                       net::Ticks limit, runtime::Inbox& inbox,
                                                       core::Event event,
                                                       std::function<void(core::Reply)> late);

}  // namespace teams
