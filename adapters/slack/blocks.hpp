#pragma once
// A message of ours as Block Kit. Text from people goes into rich_text and plain_text, where nothing means
// anything: no mention, no link, no formatting. mrkdwn is used for links of our own alone. Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/slack/limits.hpp"
#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace slack {

// At least one block, and never more than the surface takes: neighbouring texts are joined first, then the
// rest is left out with a line that says so; buttons stay, but not of a list whose words are left out.
// `most_text`: of all texts together.
nlohmann::json blocks_of(const core::Message& message, Surface surface, core::Language language,
                         std::size_t most_text = limit::all_text);

// The twin for notifications and screen readers: escaped, at most limit::message_text.
std::string twin_of(const core::Message& message);

// {"text", "blocks"}. What answers one person may be longer than what is posted.
nlohmann::json message_of(const core::Message& message, core::Language language,
                          std::size_t most_text = limit::posted_text);

// Words as one rich_text block; nothing when they are empty.
std::optional<nlohmann::json> rich_block(const core::Rich& words);
nlohmann::json plain(std::string text);  // a plain_text object, one line, emoji names left alone

std::string dumped(const nlohmann::json& json);  // what is no UTF-8 becomes U+FFFD; never throws on content

// What a button carries, there and back. What comes back is the client's word: nothing for another shape.
struct Pressed {
  std::string name, value;
  bool operator==(const Pressed&) const = default;
};
std::string button_value(const Pressed& pressed);
std::optional<Pressed> read_button(std::string_view value);

}  // namespace slack
