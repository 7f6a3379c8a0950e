#pragma once
// Forms as cards with inputs, for dialogs.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace teams {

struct FormStyle {
  core::Language language = core::Language::nb;
  std::string slot;                           // comes back with the submit
  std::map<std::string, std::string> errors;  // by input id: shown above the field
  std::vector<core::Option> people;           // for inputs that ask for a person
  std::size_t step = 0;                       // of a form that is asked in several; errors go before it
};

// The card of a form. What is too long for a card is cut in the introduction, never in what a person wrote; a
// form that is too long is asked in steps, and each carries what the others are filled in with.
nlohmann::json form_card(const core::Form& form, const FormStyle& style);

// `form` with `values` filled in, so that nothing a person wrote is lost when it is shown again.
core::Form filled_in(core::Form form, const core::FormValues& values);

}  // namespace teams
