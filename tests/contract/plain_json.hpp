#pragma once
// Reads the neutral shapes of adapters/sandbox/protocol.md as a person would.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace contract {

std::string words_of_content(const nlohmann::json& content);
std::vector<std::string> labels_of_content(const nlohmann::json& content);
// The button of that label; null when there is none.
nlohmann::json button_in(const nlohmann::json& content, const std::string& label);

std::string words_of_form(const nlohmann::json& form);
std::vector<std::string> inputs_of_form(const nlohmann::json& form);
// The input of that label. Throws std::runtime_error.
nlohmann::json input_named(const nlohmann::json& form, const std::string& label);
// What is sent for what a person chooses or writes.
std::string value_of(const nlohmann::json& input, const std::string& text);

}  // namespace contract
