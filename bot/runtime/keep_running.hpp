#pragma once
// An adapter that ends before its time is started again; the others notice nothing. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "bot/runtime/adapter.hpp"
#include "bot/runtime/asking.hpp"

namespace runtime {

// Runs `adapter` until `over` says that the program ends. Whatever else ends it, an exception or nothing at
// all, is logged under `name`, and after a pause, 1 s at first and at most a minute, it runs anew.
boost::asio::awaitable<void> keep_running(Adapter& adapter, Inbox& inbox, std::string name,
                                          std::function<bool()> over, Pause pause);

}  // namespace runtime
