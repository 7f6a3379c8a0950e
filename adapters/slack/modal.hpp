#pragma once
// Forms as modals, messages as modals without inputs, and what comes back of them. Pure; any thread.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/runtime/json_text.hpp"

namespace slack {

// The form's name and state travel in private_metadata. A block id is "<mark>:<input id>"; the mark comes of
// name and state, so that the next step of a conversation never shows what was written in the one before.
// An input that Slack cannot show (nothing to choose from) is left out. Throws std::length_error when the
// form's state is too long to travel.
nlohmann::json form_view(const core::Form& form, core::Language language);

// Shows a message: its buttons work, there is nothing to send.
nlohmann::json notice_view(const core::Message& message, const std::string& title, core::Language language);

struct Submitted {
  std::string name, state;
  core::FormValues values;
  std::map<std::string, std::string> blocks;  // input id -> block id
};
// From the "view" of a view_submission; nothing when it is none of ours. Everything in it is the client's
// word.
std::optional<Submitted> read_submission(runtime::JsonView view);
// The block id of the first input of any view, ours or not; empty where it has none.
std::string first_input(runtime::JsonView view);

// {"<block id>": "text"}: errors at inputs that are not in the view go to the first one.
nlohmann::json errors_at(const Submitted& submitted, const std::map<std::string, std::string>& errors);

// The view once more, with what was written in it and the errors above their inputs: for an answer that came
// after the modal had to be put aside.
nlohmann::json view_with_errors(const nlohmann::json& view, const Submitted& submitted,
                                const nlohmann::json& errors);

}  // namespace slack
