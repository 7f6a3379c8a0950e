#pragma once
// Text from people is data. Here it is made harmless for each way a platform reads text. Pure; any thread.

#include <string>
#include <string_view>

namespace webhook {

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

}  // namespace webhook
