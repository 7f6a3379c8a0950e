#include "bot/app/delivery_log.hpp"

#include "bot/core/log.hpp"

namespace app {

std::string delivery_in_words(const core::Destination& to, const std::string& key) {
  std::string words =
      to.workspace + (to.kind == core::Destination::Kind::person ? ", to one person" : ", to a channel");
  // Keys begin with their kind, and go on with ids.
  const std::string kind = key.substr(0, key.find_first_of(":/"));
  if (!kind.empty() && kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_") == kind.npos)
    words += ", " + kind;
  return words;
}

void log_delivery(const std::string& delivery, const runtime::Settlement& settlement) {
  const std::string what = delivery + (settlement.edit ? ", changed" : "");
  const std::string why = settlement.outcome.reason.empty() ? what : what + ", " + settlement.outcome.reason;
  switch (settlement.outcome.kind) {
    case runtime::Delivered::Kind::sent:
      return core::log(core::Level::info, "message sent", what);
    case runtime::Delivered::Kind::retry:
      return core::log(core::Level::debug, "message waits to be tried again", why);
    case runtime::Delivered::Kind::refused:  // said once, by the house
      return core::log(core::Level::debug, "message waits, our credentials are not taken", why);
    case runtime::Delivered::Kind::unknown:
      return core::log(core::Level::warning, "nobody knows whether a message came through", why);
    case runtime::Delivered::Kind::permanent:
      return core::log(core::Level::warning, "message given up", why);
  }
}

}  // namespace app
