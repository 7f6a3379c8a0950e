#include "adapters/web/memory.hpp"

#include <algorithm>

namespace web {
namespace {
constexpr std::size_t many_keys = 10'000;
}  // namespace

bool Limiter::take(const std::string& key, net::Ticks now) {
  if (full_again_.size() > many_keys)
    std::erase_if(full_again_, [&](const auto& entry) { return entry.second <= now; });
  net::Ticks& full = full_again_[key];
  const net::Ticks next = std::max(full, now) + each_;
  if (next > now + each_ * burst_) return false;
  full = next;
  return true;
}

void UsedLinks::use(const std::string& link, const std::string& sitting, core::Instant expires) {
  used_.emplace(link, Use{sitting, expires});
}

bool UsedLinks::is_used_by_other(const std::string& link, const std::string& sitting) const {
  const auto found = used_.find(link);
  return found != used_.end() && found->second.sitting != sitting;
}

void UsedLinks::forget_before(core::Instant now) {
  std::erase_if(used_, [&](const auto& entry) { return entry.second.expires < now; });
}

}  // namespace web
