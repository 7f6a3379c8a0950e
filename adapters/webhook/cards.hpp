#pragma once
// Posts as an Adaptive Card (schema 1.5, the newest Teams knows) for a Workflow's address. Words stand in
// text runs, which are not read as Markdown. Pure; any thread.

#include <nlohmann/json_fwd.hpp>

#include "adapters/webhook/outline.hpp"

namespace webhook {

// {"type": "message", "attachments": [the card]}
nlohmann::json card_payload(const Outline& outline);

}  // namespace webhook
