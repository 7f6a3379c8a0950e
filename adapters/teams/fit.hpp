#pragma once
// Makes a message small enough for a platform's limit.

#include <cstddef>
#include <functional>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace teams {

// `message` when `size` says at most `bytes`. Else the block with most text is halved, again and again, and a
// last line tells that something is missing. Buttons are taken only where the same come
// again and again and leave no room for the words above all of them: the last of these then, with what stands
// above them.
core::Message made_to_fit(core::Message message, std::size_t bytes, core::Language language,
                          const std::function<std::size_t(const core::Message&)>& size);

}  // namespace teams
