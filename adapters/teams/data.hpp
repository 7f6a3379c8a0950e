#pragma once
// What our buttons carry, and how it comes back. All of it is the client's to change: names are looked up and
// rights checked by the house, and nothing here is believed.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/message.hpp"
#include "bot/runtime/json_text.hpp"

namespace teams {

struct Pressed {
  enum class Kind { press, submit, open };
  Kind kind = Kind::press;
  std::string name, value;    // of a press; `name` of a submit
  std::string state;          // of a submit
  std::string slot;           // what we keep in memory: the form that was filled in, or what shall be opened
  core::FormValues values;    // of a submit
  std::size_t step = 0;       // of a submit: what of the form is to be asked next; 0: it is whole
  bool among_others = false;  // of a press: its card has more to press than this set of buttons
};

nlohmann::json press_data(const core::Button& button);
void mark_as_among_others(nlohmann::json& data);
nlohmann::json submit_data(const core::Form& form, const std::string& slot);
nlohmann::json open_data(const std::string& slot);

// Marks the data of an Action.Submit that opens a dialog.
void mark_as_fetch(nlohmann::json& data);

// Input ids on the wire. They have a letter and a dot in front, so that no input can pass for one of our
// keys.
std::string wire_id(const core::Input& input);
std::string time_id(const core::Input& input);  // the second half of a date_time
// Several choices come as one text with commas: our values hold none.
std::string wire_value(std::string_view value);

// What an input that is not shown is filled in with, as if it were. Read like the others.
void carry(nlohmann::json& data, const core::Input& input);
// The form goes on: what comes is its step of that number.
void mark_as_step(nlohmann::json& data, std::size_t step);

// Nothing for what no button of ours gives.
std::optional<Pressed> read_pressed(runtime::JsonView data);

}  // namespace teams
