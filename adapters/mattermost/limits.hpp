#pragma once
// What Mattermost takes. The server only logs a dialog that breaks its limits and shows it all the same, so
// the builders keep to the numbers, and limit_violations() looks for what got past them: in tests at
// everything that is sent, and at run time before it leaves.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace mattermost {

namespace limit {
// Posts: code points (65 535 bytes / 4, model/post.go). Longer ones are refused for bots.
inline constexpr std::size_t post = 16'383;
inline constexpr std::size_t props = 800'000;
// Dialogs: BYTES (model/integration_action.go compares with Go's len).
inline constexpr std::size_t title = 24, display_name = 24, element_name = 300, help = 150;
inline constexpr std::size_t text = 150, textarea = 3'000, placeholder = 150;
// Code points; the server knows none. Room for a list of choices as long as ideas may be.
inline constexpr std::size_t introduction = 12'000;
inline constexpr std::size_t radios = 10;       // more are shown as a menu
inline constexpr std::size_t menu_option = 60;  // code points: a menu shows one line of each
inline constexpr std::size_t button = 80, field_title = 200, field_value = 2'000;  // what fits on a screen
}  // namespace limit

struct LimitViolation {
  std::string where;  // JSON pointer
  std::string what;   // a fixed text; never content
};

std::vector<LimitViolation> limit_violations_of_post(const nlohmann::json& post);  // {"message","props"}
std::vector<LimitViolation> limit_violations_of_dialog(
    const nlohmann::json& dialog);  // the "dialog" of dialogs/open

}  // namespace mattermost
