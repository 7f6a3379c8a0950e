#pragma once
// More comes in than can be answered in time.

#include <stdexcept>

namespace core {

// The event was not taken, nothing of it is kept, and it may be sent again in a moment. Through HTTP this is
// 503 with Retry-After.
class Busy : public std::runtime_error {
 public:
  Busy() : std::runtime_error("more waits than can be answered in time") {}
};

}  // namespace core
