#pragma once
// Where a matter stands that a group has lifted to its leaders. A leader's answer is a step from one state to
// another; which steps there are stands in features/matters/rules.hpp.

#include <array>
#include <string>
#include <string_view>

#include "bot/core/codes.hpp"
#include "bot/core/time.hpp"

namespace core {

enum class MatterState { lifted, received, in_work, more_time, done, will_not };
inline constexpr std::array matter_states{MatterState::lifted,  MatterState::received,
                                          MatterState::in_work, MatterState::more_time,
                                          MatterState::done,    MatterState::will_not};

// Done, or said that it will not be.
constexpr bool ended(MatterState state) {
  return state == MatterState::done || state == MatterState::will_not;
}

constexpr auto codes(MatterState) {
  return codes_in_order("lifted", "received", "in_work", "more_time", "done", "will_not");
}
inline std::string packed(MatterState state) {
  return std::string(code(state));
}
// Also as buttons say it that were posted before there were steps.
inline bool unpack(std::string_view text, MatterState& state) {
  if (text == "doing") text = code(MatterState::in_work);
  if (text == "later") text = code(MatterState::more_time);
  if (text == "no") text = code(MatterState::will_not);
  const auto found = value_of_code<MatterState>(text);
  if (found) state = *found;
  return found.has_value();
}

// Whole weeks that something has waited; what comes round in the morning of the same weekday counts as full.
constexpr int weeks_waited(Instant from, Instant to) {
  return static_cast<int>((to - from + std::chrono::hours{12}) / std::chrono::days{7});
}

}  // namespace core
