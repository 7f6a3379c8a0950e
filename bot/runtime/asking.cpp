#include "bot/runtime/asking.hpp"

#include <array>

#include "bot/core/log.hpp"

namespace runtime {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::milliseconds, 3> waits{5s, 15s, 40s};

}  // namespace

asio::awaitable<Delivered> asked(Adapter& adapter, std::string key, Delivered unsure, Pause pause) {
  for (const std::chrono::milliseconds wait : waits) {
    bool failed = false;
    try {
      co_await pause(wait);
      const std::optional<std::string> ref = co_await adapter.find(key);
      if (ref) {
        Delivered found;
        found.ref = *ref;
        co_return found;
      }
    } catch (const std::exception&) {
      failed = true;
    }
    if (failed) break;
  }
  core::log(core::Level::warning, "outbox: the platform does not know a message either");
  co_return unsure;
}

}  // namespace runtime
