#pragma once
// Reads Slack's Block Kit as somebody in front of Slack does: messages and modals.

#include <nlohmann/json.hpp>
#include <string>

#include "tests/contract/platform.hpp"

namespace contract {

// Of {"blocks": [...]}; a view's title too. Words, buttons and inputs.
Seen seen_of_blocks(const nlohmann::json& surface);
// The button of that label; null when there is none, also when `surface` is null.
nlohmann::json button_in_blocks(const nlohmann::json& surface, const std::string& label);

struct Filled {
  nlohmann::json state;  // view.state.values
  Seen refused;          // where something cannot be written
};
Filled fill_blocks(const nlohmann::json& view, const Values& values);

}  // namespace contract
