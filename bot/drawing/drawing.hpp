#pragma once
// Draws what a core::Plot says: on a page, as a picture for chat, on paper. All its words stand beside the
// marks, and shapes tell apart what colours do, so it is read in black and white too. Any one thread at a
// time.

#include "bot/drawing/functions.hpp"
#include "bot/drawing/lettering.hpp"

namespace drawing {

// As SVG; letters are drawn, so it looks the same everywhere. Throws std::runtime_error without fonts.
std::string svg_of(const core::Plot& plot, core::Language language, const Look& look);
// All in one picture, from top to bottom, as PNG. The same.
std::string png_of(std::span<const core::Plot> plots, core::Language language, const Look& look);

// In an area of `area.width` from its corner on; gives the height that it takes. `draw` false: only measures.
double draw_plot(const lettering::Sheet& sheet, const core::Plot& plot, core::Language language,
                 const lettering::Area& area, const Look& look, bool draw = true);

}  // namespace drawing
