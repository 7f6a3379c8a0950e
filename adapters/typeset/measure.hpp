#pragma once
// Texts as platforms count them, and cut so that nothing breaks. Takes UTF-8, also broken: a bad byte counts
// as one character. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/utf8.hpp"

namespace typeset {

// How much of a platform's room one character takes.
using Unit = std::size_t (*)(const core::CodePoint& point);
std::size_t bytes(const core::CodePoint& point);
std::size_t utf16(const core::CodePoint& point);
std::size_t code_points(const core::CodePoint& point);

std::size_t size_in(Unit unit, std::string_view utf8);

// Bytes of the longest beginning of at most `room` units that parts neither a character nor what is drawn as
// one with it (combining marks, emoji with a skin colour, joined emoji), unless the first alone is longer.
std::size_t beginning(std::string_view utf8, std::size_t room, Unit unit);

// At most `room` units; "…" at the end when something had to go, behind a whole word where one ends nearby.
std::string shortened(std::string_view utf8, std::size_t room, Unit unit);

// All of it in pieces of at most `room` units; nothing for an empty text.
std::vector<std::string> pieces(std::string_view utf8, std::size_t room, Unit unit);

}  // namespace typeset
