#pragma once
// The keys by which moments of a session are moved: a row for each of sessions::moment_rules. Any thread.

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/toml_reader.hpp"

namespace app {

// Adds "<before><moment>"; what holds without the key begins with `else_before`. The keys borrow from
// `texts`.
void add_moments(std::vector<KnownKey>& keys, std::deque<std::string>& texts, std::string_view before,
                 std::string_view else_before);

}  // namespace app
