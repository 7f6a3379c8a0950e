#pragma once
// JSON of the platform-neutral model, in the shapes of adapters/sandbox/protocol.md: for the outbox's rows
// and for adapters that speak it. `plain` is the caller's to add (core::plain_text). Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/core/message.hpp"

namespace runtime {

// Written straight, without a tree: the names of an object in alphabetical order, as a tree has them. Broken
// UTF-8 is U+FFFD in it.
std::string json_text(const core::Rich& rich);        // [{"style","text","url"}]
std::string json_text(const core::Message& message);  // {"blocks":[...],"mail":{...},"pictures":[...]}

// The same as a tree.
nlohmann::json to_json(const core::Rich& rich);
nlohmann::json to_json(const core::Message& message);
nlohmann::json to_json(const core::Form& form);

// The reverse. Throws std::invalid_argument (fixed words, nothing of the content) on any other shape.
core::Message message_from_json(const nlohmann::json& json);
core::FormValues form_values_from_json(const nlohmann::json& json);  // {input id: [values]}

}  // namespace runtime
