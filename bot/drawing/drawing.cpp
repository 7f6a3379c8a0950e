#include "bot/drawing/drawing.hpp"

#include <cairo-svg.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "bot/drawing/palette_png.hpp"

namespace drawing {
namespace {

using art::colour;
using art::Colour;
using core::Language;
using core::Plot;
using lettering::Area;
using lettering::Piece;
using lettering::Sheet;

// The colours of the pages (adapters/web/page/style.css).
struct Palette {
  Colour ground, ink, soft, line, mark, on_mark, step, track, cross;
  std::array<Colour, 5> parts;  // from low to high
};
constexpr Palette by_day{
    colour(0xFFFDF8),
    colour(0x22302E),
    colour(0x56615D),
    colour(0xDDD3C3),
    colour(0x1D5C57),
    colour(0xFFFDF8),
    colour(0x7FB0A5),
    colour(0xECE5D8),
    colour(0x9F4023),
    {colour(0x9F4023), colour(0xD99A7C), colour(0xB9AD9A), colour(0x7FB0A5), colour(0x1D5C57)}};
constexpr Palette by_night{
    colour(0x1E2523),
    colour(0xECE7DC),
    colour(0xB0B8B2),
    colour(0x343D3A),
    colour(0x93D3C5),
    colour(0x0C2420),
    colour(0x548A7E),
    colour(0x101413),
    colour(0xF2A88B),
    {colour(0xF2A88B), colour(0xA9684C), colour(0x6F7671), colour(0x548A7E), colour(0x93D3C5)}};
// Which of the five a part of two to five has.
constexpr std::array<std::array<std::size_t, 5>, 6> tones{
    {{2}, {2}, {0, 4}, {0, 2, 4}, {0, 1, 3, 4}, {0, 1, 2, 3, 4}}};

constexpr double mark_radius = 6.5, pad = 4, tick_room = 19;
constexpr double between = 18;  // plots of one picture

double text_width(const Sheet& sheet, const std::string& text, double size, Language language) {
  return lettering::width_of(lettering::lay_out(sheet, Piece{text}, language, size, 4000).get());
}

struct Drawer {
  const Sheet& sheet;
  const Plot& plot;
  Language language;
  Area area;
  const Palette& colours;
  bool draw;
  double letter_size;
  double small_size = letter_size * 0.86;

  // Text from (x, y); gives its height. `align`: 0 left, 0.5 middle, 1 right of the room.
  double write(const std::string& text, double x, double y, double room, double size, Colour in, double align,
               bool strong = false) const {
    const Piece piece{text, 1, strong, in};
    const auto layout = lettering::lay_out(sheet, piece, language, size, room);
    pango_layout_set_alignment(layout.get(), align == 0   ? PANGO_ALIGN_LEFT
                                             : align == 1 ? PANGO_ALIGN_RIGHT
                                                          : PANGO_ALIGN_CENTER);
    if (draw) {
      art::set(sheet.cr(), in);
      cairo_move_to(sheet.cr(), x, y);
      pango_cairo_show_layout(sheet.cr(), layout.get());
    }
    return lettering::height_of(layout.get());
  }

  void line(double x1, double y1, double x2, double y2, Colour in, double width) const {
    if (!draw) return;
    art::set(sheet.cr(), in);
    cairo_set_line_width(sheet.cr(), width);
    cairo_new_path(sheet.cr());
    cairo_move_to(sheet.cr(), x1, y1);
    cairo_line_to(sheet.cr(), x2, y2);
    cairo_stroke(sheet.cr());
  }

  void mark(Plot::Shape shape, double x, double y) const {
    if (!draw) return;
    cairo_t* cr = sheet.cr();
    constexpr double arm = mark_radius * 0.8;
    if (shape == Plot::Shape::cross) {
      cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
      line(x - arm, y - arm, x + arm, y + arm, colours.cross, 2.6);
      line(x - arm, y + arm, x + arm, y - arm, colours.cross, 2.6);
      return;
    }
    art::set(cr, colours.mark);
    cairo_new_path(cr);
    const bool hollow = shape == Plot::Shape::hollow;
    cairo_arc(cr, x, y, mark_radius - (hollow ? 1.1 : 0), 0, 2 * std::numbers::pi);
    cairo_set_line_width(cr, 2.2);
    if (hollow)
      cairo_stroke(cr);
    else
      cairo_fill(cr);
  }

  bool is_first(std::size_t bar) const {
    return std::find(plot.first.begin(), plot.first.end(), bar) != plot.first.end();
  }

  // What stands out is told by a tick and by weight, not by colour alone.
  void tick(double x, double y, Colour in) const {
    if (!draw) return;
    cairo_t* cr = sheet.cr();
    art::set(cr, in);
    cairo_set_line_width(cr, 2.2);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(cr);
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, x + 4, y + 4.5);
    cairo_line_to(cr, x + 12, y - 5);
    cairo_stroke(cr);
  }

  // A bar's words to the left and its caption to the right, from `left` on; gives the height.
  double words_of(std::size_t i, double left, double y) const {
    const core::Bar& bar = plot.bars[i];
    const bool first = is_first(i);
    const double caption = std::min(area.width * 0.6, text_width(sheet, bar.caption, letter_size, language));
    const double right = area.x + area.width, from = left + (first ? tick_room : 0);
    const double height = std::max(
        write(bar.label, from, y, right - from - caption - 3 * pad, letter_size, colours.ink, 0, first),
        write(bar.caption, right - caption - 2 * pad, y, caption + 2 * pad, letter_size, colours.ink, 1,
              true));
    if (first) tick(left, y + letter_size * 0.72, colours.mark);
    return height;
  }

  // Each bar has its words above it, so that they never stand in each other's way.
  double bars(double y) const {
    constexpr double thickness = 12;
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
      const core::Bar& bar = plot.bars[i];
      y += words_of(i, area.x, y) + pad;
      if (bar.share >= 0) {
        box(area.x, y, area.width, thickness, colours.track);
        if (const double share = std::min(bar.share, 1.0); share > 0)
          box(area.x, y, std::max(thickness, area.width * share), thickness,
              plot.first.empty() || is_first(i) ? colours.mark : colours.step);
        y += thickness;
      }
      y += 12;
    }
    return y - 8;
  }

  // The parts of one whole as one bar, and below it what each part is.
  double whole(double y) const {
    constexpr double thickness = 24, swatch = 14;
    const auto tone = [&](std::size_t i) {
      return colours.parts[tones[std::min<std::size_t>(plot.bars.size(), 5)][std::min<std::size_t>(i, 4)]];
    };
    double from = area.x;
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
      const double width = area.width * std::clamp(plot.bars[i].share, 0.0, 1.0);
      if (draw && width > 0) {
        art::set(sheet.cr(), tone(i));
        cairo_new_path(sheet.cr());
        cairo_rectangle(sheet.cr(), from, y, std::max(1.0, width - (i + 1 < plot.bars.size() ? 2 : 0)),
                        thickness);
        cairo_fill(sheet.cr());
      }
      from += width;
    }
    y += thickness + 12;
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
      box(area.x, y + 2, swatch, swatch, tone(i), 4);
      y += words_of(i, area.x + swatch + 8, y) + 6;
    }
    return y - 6;
  }

  // Cells of one size, one below the other: whoever looks at them finds no proportion.
  double cells(double y) const {
    constexpr double rim = 9, gap = 6;
    const double room = area.width - 2 * rim - 3 * pad - tick_room;
    double height = 0;
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
      const Piece piece{plot.bars[i].label, 1, true};
      height = std::max(
          height, lettering::height_of(lettering::lay_out(sheet, piece, language, letter_size, room).get()));
    }
    height += 2 * rim;
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
      const bool first = is_first(i);
      const double from = area.x + rim + pad + tick_room;
      if (first) box(area.x, y, area.width, height, colours.mark, 8);
      if (!first && draw) {
        art::set(sheet.cr(), colours.soft);
        cairo_set_line_width(sheet.cr(), 1.2);
        cairo_new_path(sheet.cr());
        art::rounded(sheet.cr(), area.x + 0.6, y + 0.6, area.width - 1.2, height - 1.2, 8);
        cairo_stroke(sheet.cr());
      }
      const Colour in = first ? colours.on_mark : colours.ink;
      const double text = lettering::height_of(
          lettering::lay_out(sheet, Piece{plot.bars[i].label, 1, first}, language, letter_size, room).get());
      write(plot.bars[i].label, from, y + (height - text) / 2, room, letter_size, in, 0, first);
      if (first) tick(area.x + rim + pad, y + height / 2, in);
      y += height + gap;
    }
    return y - gap;
  }
  void box(double x, double y, double width, double height, Colour in, double radius = -1) const {
    if (!draw) return;
    art::set(sheet.cr(), in);
    cairo_new_path(sheet.cr());
    art::rounded(sheet.cr(), x, y, width, height, radius < 0 ? height / 2 : radius);
    cairo_fill(sheet.cr());
  }

  // The last columns that there is room for.
  double grid(double y) const {
    double labels = 0;
    for (const std::string& row : plot.rows)
      labels = std::max(labels, text_width(sheet, row, letter_size, language));
    labels = std::min(labels, area.width * 0.34);
    double widest = 2 * mark_radius;
    for (const std::string& column : plot.columns)
      widest = std::max(widest, text_width(sheet, column, small_size, language));
    const double left = area.x + labels + 10, room = area.x + area.width - left;
    const auto fit = std::max<std::size_t>(1, static_cast<std::size_t>(room / (widest + 7)));
    const std::size_t shown = std::min(plot.columns.size(), fit), first = plot.columns.size() - shown;
    const double step = std::min(room / static_cast<double>(shown), 90.0);
    const auto column_at = [&](std::size_t column) {
      return left + (static_cast<double>(column - first) + 0.5) * step;
    };
    for (std::size_t row = 0; row < plot.rows.size(); ++row) {
      const double text = lettering::height_of(
          lettering::lay_out(sheet, Piece{plot.rows[row]}, language, letter_size, labels + 2).get());
      const double height = std::max(text, 2 * mark_radius) + 12, middle = y + height / 2;
      write(plot.rows[row], area.x, middle - text / 2, labels + 2, letter_size, colours.ink, 0);
      line(left, middle, left + step * static_cast<double>(shown), middle, colours.line, 1);
      for (const Plot::Mark& one : plot.marks)
        if (one.row == row && one.column >= first) mark(one.shape, column_at(one.column), middle);
      y += height;
    }
    double below = 0;
    for (std::size_t column = first; column < plot.columns.size(); ++column)
      below = std::max(below, write(plot.columns[column], column_at(column) - step / 2, y + pad, step,
                                    small_size, colours.soft, 0.5));
    return y + pad + below;
  }

  double all(bool titled) const {
    double y = area.y + pad;
    if (titled) y += write(plot.title, area.x, y, area.width, 17, colours.ink, 0, true) + 10;
    const auto drawn = plot.bars.empty()                  ? &Drawer::grid
                       : plot.as == core::Plot::As::whole ? &Drawer::whole
                       : plot.as == core::Plot::As::words ? &Drawer::cells
                                                          : &Drawer::bars;
    return (this->*drawn)(y) + pad - area.y;
  }
};

const Palette& palette(const Look& look) {
  return look.dark ? by_night : by_day;
}

using Surface = std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)>;

double rim(const Look& look) {
  return look.titled ? 16 : 0;
}

// From top to bottom; gives the height of all.
double draw_plots(const Sheet& sheet, std::span<const core::Plot> plots, Language language, const Look& look,
                  bool draw) {
  double y = rim(look);
  for (std::size_t i = 0; i < plots.size(); ++i)
    y += (i > 0 ? between : 0) +
         draw_plot(sheet, plots[i], language,
                   {rim(look), y + (i > 0 ? between : 0), look.width - 2 * rim(look), 0}, look, draw);
  return std::ceil(y + rim(look));
}

double height_of_plots(PangoFontMap* fonts, std::span<const core::Plot> plots, Language language,
                       const Look& look) {
  const Surface nowhere(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy);
  const Sheet sheet(nowhere.get(), fonts);
  return draw_plots(sheet, plots, language, look, false);
}

void draw_on(cairo_surface_t* surface, PangoFontMap* fonts, std::span<const core::Plot> plots,
             Language language, const Look& look) {
  const Sheet sheet(surface, fonts);
  if (look.titled) {
    art::set(sheet.cr(), palette(look).ground);
    cairo_paint(sheet.cr());
  }
  draw_plots(sheet, plots, language, look, true);
  lettering::require_drawn(cairo_status(sheet.cr()));
}

}  // namespace

double draw_plot(const Sheet& sheet, const core::Plot& plot, Language language, const Area& area,
                 const Look& look, bool draw) {
  return Drawer{sheet, plot, language, area, palette(look), draw, look.letters}.all(look.titled);
}

std::string svg_of(const core::Plot& plot, Language language, const Look& look) {
  const auto fonts = lettering::load_fonts();
  std::string bytes;
  const Surface surface(
      cairo_svg_surface_create_for_stream(lettering::keep_bytes, &bytes, look.width,
                                          height_of_plots(fonts.get(), {&plot, 1}, language, look)),
      cairo_surface_destroy);
  cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
  draw_on(surface.get(), fonts.get(), {&plot, 1}, language, look);
  cairo_surface_finish(surface.get());
  lettering::require_drawn(cairo_surface_status(surface.get()));
  return bytes;
}

std::string png_of(std::span<const core::Plot> plots, Language language, const Look& look) {
  const auto fonts = lettering::load_fonts();
  const double height = height_of_plots(fonts.get(), plots, language, look);
  const Surface surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(look.width * look.pixels),
                                 static_cast<int>(height * look.pixels)),
      cairo_surface_destroy);
  cairo_surface_set_device_scale(surface.get(), look.pixels, look.pixels);
  draw_on(surface.get(), fonts.get(), plots, language, look);
  cairo_surface_flush(surface.get());
  lettering::require_drawn(cairo_surface_status(surface.get()));
  // Pixels of this format are words of 32 bits, without a gap between the rows.
  const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface.get())),
             rows = static_cast<std::size_t>(cairo_image_surface_get_height(surface.get()));
  const auto* pixels = reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(surface.get()));
  return palette_png({pixels, width * rows}, static_cast<unsigned>(width));
}

}  // namespace drawing
