#pragma once
// The one place where JSON is parsed. Nothing is kept of a text that is over a limit: the library walks
// nested values by recursion when it copies, compares or writes them, so depth is stopped while parsing.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace runtime {

struct JsonLimits {
  std::size_t bytes = 8 * 1024 * 1024;  // more than any listener or client lets through
  std::size_t depth = 64;  // of lists and objects inside each other; a Slack view has some twelve
};

// What somebody else wrote. is_discarded() when it is no JSON or over a limit. Any thread; throws nothing but
// bad_alloc.
nlohmann::json parse_json(std::string_view text, JsonLimits limits = {});

// What the house wrote itself. Throws std::invalid_argument with fixed words where parse_json would discard
// it.
nlohmann::json require_json(std::string_view text);

}  // namespace runtime
