#pragma once
// Reads Adaptive Cards as somebody in front of Teams does.

#include <nlohmann/json.hpp>
#include <string>

#include "tests/contract/platform.hpp"

namespace contract {

// Words, buttons in the body, inputs; where something was refused, what is said above its input.
Seen seen_of_card(const nlohmann::json& card);
// The action of that label in the body; null when there is none, also when `card` is null.
nlohmann::json action_in_card(const nlohmann::json& card, const std::string& label);
// What the card's own button sends with these values; `refused` where something cannot be written.
nlohmann::json fill_card(const nlohmann::json& card, const Values& values, Seen& refused);

}  // namespace contract
