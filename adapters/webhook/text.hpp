#pragma once
// Text from people is data. Here it is made harmless for each way a platform reads text, measured and cut.
// Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace webhook {

enum class Unit { code_points, utf16, bytes };

std::size_t size_in(Unit unit, std::string_view utf8);

// Bytes of the longest beginning of at most `room` units that parts neither a character nor what is drawn as
// one with it (combining marks, emoji with a skin colour, joined emoji), unless the first alone is longer.
std::size_t beginning(std::string_view utf8, std::size_t room, Unit unit);

// At most `room` units; the last one is "…" when something had to go.
std::string shortened(std::string_view utf8, std::size_t room, Unit unit);

// How the place that shows a text reads it.
enum class Reading {
  as_it_is,   // Slack's plain_text and rich_text, text runs of an Adaptive Card
  backslash,  // Markdown in which a backslash takes the meaning away: Mattermost
  no_escape,  // Markdown without any escape, or where clients differ: Zulip, Rocket.Chat, card headings
  html,       // the few tags of Google Chat's cards
};

// `text` (core::cleaned) so that `reading` shows it and nothing else happens: no mention, no link, no
// formatting.
//
// Some things no platform has an escape for: that a client makes a link of an address, and the names after @,
// # and ~. There an invisible zero-width space stands between the mark and the name. `no_escape` also takes
// look-alikes for * _ ~ and `, because a space of no width does not stop those.
// `line_start`: it stands at the beginning of a line, where more marks mean something.
std::string harmless(std::string_view text, Reading reading, bool line_start = true);

// Our own addresses, safe to stand in (...) and <...>.
std::string harmless_url(std::string_view url);

}  // namespace webhook
