#pragma once
// The six platforms a webhook address may belong to, and how much each takes.

#include <cstddef>
#include <optional>
#include <string_view>

#include "adapters/typeset/block_kit.hpp"
#include "adapters/typeset/measure.hpp"
#include "adapters/webhook/text.hpp"

namespace webhook {

enum class Shape { slack, mattermost, rocketchat, zulip, google_chat, teams_workflow };
// "slack", "mattermost", "rocketchat", "zulip", "google_chat", "teams_workflow".
std::optional<Shape> shape_from_text(std::string_view text);

// How much one post may hold. Sources: the platforms' own documentation, the stricter figure where it names
// two.
struct Limits {
  std::size_t size;  // of the text for text platforms, of the whole JSON where `unit` is bytes
  typeset::Unit unit;
};
constexpr Limits limits(Shape shape) {
  switch (shape) {
    case Shape::slack:
      return {typeset::block_kit::limit::message_text, typeset::utf16};  // of the twin of the blocks
    case Shape::mattermost:
      return {16'383, typeset::code_points};  // longer ones are cut in two posts by the server
    case Shape::rocketchat:
      return {5'000, typeset::utf16};  // the server's setting as it is delivered
    case Shape::zulip:
      return {10'000, typeset::code_points};
    case Shape::google_chat:
      return {32'000, typeset::bytes};
    case Shape::teams_workflow:
      return {24 * 1024, typeset::bytes};  // of about 28 KB, which also hold what the flow adds
  }
  return {0, typeset::bytes};
}

// Of all platforms: long labels are cut, and a link that is longer is left out, because a cut one leads
// nowhere.
inline constexpr std::size_t label_size = typeset::block_kit::limit::button_text, url_size = 2'000;
inline constexpr std::size_t card_actions = 6;    // Teams shows six and hides the rest
inline constexpr std::size_t chat_widgets = 100;  // in a card of Google Chat; more are not shown

}  // namespace webhook
