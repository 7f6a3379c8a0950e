#include "adapters/teams/ask.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

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

}  // namespace

asio::awaitable<std::optional<core::Reply>> ask(std::shared_ptr<runtime::Patience> patience, net::Ticks limit,
                                                runtime::Inbox& inbox, core::Event event,
                                                std::function<void(core::Reply)> late) {
  const auto waiting = std::make_shared<Waiting>(patience->executor());
  inbox.accept(std::move(event), [waiting, late = std::move(late)](core::Reply reply) {
    if (waiting->over) {
      late(std::move(reply));
      return;
    }
    waiting->reply = std::move(reply);
    waiting->bell.cancel();
  });
  if (!waiting->reply) {
    const auto at_end = [waiting] {
      waiting->over = true;
      waiting->bell.cancel();
    };
    const runtime::Patience::Place place = patience->wait(limit, at_end);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await waiting->bell.async_wait(quietly);
  }
  waiting->over = true;
  co_return std::move(waiting->reply);
}

}  // namespace teams
