#pragma once
// Whoever writes to the bot or presses a button, and is nobody of ours.

#include "bot/core/context.hpp"
#include "bot/core/event.hpp"

namespace runtime {

core::Reply stranger(const core::Directory& people, const core::Origin& origin);
// Known by the chat's own id for this once: for what strangers may press (features::EventRow).
core::Person passer_by(core::Context& context, const core::Origin& origin);

}  // namespace runtime
