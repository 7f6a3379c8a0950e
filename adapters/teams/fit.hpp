#pragma once
// Makes a message small enough for a platform's limit.

#include <cstddef>
#include <functional>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace teams {

// `message` when `size` says at most `bytes`. Else the block with most text is halved, again and again, and a
// last line tells that something is missing; buttons are never taken. A message that is all buttons stays as
// it is.
core::Message made_to_fit(core::Message message, std::size_t bytes, core::Language language,
                          const std::function<std::size_t(const core::Message&)>& size);

}  // namespace teams
