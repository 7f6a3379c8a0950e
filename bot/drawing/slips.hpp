#pragma once
// A page of slips to be cut apart and drawn from a bowl.

#include "bot/drawing/functions.hpp"

namespace drawing {

// A4 pages as PDF, without a date. Throws as draw_poster.
void draw_slips(const Slips& slips, const std::filesystem::path& out);

}  // namespace drawing
