#include "bot/runtime/repeats.hpp"

namespace runtime {
namespace {

constexpr std::size_t most_kept = 2000;  // platforms repeat within minutes

std::string id_of(const core::Origin& origin) {
  return origin.workspace + '\n' + origin.delivery;
}

bool is_message_alone(const core::Reply& reply) {
  const auto& [whisper, form, errors, file, language, again] = reply;
  return !form && errors.empty() && !file && !again;
}

}  // namespace

std::optional<core::Reply> Repeats::find(const core::Origin& origin) const {
  if (origin.delivery.empty()) return std::nullopt;
  const auto found = by_id_.find(id_of(origin));
  if (found == by_id_.end()) return std::nullopt;
  const Same& same = *found->second;
  if (same.whole) return *same.whole;
  core::Reply reply;
  reply.whisper = same.whisper;
  reply.language = same.language;
  return reply;
}

void Repeats::remember(const core::Origin& origin, const core::Reply& reply) {
  if (origin.delivery.empty()) return;
  auto whole = is_message_alone(reply) ? nullptr : std::make_unique<const core::Reply>(reply);
  kept_.push_front({id_of(origin), reply.whisper, reply.language, std::move(whole)});
  if (!by_id_.try_emplace(kept_.front().id, kept_.begin()).second) kept_.pop_front();
  if (kept_.size() > most_kept) {
    by_id_.erase(kept_.back().id);
    kept_.pop_back();
  }
}

void Repeats::forget_all() {
  by_id_.clear();
  kept_.clear();
}

}  // namespace runtime
