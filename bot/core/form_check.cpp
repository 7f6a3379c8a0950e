#include "bot/core/form_check.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"

namespace core {
namespace {

bool filled(const Input& input, const FormValues& values) {
  if (input.options.empty()) return !value_of(values, input.id).empty();
  const auto chosen = values.find(input.id);
  return chosen != values.end() &&
         std::any_of(chosen->second.begin(), chosen->second.end(), [&](const std::string& value) {
           return std::any_of(input.options.begin(), input.options.end(),
                              [&](const Option& option) { return option.value == value; });
         });
}

Reply refused(std::map<std::string, std::string> errors) {
  Reply reply;
  reply.errors = std::move(errors);
  return reply;
}

}  // namespace

std::optional<Reply> check_form(const FormCheck& check) {
  std::map<std::string, std::string> errors;
  std::vector<std::string> texts;
  for (const Input& input : check.form.inputs) {
    if (input.required && !filled(input, check.values))
      errors[input.id] = text(check.language, "form.required");
    const bool free =
        std::find(check.not_free.begin(), check.not_free.end(), input.id) == check.not_free.end();
    if (input.gives() == Input::Gives::words && free) texts.push_back(input.id);
  }
  errors.merge(too_long(check.language, check.form, check.values));
  if (!errors.empty()) return refused(std::move(errors));
  const TextGuard guard =
      guard_texts(check.language, check.values, texts, guarding::Fields::one_text, check.places);
  if (!guard.errors.empty()) return refused(guard.errors);
  if (!check.warns || was_warned(check.warned, check.form, check.values)) return std::nullopt;
  Elsewhere elsewhere;
  if (check.people && check.group && check.channels)
    elsewhere =
        belongs_elsewhere(check.language, check.values, texts, *check.people, *check.group, *check.channels);
  if (guard.warning.empty() && elsewhere.empty()) return std::nullopt;
  Form form = check.form;
  for (Input& input : form.inputs)
    if (const auto line = elsewhere.at_field.find(input.id); line != elsewhere.at_field.end())
      input.hint = line->second;
  return warn_and_let_edit(std::move(form), check.values, guard.warning, elsewhere.words);
}

bool folds_texts(const Form& form) {
  return std::ranges::none_of(form.inputs, &Input::required) &&
         std::ranges::any_of(form.inputs,
                             [](const Input& input) { return input.gives() != Input::Gives::words; });
}

}  // namespace core
