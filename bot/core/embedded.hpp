#pragma once
// Files that travel inside the binary (texts, packs, migrations, the sandbox page). The table is written by
// scripts/embed.cmake at build time.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// The bytes of "<folder>/<file>", for example "migrations/0001_first.sql"; nothing when there is no such
// file.
std::optional<std::string_view> embedded(std::string_view name);

// The names that begin with `prefix`, sorted as the build listed them.
std::vector<std::string> embedded_under(std::string_view prefix);

}  // namespace core
