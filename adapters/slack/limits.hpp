#pragma once
// What Slack takes: the limits of Block Kit as its reference pages state them (docs.slack.dev, 2025-26). The
// builders in blocks.cpp and modal.cpp keep to the numbers; limit_violations() finds what got past them, in
// tests for everything that is sent, and at run time before it leaves.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "adapters/typeset/block_kit.hpp"

namespace slack {

enum class Surface { message, modal, home };

namespace limit {
using namespace typeset::block_kit::limit;
inline constexpr std::size_t view_blocks = 100;
inline constexpr std::size_t field = 2'000, fields = 10, label = 2'000, alt = 2'000;
inline constexpr std::size_t context_elements = 10, button_value = 2'000;
inline constexpr std::size_t title = 24, private_metadata = 3'000, id = 255, view_bytes = 250'000;
inline constexpr std::size_t few_options = 10;  // radio buttons and checkboxes
inline constexpr std::size_t options = 100, groups = 100;
// The documentation says 150 for an option's value, Slack's own types 75.
inline constexpr std::size_t option_text = 75, option_value = 75, option_description = 75;
inline constexpr std::size_t placeholder = 150, input_text = 3'000;
}  // namespace limit

struct LimitViolation {
  std::string where;  // JSON pointer
  std::string what;   // a fixed text; never content
};

// `payload`: a message {"text","blocks"} or a view. Nothing found: Slack should take it. Pure; any thread.
std::vector<LimitViolation> limit_violations(const nlohmann::json& payload, Surface surface);

}  // namespace slack
