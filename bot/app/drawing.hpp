#pragma once
// Draws what a core::Plot says: on a page, as a picture for chat, on paper. All its words stand beside the
// marks, and shapes tell apart what colours do, so it is read in black and white too. Any one thread at a
// time.

#include <span>

#include "bot/app/lettering.hpp"
#include "bot/core/plot.hpp"

namespace app {

struct Look {
  double width = 600;   // of the picture: 320 for a phone
  double letters = 14;  // the size of most words; others go with it
  bool dark = false;
  double pixels = 2;    // of a PNG, to a unit: 1 is small and good enough
  bool titled = false;  // with its title, and on a ground of its own: for a picture that stands alone
};

// As SVG; letters are drawn, so it looks the same everywhere. Throws std::runtime_error without fonts.
std::string svg_of(const core::Plot& plot, core::Language language, const Look& look);
// All in one picture, from top to bottom, as PNG. The same.
std::string png_of(std::span<const core::Plot> plots, core::Language language, const Look& look);

// In an area of `area.width` from its corner on; gives the height that it takes. `draw` false: only measures.
double draw_plot(const lettering::Sheet& sheet, const core::Plot& plot, core::Language language,
                 const lettering::Area& area, const Look& look, bool draw = true);

}  // namespace app
