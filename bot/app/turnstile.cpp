#include "bot/app/turnstile.hpp"

#include <boost/asio/post.hpp>

namespace app {

void Turnstile::pass(boost::asio::any_io_executor where, Begin begin) {
  line_->waiting.emplace_back(std::move(where), std::move(begin));
  if (!std::exchange(line_->turning, true)) line_->come_back();
}

void Turnstile::Line::come_back() {
  boost::asio::post(io, [self = shared_from_this()] { self->next(); });
}

// What it lets through stands behind all that waits for the thread now, and itself behind that.
void Turnstile::Line::next() {
  auto [where, begin] = std::move(waiting.front());
  waiting.pop_front();
  boost::asio::post(where, std::move(begin));
  turning = !waiting.empty();
  if (turning) come_back();
}

}  // namespace app
