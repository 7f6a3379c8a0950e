#include "adapters/webhook/shape.hpp"

#include <array>
#include <utility>

namespace webhook {

std::optional<Shape> shape_from_text(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Shape>, 6> names{
      {{"slack", Shape::slack},
       {"mattermost", Shape::mattermost},
       {"rocketchat", Shape::rocketchat},
       {"zulip", Shape::zulip},
       {"google_chat", Shape::google_chat},
       {"teams_workflow", Shape::teams_workflow}}};
  for (const auto& [name, shape] : names)
    if (name == text) return shape;
  return std::nullopt;
}

}  // namespace webhook
