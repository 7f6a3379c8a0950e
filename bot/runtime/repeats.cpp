#include "bot/runtime/repeats.hpp"

namespace runtime {
namespace {

constexpr std::size_t most_kept = 2000;  // platforms repeat within minutes

std::string id_of(const core::Origin& origin) {
  return origin.workspace + '\n' + origin.delivery;
}

}  // namespace

std::optional<core::Reply> Repeats::find(const core::Origin& origin) const {
  if (origin.delivery.empty()) return std::nullopt;
  const auto found = by_id_.find(id_of(origin));
  if (found == by_id_.end()) return std::nullopt;
  return found->second->second;
}

void Repeats::remember(const core::Origin& origin, const core::Reply& reply) {
  if (origin.delivery.empty()) return;
  kept_.emplace_front(id_of(origin), reply);
  if (!by_id_.try_emplace(kept_.front().first, kept_.begin()).second) kept_.pop_front();
  if (kept_.size() > most_kept) {
    by_id_.erase(kept_.back().first);
    kept_.pop_back();
  }
}

void Repeats::forget_all() {
  by_id_.clear();
  kept_.clear();
}

}  // namespace runtime
