// Deliveries that a platform repeats: the engine gives the same reply again, also to a sealed event, of which
// nothing is written down.
#include "bot/runtime/engine.hpp"

namespace runtime {
namespace {

constexpr std::size_t recent_limit = 2000;  // remembered; platforms repeat within minutes

}  // namespace

std::optional<core::Reply> Engine::repeated(const core::Origin& origin) const {
  if (origin.delivery.empty()) return std::nullopt;
  const auto found = recent_by_id_.find(origin.workspace + '\n' + origin.delivery);
  if (found == recent_by_id_.end()) return std::nullopt;
  return found->second->second;
}

void Engine::remember(const core::Origin& origin, const core::Reply& reply) {
  if (origin.delivery.empty()) return;
  recent_.emplace_front(origin.workspace + '\n' + origin.delivery, reply);
  if (!recent_by_id_.try_emplace(recent_.front().first, recent_.begin()).second) recent_.pop_front();
  if (recent_.size() > recent_limit) {
    recent_by_id_.erase(recent_.back().first);
    recent_.pop_back();
  }
}

}  // namespace runtime
