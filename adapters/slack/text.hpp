#pragma once
// Text as Slack counts and reads it. What Slack calls a character is not documented: it is counted here in
// UTF-16 units, the larger of the likely ones, and cut between code points. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/typeset/block_kit.hpp"
#include "bot/core/typed.hpp"

namespace slack {

// In UTF-16 units; `text` is UTF-8.
std::size_t length(std::string_view text);

// At most `limit` units, "…" at the end when something is missing.
std::string cut(std::string_view text, std::size_t limit);

// The three characters that mean something in mrkdwn: & < >. A mention, a channel or a link cannot come out
// of it.
using typeset::block_kit::escaped;
// The same, at most `limit` units behind the escaping ("&amp;" counts as five).
std::string escaped_cut(std::string_view text, std::size_t limit);
// The reverse: what somebody typed behind a command comes escaped.
std::string unescaped(std::string_view text);
// What was typed behind a command. Slack escapes what people type, so < begins what Slack itself says: whom a
// mention means, a channel, a link. With the app's should_escape; without it a mention is "@kari", a word.
core::Typed typed(std::string_view text);

// Line breaks and other control characters become spaces: for places that hold one line.
std::string one_line(std::string_view text);

// One character at least: Slack refuses empty texts.
std::string never_empty(std::string text);

}  // namespace slack
