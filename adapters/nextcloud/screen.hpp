#pragma once
// A message of ours as one Markdown text, which is all that Talk takes. Pure but for `links`; any thread.

#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/outbound.hpp"
#include "bot/runtime/links.hpp"

namespace nextcloud {

// Letters, of a server as it is delivered (Talk 12 and later).
inline constexpr std::size_t message_letters = 32'000;

// Each button becomes a link to the page where `to` can press it, or is left out when there is none. When a
// message has buttons and none of them a link, it ends with one to the page of `to`. `links` may be null.
// What there is no room for is left out, links last of all, and a line says so. Never empty.
std::string screen_of(const core::Message& message, const core::Destination& to, runtime::Links* links,
                      core::Language language);

core::Message without_buttons(const core::Message& message);

}  // namespace nextcloud
