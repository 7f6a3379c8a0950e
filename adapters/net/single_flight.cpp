#include "adapters/net/single_flight.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace net {

namespace asio = boost::asio;

asio::awaitable<void> SingleFlight::wait() {
  const auto bell = bell_;
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  if (bell) co_await bell->async_wait(quietly);
}

SingleFlight::Turn::Turn(SingleFlight& flight) : flight_(flight) {
  flight_.bell_ =
      std::make_shared<asio::steady_timer>(flight_.executor_, asio::steady_timer::time_point::max());
}
SingleFlight::Turn::~Turn() {
  flight_.bell_->cancel();
  flight_.bell_.reset();
}

}  // namespace net
