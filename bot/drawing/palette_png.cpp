#include "bot/drawing/palette_png.hpp"

#include <png.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

namespace drawing {
namespace {

constexpr std::size_t most_colours = 40;
constexpr unsigned rgb_bits = 0xFFFFFFU;

int part(std::uint32_t colour, unsigned shift) {
  return static_cast<int>((colour >> shift) & 0xFFU);
}

int distance(std::uint32_t one, std::uint32_t other) {
  int sum = 0;
  for (const unsigned shift : {0U, 8U, 16U}) {
    const int by = part(one, shift) - part(other, shift);
    sum += by * by;
  }
  return sum;
}

// A drawing is mostly ground: what is alike beside each other is looked up once.
template <class Tell>
void each_run(std::span<const std::uint32_t> pixels, Tell tell) {
  for (std::size_t from = 0, to = 0; from < pixels.size(); from = to) {
    const std::uint32_t colour = pixels[from] & rgb_bits;
    while (to < pixels.size() && (pixels[to] & rgb_bits) == colour) ++to;
    tell(colour, to - from);
  }
}

std::vector<std::uint32_t> most_frequent(const std::map<std::uint32_t, std::size_t>& counts) {
  std::vector<std::uint32_t> colours;
  for (const auto& [colour, count] : counts) colours.push_back(colour);
  std::stable_sort(colours.begin(), colours.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return counts.at(a) > counts.at(b); });
  if (colours.size() > most_colours) colours.resize(most_colours);
  return colours;
}

}  // namespace

std::string palette_png(std::span<const std::uint32_t> pixels, unsigned width) {
  std::map<std::uint32_t, std::size_t> counts;
  each_run(pixels, [&](std::uint32_t colour, std::size_t length) { counts[colour] += length; });
  const std::vector<std::uint32_t> palette = most_frequent(counts);
  std::map<std::uint32_t, png_byte> nearest;
  for (const auto& [colour, count] : counts)
    nearest[colour] = static_cast<png_byte>(
        std::min_element(palette.begin(), palette.end(),
                         [of = colour](auto a, auto b) { return distance(of, a) < distance(of, b); }) -
        palette.begin());
  std::vector<png_byte> rows, colours;
  rows.reserve(pixels.size());
  each_run(pixels, [&](std::uint32_t colour, std::size_t length) {
    rows.insert(rows.end(), length, nearest.at(colour));
  });
  for (const std::uint32_t colour : palette)
    for (const unsigned shift : {16U, 8U, 0U}) colours.push_back(static_cast<png_byte>(part(colour, shift)));

  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = static_cast<png_uint_32>(width > 0 ? pixels.size() / width : 0);
  image.format = PNG_FORMAT_RGB_COLORMAP;
  image.colormap_entries = static_cast<png_uint_32>(palette.size());
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, rows.data(), 0, colours.data()))
    throw std::runtime_error(std::string("a picture could not be written: ") + image.message);
  bytes.resize(size);
  return bytes;
}

}  // namespace drawing
