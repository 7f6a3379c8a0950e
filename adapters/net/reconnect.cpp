#include "adapters/net/reconnect.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <utility>

namespace net {

Ticks Reconnect::next(Event event, Ticks now) {
  if (event == Event::greeted) {
    greeted_ = now;
    return Ticks{0};
  }
  const auto greeted = std::exchange(greeted_, std::nullopt);
  if (greeted && now - *greeted >= limits_.settled) {
    failures_ = 0;
    return Ticks{0};
  }
  ++failures_;
  const int doublings = failures_ - (greeted ? 2 : 1);
  if (doublings < 0) return Ticks{0};
  return std::min(limits_.first * (1 << std::min(doublings, 16)), limits_.longest);
}

struct Alarm::State {
  boost::asio::cancellation_signal stop;
  std::function<void()> late;
  bool over = false;
};

Alarm::Alarm(boost::asio::any_io_executor executor, const Timing& timing, Ticks limit,
             std::function<void()> late)
    : state_(std::make_shared<State>()) {
  state_->late = std::move(late);
  const auto at_end = [state = state_](std::exception_ptr failure) {
    state->over = true;
    const auto call = std::exchange(state->late, nullptr);
    if (!failure && call) call();
  };
  boost::asio::co_spawn(std::move(executor), timing.sleep(limit),
                        boost::asio::bind_cancellation_slot(state_->stop.slot(), at_end));
}

Alarm::~Alarm() {
  state_->late = nullptr;
  if (!state_->over) state_->stop.emit(boost::asio::cancellation_type::terminal);
}

}  // namespace net
