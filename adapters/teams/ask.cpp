#include "adapters/teams/ask.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

namespace teams {
namespace {

namespace asio = boost::asio;

struct Waiting {
  explicit Waiting(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer bell;
  std::optional<core::Reply> reply;
  bool over = false;  // nobody waits any more
};

asio::awaitable<void> limit(std::shared_ptr<Waiting> waiting, net::Timing timing, net::Ticks length) {
  co_await timing.sleep(length);
  waiting->over = true;
  waiting->bell.cancel();
}

}  // namespace

asio::awaitable<std::optional<core::Reply>> ask(runtime::Inbox& inbox, core::Event event, Patience patience,
                                                std::function<void(core::Reply)> late) {
  const auto waiting = std::make_shared<Waiting>(patience.executor);
  inbox.accept(std::move(event), [waiting, late = std::move(late)](core::Reply reply) {
    if (waiting->over) {
      late(std::move(reply));
      return;
    }
    waiting->reply = std::move(reply);
    waiting->bell.cancel();
  });
  if (!waiting->reply) {
    asio::co_spawn(patience.executor, limit(waiting, patience.timing, patience.limit),
                   [](std::exception_ptr) {});
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await waiting->bell.async_wait(quietly);
  }
  waiting->over = true;
  co_return std::move(waiting->reply);
}

}  // namespace teams
