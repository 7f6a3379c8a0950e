#pragma once
// A message of ours as Mattermost shows it: words as Markdown, facts as fields and buttons as actions of
// attachments. Pure but for what the caller hands in; any thread.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/outbound.hpp"
#include "bot/runtime/links.hpp"

namespace mattermost {

// What makes a button work: the action's "integration", {"url","context"}.
using Integration = std::function<nlohmann::json(const core::Button&)>;

// {"text","attachments"}; either may be empty, never both. The order of the blocks is kept.
nlohmann::json screen_of(const core::Message& message, const Integration& integration,
                         core::Language language);

// Everything as one Markdown text, without buttons; at most `most` code points.
std::string words_of(const core::Message& message, core::Language language, std::size_t most);

// The same message with each button as a link to the page where it can be pressed. A button without one is
// left out; when a message had buttons and none of them a link, it ends with one to the destination's page.
// `links` may be null.
core::Message with_links(const core::Message& message, const core::Destination& to, runtime::Links* links,
                         core::Language language);

std::vector<core::Button> buttons_of(const core::Message& message);
// The same message with its buttons as words, "1. Answer", so that a menu under it can name them.
core::Message with_numbers(const core::Message& message);

}  // namespace mattermost
