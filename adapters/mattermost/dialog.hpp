#pragma once
// Forms as dialogs, messages as dialogs that tell something, and what comes back of them. Pure; any thread.

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/mattermost/inbound.hpp"
#include "adapters/mattermost/seal.hpp"
#include "bot/core/event.hpp"
#include "bot/core/language.hpp"

namespace mattermost {

// A dialog with what its state shall say: channel, serial and expiry are the caller's, the rest is filled in
// here; then the caller seals it as "state". An element is
// called "<mark>:<input id>", one box of several choices "<mark>:<input id>=<option>", anybody "<mark>:<input
// id>@": Mattermost sends the answers of earlier steps too, and by the mark those are told apart. An input
// that cannot be shown (nothing to choose from) is left out.
nlohmann::json form_dialog(const core::Form& form, Asked& asked, core::Language language);
// Words, and a menu of the message's buttons when it has some.
nlohmann::json message_dialog(const core::Message& message, Asked& asked, core::Language language);

// What was written, by input. Everything in it is the client's word. `person`: what the configuration calls a
// user id, for people chosen among all of Mattermost's.
core::FormValues values_of(const Submission& submission, const Asked& asked,
                           const std::function<std::string(const std::string&)>& person = {});
// Which of asked.buttons was chosen; nothing when none was.
std::optional<std::pair<std::string, std::string>> choice_of(const Submission& submission,
                                                             const Asked& asked);

// {"errors":{element: text}}, and in "error" what belongs to no element that was submitted.
nlohmann::json errors_at(const Submission& submission, const Asked& asked,
                         const std::map<std::string, std::string>& errors);

}  // namespace mattermost
