#pragma once
// Posts as a card of Google Chat: its paragraphs have a real escape, that of HTML; Chat's own text has none.
// Pure; any thread.

#include <nlohmann/json_fwd.hpp>

#include "adapters/webhook/outline.hpp"

namespace webhook {

// {"cardsV2": [...], "fallbackText"}
nlohmann::json chat_card_payload(const Outline& outline);
bool fits_chat_card(const nlohmann::json& payload);

}  // namespace webhook
