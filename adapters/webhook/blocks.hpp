#pragma once
// Posts in Slack's Block Kit. Words stand in rich_text and plain_text, where Slack reads no marks at all.
// Pure; any thread.

#include <nlohmann/json_fwd.hpp>

#include "adapters/webhook/outline.hpp"

namespace webhook {

// {"text", "blocks", ...}
nlohmann::json block_kit_payload(const Outline& outline);
bool fits_block_kit(const nlohmann::json& payload);

}  // namespace webhook
