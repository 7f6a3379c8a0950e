#pragma once
// The command as a chat calls it, in a form; in a message: core::with_command_word. Pure; any thread.

#include <string_view>

#include "bot/core/message.hpp"

namespace typeset {

core::Form with_command_word(core::Form form, std::string_view word);

}  // namespace typeset
