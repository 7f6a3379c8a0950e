#pragma once
// What stands in the way of keeping a form that was sent in: one order of questions for all forms.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/care_channels.hpp"
#include "bot/core/event.hpp"

namespace core {

struct FormCheck {
  Language language;
  const Form& form;  // as it was shown; its state is unpacked and unmarked
  const FormValues& values;
  std::string_view warned{};  // the words whose writer was told of softer signs (core::warned_of)
  // Inputs of text that hold no free text: a time, a code.
  std::vector<std::string> not_free{};
  // Where texts may belong instead; no group: nowhere.
  const Directory* people = nullptr;
  const Group* group = nullptr;
  const CareChannels* channels = nullptr;
  // Inputs that name where people work or meet: the address of a house is no stop there.
  std::vector<std::string> places{};
  bool warns = true;  // else errors alone
};

// What must be filled in, then what is too long, then identifiers: errors at the fields. Then, once for the
// same words, the form given back with its text and a warning: softer signs, what belongs in the
// organisation's own channels, and what tells who writes.
// Nothing: it may be kept.
std::optional<Reply> check_form(const FormCheck& check);

// Whether the form shows its texts folded in, until somebody wants them: nothing is required, and something
// else than texts is asked.
bool folds_texts(const Form& form);

}  // namespace core
