#pragma once
// Posts as one Markdown text: Mattermost, Rocket.Chat, and Zulip through its Slack-compatible address. Pure;
// any thread.

#include <string>

#include "adapters/webhook/outline.hpp"
#include "adapters/webhook/text.hpp"

namespace webhook {

std::string markdown(const Outline& outline, Reading reading);

}  // namespace webhook
