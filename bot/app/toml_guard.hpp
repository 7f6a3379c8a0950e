#pragma once
// What a file is asked before the TOML library sees it: the library makes a table of every dotted part of a
// key and walks them by recursion, and assumes what it does not check.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace app {

constexpr std::size_t largest_toml = 4 * 1024 * 1024;

struct TomlFault {
  int line = 0;      // from 1
  std::string what;  // in words for who wrote the file
};

// The first of: more than 4 MB, a byte that is no UTF-8, a control character, a key of more than 32 parts,
// more than 32 brackets inside each other. Nothing when the library may have it, which then judges the
// grammar.
std::optional<TomlFault> toml_fault(std::string_view text);

}  // namespace app
