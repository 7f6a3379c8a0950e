// What somebody waits for and no outbox keeps: said again while it is certain that nothing was taken.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <utility>

#include "adapters/net/outcome.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/random.hpp"

namespace net {

class Tries {
 public:
  Tries(Timing timing, core::Random& random) : timing_(std::move(timing)), random_(random) {}

  // After an attempt that ended so: whether there is another, and waits until then.
  boost::asio::awaitable<bool> again(Verdict ended);

 private:
  Timing timing_;
  core::Random& random_;
  int made_ = 0;
};

}  // namespace net
