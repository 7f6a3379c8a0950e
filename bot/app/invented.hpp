#pragma once
// The made-up organisation of the simulations.

#include "bot/app/config.hpp"
#include "bot/core/random.hpp"

namespace app {

inline constexpr core::Date invented_first_day{std::chrono::year{2026}, std::chrono::January,
                                               std::chrono::day{5}};  // a Monday

// So many groups of 4 to 14 with a leader each four, one coordinator, all in the chat "chat"; the first
// sessions are in the third week. A group's leader is its first member, its facilitator the second.
Config invented_config(int groups, core::Random& world);

}  // namespace app
