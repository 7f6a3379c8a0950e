#pragma once
// Deliveries that a platform repeats get the same reply again, also those of a sealed event, so it is kept in
// memory alone and nothing is written down. Engine thread.

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bot/core/event.hpp"

namespace runtime {

class Repeats {
 public:
  // What the same delivery was answered; nothing: it is the first, or has no id.
  std::optional<core::Reply> find(const core::Origin& origin) const;
  void remember(const core::Origin& origin, const core::Reply& reply);
  void forget_all();

 private:
  // Nearly all are a message that many hold, for which a reply has too much room: it is kept of others alone.
  struct Same {
    std::string id;  // of the delivery
    core::SharedMessage whisper;
    std::optional<core::Language> language;
    std::unique_ptr<const core::Reply> whole;
  };
  using Kept = std::list<Same>;  // the newest first
  Kept kept_;
  std::unordered_map<std::string_view, Kept::iterator> by_id_;
};

}  // namespace runtime
