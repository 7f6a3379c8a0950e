#include "bot/runtime/asking.hpp"

#include <array>
#include <utility>

#include "bot/core/log.hpp"

namespace runtime {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::milliseconds, 3> waits{5s, 15s, 40s};

}  // namespace

asio::awaitable<std::optional<std::string>> found_later(Adapter& adapter, std::string key, Pause pause) {
  for (const std::chrono::milliseconds wait : waits) {
    co_await pause(wait);
    std::optional<std::string> ref = co_await adapter.find(key);
    if (ref) co_return ref;
  }
  co_return std::nullopt;
}

asio::awaitable<Delivered> asked(Adapter& adapter, std::string key, Delivered unsure, Pause pause) {
  try {
    const std::optional<std::string> ref = co_await found_later(adapter, std::move(key), std::move(pause));
    if (ref) {
      Delivered found;
      found.ref = *ref;
      co_return found;
    }
  } catch (const std::exception&) {  // then it stays unknown
  }
  core::log(core::Level::warning, "outbox: the platform does not know a message either");
  co_return unsure;
}

}  // namespace runtime
