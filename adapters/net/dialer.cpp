#include "adapters/net/dialer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>

#include "adapters/net/lookups.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/core/ascii.hpp"

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

// A running lookup cannot be interrupted, so we wait on a timer that its handler wakes, and may leave before
// it.
struct Looking {
  Looking(asio::any_io_executor executor, steady_clock::time_point deadline) : over(executor, deadline) {}
  void end(Result<Addresses> result) {
    found = std::move(result);
    over.cancel();
  }
  asio::steady_timer over;
  std::optional<Result<Addresses>> found;
  Lookup other;
};

error_code why_left(bool woken) {
  return woken ? error_code(asio::error::operation_aborted) : error_code(asio::error::timed_out);
}

asio::awaitable<Result<Addresses>> look_up(std::string host, steady_clock::time_point deadline,
                                           const Lookup& other) {
  error_code is_name;
  const asio::ip::address literal = asio::ip::make_address(host, is_name);
  if (!is_name) co_return Addresses(1, literal);
  auto executor = co_await asio::this_coro::executor;
  auto looking = std::make_shared<Looking>(executor, deadline);
  if (other) {
    looking->other = other;  // outlives who waits for it
    asio::awaitable<Result<Addresses>> asked = looking->other(host);
    auto on_end = [looking](std::exception_ptr failed, Result<Addresses> result) {
      looking->end(failed ? Result<Addresses>(error_code(asio::error::host_not_found)) : std::move(result));
    };
    asio::co_spawn(executor, std::move(asked), std::move(on_end));
  } else {
    auto& context = asio::query(executor, asio::execution::context);
    Lookups::of(context).look_up(host, executor,
                                 [looking](Result<Addresses> found) { looking->end(std::move(found)); });
  }
  auto [woken] = co_await looking->over.async_wait(use_tuple);
  if (looking->found) co_return std::move(*looking->found);
  co_return why_left(bool(woken));
}

// The resolver's order, but families in turn: a house without working IPv6 must not wait for all of it.
Addresses in_turn(const Addresses& found) {
  Addresses first, second, all;
  for (const auto& address : found)
    (address.is_v4() == found.front().is_v4() ? first : second).push_back(address);
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) all.push_back(first[i]);
    if (i < second.size()) all.push_back(second[i]);
  }
  return all;
}

struct Race : std::enable_shared_from_this<Race> {
  Race(asio::any_io_executor on, steady_clock::time_point deadline)
      : executor(on), next_start(on), over(on, deadline) {}

  void start_next() {
    auto socket = std::make_shared<tcp::socket>(executor);
    attempts.push_back(socket);
    ++running;
    const tcp::endpoint to(addresses[started++], port);
    socket->async_connect(
        to, [self = shared_from_this(), socket](error_code error) { self->ended(*socket, error); });
    if (started == addresses.size()) return;
    next_start.expires_after(delay);
    next_start.async_wait([self = shared_from_this(), turn = started](error_code cancelled) {
      if (!cancelled && !self->done && self->started == turn) self->start_next();
    });
  }
  void ended(tcp::socket& socket, error_code error) {
    --running;
    if (done) return;
    if (!error) {
      winner.emplace(std::move(socket));
    } else {
      last = error;
      if (started < addresses.size()) return start_next();
      if (running > 0) return;
    }
    stop();
    over.cancel();
  }
  void stop() {
    done = true;
    next_start.cancel();
    for (const auto& socket : attempts) {
      error_code ignored;
      socket->close(ignored);
    }
  }

  asio::any_io_executor executor;
  asio::steady_timer next_start, over;
  Addresses addresses;
  std::uint16_t port = 0;
  steady_clock::duration delay{};
  std::vector<std::shared_ptr<tcp::socket>> attempts;
  std::optional<tcp::socket> winner;
  error_code last;
  std::size_t started = 0;
  int running = 0;
  bool done = false;
};

Dialled failed(Fault fault, error_code error) {
  Dialled dialled;
  dialled.fault = fault;
  dialled.error = error;
  return dialled;
}

}  // namespace

asio::awaitable<Dialled> dial(std::string host, std::string port, steady_clock::time_point deadline,
                              Dialling how) {
  auto executor = co_await asio::this_coro::executor;
  auto race = std::make_shared<Race>(executor, deadline);
  const auto number = core::ascii::number<std::uint16_t>(port);
  if (!number) co_return failed(Fault::call, make_error_code(boost::system::errc::invalid_argument));
  race->port = *number;
  auto found = co_await look_up(host, deadline, how.lookup);
  if (!found) co_return failed(Fault::dns, found.error());
  if (found->empty()) co_return failed(Fault::dns, asio::error::host_not_found);
  if (how.may_connect)
    std::erase_if(*found, [&](const asio::ip::address& address) { return !how.may_connect(address); });
  if (found->empty()) co_return failed(Fault::tcp, make_error_code(refused_addresses));

  struct StopAtTheEnd {  // also when the coroutine is thrown out of its wait
    Race& race;
    ~StopAtTheEnd() { race.stop(); }
  } stop_at_the_end{*race};
  race->addresses = in_turn(*found);
  race->delay = how.next_address;
  race->start_next();
  auto [woken] = co_await race->over.async_wait(use_tuple);
  if (!race->done) co_return failed(Fault::tcp, why_left(bool(woken)));
  if (!race->winner) co_return failed(Fault::tcp, race->last);
  Dialled dialled;
  race->winner->set_option(tcp::no_delay(true), dialled.error);
  if (dialled.error) co_return failed(Fault::tcp, dialled.error);
  dialled.socket.emplace(std::move(*race->winner));
  co_return dialled;
}

}  // namespace net
