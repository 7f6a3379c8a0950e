// Calls that are refused because nobody of ours signed them: counted, so that whoever knocks cannot fill the
// log.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/net/timing.hpp"

namespace net {

/// The log gets the first at once, and of those that follow their number, a line a minute at most; at the end
/// what is left. I/O thread.
class Refusals {
 public:
  /// `now`: Timing's. `what`: "slack: a request without our signature". `whose`: the name of the connection;
  /// may be empty.
  Refusals(std::function<Ticks()> now, std::string what, std::string whose);
  ~Refusals();
  Refusals(const Refusals&) = delete;
  Refusals& operator=(const Refusals&) = delete;

  void add();

 private:
  void tell();

  std::function<Ticks()> now_;
  std::string what_, whose_;
  int untold_ = 0;
  std::optional<Ticks> told_;
};

}  // namespace net
