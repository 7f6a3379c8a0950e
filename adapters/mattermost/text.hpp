#pragma once
// Text as Mattermost reads it: Markdown. It counts posts in code points, dialogs in bytes. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/core/message.hpp"

namespace mattermost {

// Cleaned (bot/core/utf8.hpp) and on one line, for labels.
std::string one_line(std::string_view text);

// `text` as Markdown that shows it and does nothing: no mention, no channel, no link, no formatting. What a
// backslash does not stop gets an invisible space of no width. `line_start`: it stands where a line begins.
std::string escaped(std::string_view text, bool line_start = true);

// The same for places of which it is not known whether they read Markdown: look-alikes instead of
// backslashes. `line_start`: it may stand where a line begins, and not behind a mark of ours.
std::string inert(std::string_view text, bool line_start = true);

// Words of ours and of people as Markdown. Lines after the first begin with `indent`. Addresses other than
// http, https and mailto are left out.
std::string markdown(const core::Rich& spans, std::string_view indent = {});

}  // namespace mattermost
