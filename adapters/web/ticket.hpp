#pragma once
// What a page of ours carries in a hidden field, sealed: it proves that the page is ours, and holds the form
// that was shown, so that nothing need be remembered between showing a form and reading it. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/time.hpp"

namespace web {

struct Ticket {
  enum class Kind { press, form, command };
  Kind kind = Kind::press;
  core::Instant issued{};
  std::string
      sitting;       // 32 hexadecimal digits, made when the link was opened; a guest's name for this answer
  std::string mark;  // 32 hexadecimal digits of this page alone, so that a double tap is recognised
  std::optional<core::Language> language;  // as chosen on the page
  std::string name, value;                 // press
  core::Form form;                         // form; what was filled in is left out
};

std::string pack(const Ticket& ticket);  // throws std::invalid_argument when an id is not one
std::optional<Ticket> unpack(std::string_view bytes);

}  // namespace web
