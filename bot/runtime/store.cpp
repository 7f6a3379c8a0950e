#include "bot/runtime/store.hpp"

namespace runtime {

std::string_view code(OutboxRow::State state) {
  switch (state) {
    case OutboxRow::State::waiting:
      return "waiting";
    case OutboxRow::State::sending:
      return "sending";
    case OutboxRow::State::sent:
      return "sent";
    case OutboxRow::State::unknown:
      return "unknown";
    case OutboxRow::State::failed:
      return "failed";
  }
  return "";
}

}  // namespace runtime
