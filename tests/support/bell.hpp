#pragma once
// Wakes whoever waits for something to have happened; no test sleeps.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <functional>
#include <list>
#include <memory>
#include <vector>

#include "adapters/net/timing.hpp"

namespace support {

namespace asio = boost::asio;

class Bell {
 public:
  explicit Bell(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  void ring() {
    for (const auto& waiting : waiting_) waiting->cancel();
  }
  // Looks again at every ring; the one who rings goes on first.
  asio::awaitable<void> until(std::function<bool()> holds) {
    const auto timer = std::make_shared<asio::steady_timer>(executor_, asio::steady_timer::time_point::max());
    waiting_.push_back(timer);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    while (!holds()) co_await timer->async_wait(quietly);
    std::erase(waiting_, timer);
  }

 private:
  asio::any_io_executor executor_;
  std::vector<std::shared_ptr<asio::steady_timer>> waiting_;
};

// Time that is over as soon as somebody sleeps: for what keeps a pace and nothing else.
inline asio::awaitable<void> slept(std::shared_ptr<net::Ticks> now, net::Ticks length) {
  *now += length;
  co_return;
}
inline net::Timing passing_timing() {
  const auto now = std::make_shared<net::Ticks>(0);
  return {[now] { return *now; }, [now](net::Ticks length) { return slept(now, length); }};
}

// Time that moves when the test says so.
class HandTiming {
 public:
  HandTiming(asio::any_io_executor executor, Bell& bell)
      : state_(std::make_shared<State>()), executor_(std::move(executor)), bell_(bell) {}

  net::Timing timing() {
    net::Timing timing;
    timing.now = [state = state_] { return state->now; };
    timing.sleep = [this](net::Ticks length) {
      bell_.ring();
      return rest(state_, executor_, length);
    };
    return timing;
  }
  void advance(net::Ticks length) {
    state_->now += length;
    for (Sleeper* sleeper : state_->sleepers)
      if (sleeper->until <= state_->now) sleeper->timer.cancel();
  }
  // Somebody waits for just so long.
  bool sleeps(net::Ticks length) const {
    for (const Sleeper* sleeper : state_->sleepers)
      if (sleeper->length == length) return true;
    return false;
  }
  net::Ticks longest() const {
    net::Ticks longest{0};
    for (const Sleeper* sleeper : state_->sleepers) longest = std::max(longest, sleeper->length);
    return longest;
  }
  net::Ticks now() const { return state_->now; }

 private:
  struct Sleeper {
    net::Ticks until, length;
    asio::steady_timer timer;
  };
  // Outlives the test's objects: who still sleeps at the end goes with the executor.
  struct State {
    net::Ticks now{0};
    std::list<Sleeper*> sleepers;
  };
  struct Place {
    std::shared_ptr<State> state;
    std::list<Sleeper*>::iterator at;
    ~Place() { state->sleepers.erase(at); }
  };

  static asio::awaitable<void> rest(std::shared_ptr<State> state, asio::any_io_executor executor,
                                    net::Ticks length) {
    asio::steady_timer timer(executor, asio::steady_timer::time_point::max());
    Sleeper sleeper{state->now + length, length, std::move(timer)};
    const Place place{state, state->sleepers.insert(state->sleepers.end(), &sleeper)};
    while (sleeper.until > state->now) {
      constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
      const auto [woken] = co_await sleeper.timer.async_wait(quietly);
      const auto cancelled = co_await asio::this_coro::cancellation_state;
      if (cancelled.cancelled() != asio::cancellation_type::none) throw boost::system::system_error(woken);
    }
  }

  std::shared_ptr<State> state_;
  asio::any_io_executor executor_;
  Bell& bell_;
};

}  // namespace support
