#pragma once
// The elements of Slack's Block Kit, each made here alone: for the Slack app, and for addresses that take the
// same blocks. Text from people goes into rich_text and plain_text, where nothing means anything: no mention,
// no link, no formatting. Nothing is cut here. Pure; any thread.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/core/message.hpp"

namespace typeset::block_kit {

// Counted in UTF-16 units: what Slack calls a character is not documented, and those are never fewer.
namespace limit {
inline constexpr std::size_t message_blocks = 50;
inline constexpr std::size_t message_text = 4'000;  // of the twin: advised; 40 000 is cut by Slack
inline constexpr std::size_t text = 3'000, header = 150, url = 3'000;
inline constexpr std::size_t action_elements = 25, button_text = 75;
// Of all texts of a message together; documented for the twin alone, which is cut there. What is posted is
// refused above some thirteen thousand, of which each block takes some hundred and twenty
// (github.com/slackapi/bolt-js, issues 2509 and 2867).
inline constexpr std::size_t all_text = 40'000, posted_text = 10'000;
}  // namespace limit

nlohmann::json plain(std::string text);  // a plain_text object; names of emoji stay words

// What stands in a line of rich text: the words of a span, or its link where it has an address. A link
// without words shows the address.
nlohmann::json run(const core::Span& span);
nlohmann::json section(nlohmann::json runs);  // rich_text_section
// `first`: the number of the first item, where they have numbers.
nlohmann::json list(nlohmann::json sections, bool numbered, int first = 1);  // rich_text_list
nlohmann::json rich_text(nlohmann::json elements);
bool is_section(const nlohmann::json& element);
bool is_list(const nlohmann::json& element);

nlohmann::json header(nlohmann::json plain_text);
nlohmann::json divider();
nlohmann::json context(nlohmann::json elements);
nlohmann::json actions(nlohmann::json buttons);
nlohmann::json button(std::string id, nlohmann::json plain_text);

// For mrkdwn, in which the twin of a message is read: the only three characters that mean something there. A
// mention, a channel or a link cannot come out of it.
std::string_view entity(char32_t c);  // empty for one that stays
std::string escaped(std::string_view text);

}  // namespace typeset::block_kit
