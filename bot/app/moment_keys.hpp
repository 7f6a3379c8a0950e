#pragma once
// The keys by which moments of a session are moved: a row for each of sessions::moment_rules. Any thread.

#include <string_view>
#include <vector>

#include "bot/app/toml_reader.hpp"

namespace app {

// Adds "<before><moment>"; what holds without the key begins with `else_before`.
void add_moments(std::vector<KnownKey>& keys, std::string_view before, std::string_view else_before);

}  // namespace app
