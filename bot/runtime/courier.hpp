#pragma once
// Carries claimed messages to their adapters. Whatever happens on the way (an exception, a coroutine that is
// dropped), each comes back as a settlement: otherwise nothing more would go to its place before the next
// start; each place that waits for its turn gets one. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <string>

#include "bot/runtime/asking.hpp"
#include "bot/runtime/engine.hpp"

namespace runtime {

using Settle = std::function<void(Settlement)>;

// One attempt to deliver. An exception or a dropped coroutine tells nothing about what left: *unknown*.
// `adapter` null: nobody serves that workspace any more. Where a post is unknown and the platform can be
// asked, it is, between pauses; without `pause` it is not.
boost::asio::awaitable<void> deliver(Adapter* adapter, Delivery delivery, Settle settle, Pause pause = {});

// What was under way when the process died: the platform is asked where it can be. *unknown* where it cannot,
// or where the question fails. With `pause` it is asked for a minute before it is said not to be there: what
// left just before the death may be on its way still. Without, what is not there will not come.
boost::asio::awaitable<void> ask_for(Adapter* adapter, Delivery delivery, Settle settle, Pause pause = {});

// Waits until the adapter is ready for a message, then tells. An adapter that throws, or a coroutine that is
// dropped: the message is tried again later.
boost::asio::awaitable<void> get_ready(Adapter& adapter, Wish wish, std::function<void(Readiness)> tell);

// For Engine::set_paced, of adapters by workspace.
std::function<bool(const std::string& workspace)> paced_among(
    const std::map<std::string, Adapter*>& adapters);

}  // namespace runtime
