#pragma once
// A message of which nobody knows whether it arrived, on a platform that can be asked. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "bot/runtime/adapter.hpp"

namespace runtime {

// Ends after the time; throws when cancelled.
using Pause = std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)>;

// Looks for the post under `key` after each of three pauses, for a minute in all: what was on its way may
// still come. Its reference, or nothing. Throws what the adapter does.
boost::asio::awaitable<std::optional<std::string>> found_later(Adapter& adapter, std::string key,
                                                               Pause pause);

// `unsure` is the unknown outcome of a post under `key`. Looks for it so. Found is sent. Not found stays
// unknown, because what is late may be later still. Never throws for what the adapter does.
boost::asio::awaitable<Delivered> asked(Adapter& adapter, std::string key, Delivered unsure, Pause pause);

}  // namespace runtime
