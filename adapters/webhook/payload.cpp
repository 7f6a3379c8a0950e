#include "adapters/webhook/payload.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/webhook/blocks.hpp"
#include "adapters/webhook/cards.hpp"
#include "adapters/webhook/chat_card.hpp"
#include "adapters/webhook/markdown.hpp"

namespace webhook {
namespace {

using nlohmann::json;

json render(Shape shape, const Outline& outline) {
  switch (shape) {
    case Shape::slack:
      return block_kit_payload(outline);
    case Shape::mattermost:
      return {{"text", markdown(outline, Reading::backslash)}};
    case Shape::rocketchat:
    case Shape::zulip:
      return {{"text", markdown(outline, Reading::no_escape)}};
    case Shape::google_chat:
      return chat_card_payload(outline);
    case Shape::teams_workflow:
      return card_payload(outline);
  }
  return {};
}

bool fits(Shape shape, const json& rendered) {
  if (shape == Shape::slack) return fits_block_kit(rendered);
  if (shape == Shape::google_chat && !fits_chat_card(rendered)) return false;
  const Limits limit = limits(shape);
  if (limit.unit == typeset::bytes) return rendered.dump().size() <= limit.size;
  const std::string& text = rendered["text"].get_ref<const std::string&>();
  // Each star becomes two in Zulip before it counts, and what is over its limit is cut from behind.
  const auto grows = shape == Shape::zulip ? std::count(text.begin(), text.end(), '*') : 0;
  return typeset::size_in(limit.unit, text) + static_cast<std::size_t>(grows) <= limit.size;
}

}  // namespace

std::string payload(Shape shape, const Outline& outline) {
  const auto takes = [shape](const Outline& part) { return fits(shape, render(shape, part)); };
  const std::size_t most =
      shape == Shape::slack ? typeset::block_kit::limit::posted_text : limits(shape).size;
  const Outline some = fitted(outline, most, takes);
  if (!has_text(some)) return {};
  return render(shape, some).dump();
}

}  // namespace webhook
