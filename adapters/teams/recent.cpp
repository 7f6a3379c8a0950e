#include "adapters/teams/recent.hpp"

namespace teams {
namespace {

constexpr net::Ticks memory = std::chrono::minutes{10};
constexpr std::size_t most = 20'000;

}  // namespace

bool Recent::first_time(const std::string& name, net::Ticks now) {
  while (!order_.empty() && (order_.front().first + memory <= now || order_.size() >= most)) {
    names_.erase(order_.front().second);
    order_.pop_front();
  }
  if (name.empty()) return true;
  if (!names_.insert(name).second) return false;
  order_.emplace_back(now, name);
  return true;
}

}  // namespace teams
