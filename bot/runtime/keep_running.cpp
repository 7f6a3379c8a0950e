#include "bot/runtime/keep_running.hpp"

#include <algorithm>

#include "bot/core/log.hpp"

namespace runtime {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds shortest = 1s, longest = 60s;

}  // namespace

asio::awaitable<void> keep_running(Adapter& adapter, Inbox& inbox, std::string name,
                                   std::function<bool()> over, Pause pause) {
  std::chrono::milliseconds wait = shortest;
  while (!over()) {
    try {
      co_await adapter.run(inbox);
    } catch (const std::exception&) {
      // Its words may quote what a person wrote.
    }
    if (over()) co_return;
    core::log(core::Level::error, "an adapter ended before its time; it is started again", name);
    try {
      co_await pause(wait);
    } catch (const std::exception&) {
      // Cut short: the program ends.
    }
    wait = std::min(2 * wait, longest);
  }
}

}  // namespace runtime
