// What Boost's assertions do, in every build: a library that finds itself in an impossible state has met
// input nobody thought of, so the one request fails that brought it. Where the library promised not to throw,
// the process ends, as it does for our own assertions and the standard library's.

#include <fmt/format.h>

#include <boost/assert.hpp>
#include <stdexcept>

#include "bot/core/log.hpp"

namespace boost {

// Only the place is told: expressions are the library's own, values are not shown.
void assertion_failed(const char* expression, const char* /*function*/, const char* file, long line) {
  core::log(core::Level::error, "an assertion of a library failed",
            fmt::format("{}:{}: {}", file, line, expression));
  throw std::logic_error("an assertion of a library failed");
}

void assertion_failed_msg(const char* expression, const char* /*message*/, const char* function,
                          const char* file, long line) {
  assertion_failed(expression, function, file, line);
}

}  // namespace boost
