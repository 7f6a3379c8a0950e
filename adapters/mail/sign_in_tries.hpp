#pragma once
// When to sign in again where our name and password are not taken: more and more seldom, for many an account
// is locked by wrong ones, ours or whoever else uses it. I/O thread.

#include <algorithm>

#include "adapters/net/timing.hpp"

namespace mail {

class SignInTries {
 public:
  // The wait after the first refusal is doubled by each that follows.
  SignInTries(net::Ticks first, net::Ticks longest) : first_(first), longest_(longest) {}

  bool may_try(net::Ticks now) const { return now >= again_; }
  bool is_refused() const { return wait_ > net::Ticks{0}; }
  // Gives the wait until the next. Those that were under way together are one.
  net::Ticks refused(net::Ticks now) {
    if (may_try(now)) {
      wait_ = is_refused() ? std::min(2 * wait_, longest_) : first_;
      again_ = now + wait_;
    }
    return again_ - now;
  }
  // Taken, or there is another password.
  void begin_anew() { wait_ = again_ = net::Ticks{0}; }

 private:
  net::Ticks first_, longest_, wait_{0}, again_{0};
};

}  // namespace mail
