#pragma once
// What the organisation's coordinators must hear of: something about the service that a person has to look
// at.

#include <string>
#include <string_view>

#include "bot/core/context.hpp"
#include "bot/core/texts.hpp"

namespace core {

// Posts the text `key` to each coordinator in their language, outside quiet hours. `once` names the occasion:
// what was told under that name before is not told again.
void tell_coordinators(Context& context, const std::string& once, std::string_view key, Args args = {});

}  // namespace core
