#include "adapters/net/deadline.hpp"

#include <boost/asio/steady_timer.hpp>

namespace net {

// Shared with the timer's handler, which may already be queued when the owner goes.
struct Deadline::State {
  State(boost::asio::any_io_executor executor, std::chrono::steady_clock::time_point when,
        std::function<void()> action)
      : timer(std::move(executor), when), on_expiry(std::move(action)) {}
  boost::asio::steady_timer timer;
  std::function<void()> on_expiry;
  bool expired = false;
  bool owned = true;
};

Deadline::Deadline(boost::asio::any_io_executor executor, std::chrono::steady_clock::time_point when,
                   std::function<void()> on_expiry)
    : state_(std::make_shared<State>(std::move(executor), when, std::move(on_expiry))) {
  state_->timer.async_wait([state = state_](boost::system::error_code cancelled) {
    if (cancelled || !state->owned) return;
    state->expired = true;
    state->on_expiry();
  });
}

Deadline::~Deadline() {
  state_->owned = false;
  state_->timer.cancel();
}

bool Deadline::expired() const {
  return state_->expired;
}

}  // namespace net
