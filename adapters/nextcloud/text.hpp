#pragma once
// Text as Talk reads it: Markdown, counted in letters (code points). Pure; any thread.

#include <string>
#include <string_view>

#include "bot/core/message.hpp"

namespace nextcloud {

// `text` as Markdown that shows it and does nothing: no mention, no place for something of Talk's ({...}), no
// link, no formatting. What a backslash does not stop gets an invisible space of no width. Broken UTF-8
// becomes U+FFFD; control characters and marks that turn the direction of writing go. `line_start`: it stands
// where a line begins.
std::string escaped(std::string_view text, bool line_start = true);

// Words of ours and of people. Lines after the first begin with `indent`. Addresses other than http and https
// are left out.
std::string markdown(const core::Rich& spans, std::string_view indent = {});

// The first so many letters, with "…" when something is missing.
core::Rich shortened(core::Rich spans, std::size_t letters);

}  // namespace nextcloud
