#pragma once
// Text on a page or a picture: the fonts of everything Refleks draws, and columns that fit their place. Each
// on one thread at a time.

#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/drawing/poster_art.hpp"

namespace drawing::lettering {

inline constexpr const char* words = "Lato, Open Sans, DejaVu Sans, sans-serif";
inline constexpr const char* letters =
    "DejaVu Sans Mono, Liberation Mono, monospace";  // tells l from I and 0 from O

template <class T>
using GObject = std::unique_ptr<T, void (*)(void*)>;

// Of our own: Pango's lives as long as the thread. Throws std::runtime_error on a machine without fonts.
GObject<PangoFontMap> load_fonts();

// Where to draw, and what sets the text.
struct Sheet {
  Sheet(cairo_surface_t* surface, PangoFontMap* fonts);
  cairo_t* cr() const { return cairo.get(); }

  std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo;
  GObject<PangoContext> context;
};

// Writes to memory for Cairo; `to` is a std::string.
cairo_status_t keep_bytes(void* to, const unsigned char* bytes, unsigned int length);
// Throws std::runtime_error, with Cairo's words, on anything but success.
void require_drawn(cairo_status_t status);
// A PDF with pages of that size in points; `draw` ends each by cairo_show_page. It has no date, so that the
// same pages are the same file. Throws std::runtime_error.
std::string pdf_of_pages(const std::string& title, double width, double height,
                         const std::function<void(const Sheet&)>& draw);

struct Area {
  double x, y, width, height;
};

// One piece of a column of text.
struct Piece {
  std::string text;
  double size = 1;  // relative to the column's
  bool strong = false;
  art::Colour colour = art::ink;
  double gap = 0.35;  // before it, relative to the column's size; not before the first
  bool bullet = false;
  const char* family = words;
  std::vector<std::pair<std::size_t, std::size_t>> bold{};  // of the text, from byte to byte
};

GObject<PangoLayout> lay_out(const Sheet& sheet, const Piece& piece, core::Language language, double size,
                             double room);
double height_of(PangoLayout* layout);
double width_of(PangoLayout* layout);

// Text from top to bottom in an area.
class Column {
 public:
  // `sheet` outlives it.
  Column(const Sheet& sheet, core::Language language, const Area& area, std::vector<Piece> pieces)
      : sheet_(sheet), language_(language), area_(area), pieces_(std::move(pieces)) {}

  // The largest size from `largest` down to `smallest` points at which all of it fits.
  double fitting(double largest, double smallest) const;
  double height(double size) const;
  // What does not fit is cut with an ellipsis. Gives where it ends.
  double draw(double size) const;

 private:
  struct Placed {
    GObject<PangoLayout> layout;
    double x, y, height;
    const Piece* piece;
  };
  std::vector<Placed> place(double size) const;
  bool fits(double size) const;

  const Sheet& sheet_;
  core::Language language_;
  Area area_;
  std::vector<Piece> pieces_;
};

}  // namespace drawing::lettering
