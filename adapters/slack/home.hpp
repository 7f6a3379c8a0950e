#pragma once
// The app's Home tab: what is next, what waits for a yes or no, what can be answered now, and where to read
// more. Never what somebody wrote anonymously. I/O thread.

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "adapters/slack/workspace_context.hpp"

namespace slack {

// A button that stands for a command that could be typed: its value is the command's words.
inline constexpr std::string_view command_button = "slack/command";
inline constexpr std::string_view home_shortcut = "refleks_home", idea_shortcut = "refleks_idea";

// Asks the engine, and publishes beside everything when the answers are there. At most one at a time for each
// person. Throws what Inbox::accept throws.
void publish_home(const std::shared_ptr<WorkspaceContext>& context, const std::string& user);

// The same after something was pressed there: where it is being made just now, it is made once more.
void home_changed(const std::shared_ptr<WorkspaceContext>& context, const std::string& user);

// The view: what there is to say, one after the other.
nlohmann::json home_view(const std::vector<core::Message>& parts, core::Language language);

}  // namespace slack
