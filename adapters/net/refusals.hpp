// Calls that are refused because nobody of ours signed them, and answers that did not reach who waited for
// them: counted, so that whoever knocks cannot fill the log, and the log does not tell when people answer.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "adapters/net/timing.hpp"

namespace net {

// For what may be an anonymous answer (docs/privacy.md), all of a connection in one.
inline constexpr Ticks of_answers = std::chrono::hours(1);

// The log gets the first at once, and of those that follow their number, a line in `between` at most; at the
// end what is left. I/O thread.
class Refusals {
 public:
  // `now`: Timing's. `what`: "slack: a request without our signature". `whose`: the name of the connection;
  // may be empty.
  Refusals(std::function<Ticks()> now, std::string what, std::string whose,
           Ticks between = std::chrono::minutes(1));
  ~Refusals();
  Refusals(const Refusals&) = delete;
  Refusals& operator=(const Refusals&) = delete;

  // `why`: a fixed code, of nobody's; that of the last one stands in the line.
  void add(std::string why = {});
  // What work beside a request threw, as its last handler gets it; not where it ended well or was cut short.
  void add_failed(std::exception_ptr failure);

 private:
  void tell();

  std::function<Ticks()> now_;
  std::string what_, whose_, why_;
  Ticks between_;
  int untold_ = 0;
  std::optional<Ticks> told_;
};

}  // namespace net
