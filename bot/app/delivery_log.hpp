#pragma once
// A line for what became of a message, for an operator: platform, whether it goes to a channel or to one
// person, its kind, and why. Never to whom.

#include "bot/core/outbound.hpp"
#include "bot/core/people.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

// "kommunen, to a channel, poll".
std::string delivery_in_words(const core::Destination& to, const std::string& key);
// `delivery`: as above.
void log_delivery(const std::string& delivery, const runtime::Settlement& settlement);

// How many people and members came and left, where they are others than `before`, which is null at the start.
void log_people(const core::Directory* before, const core::Directory& now);

}  // namespace app
