#pragma once
// Drawings as small PNGs: a few colours from a list take a third of what true colours do. Pure; any thread.

#include <cstdint>
#include <span>
#include <string>

namespace drawing {

// `pixels`: 0xRRGGBB, row by row from the top, `width` in a row. The most frequent colours stay, others
// become the nearest of them. Throws std::runtime_error.
std::string palette_png(std::span<const std::uint32_t> pixels, unsigned width);

}  // namespace drawing
