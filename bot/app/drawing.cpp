#include "bot/app/drawing.hpp"

#include <cairo-svg.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace app {
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
  Colour ground, ink, soft, line, mark, track, cross;
};
constexpr Palette by_day{colour(0xFFFDF8), colour(0x22302E), colour(0x56615D), colour(0xDDD3C3),
                         colour(0x1D5C57), colour(0xECE5D8), colour(0x9F4023)};
constexpr Palette by_night{colour(0x1E2523), colour(0xECE7DC), colour(0xB0B8B2), colour(0x343D3A),
                           colour(0x93D3C5), colour(0x101413), colour(0xF2A88B)};

constexpr double mark_radius = 6.5, pad = 4;

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

  // Each bar has its words above it, so that they never stand in each other's way.
  double bars(double y) const {
    constexpr double thickness = 12;
    for (const core::Bar& bar : plot.bars) {
      const double caption =
          std::min(area.width * 0.6, text_width(sheet, bar.caption, letter_size, language));
      const double room = area.width - caption - 3 * pad;
      const double height = std::max(write(bar.label, area.x, y, room, letter_size, colours.ink, 0),
                                     write(bar.caption, area.x + area.width - caption - pad, y, caption + pad,
                                           letter_size, colours.ink, 1, true));
      y += height + pad;
      box(area.x, y, area.width, thickness, colours.track);
      if (const double share = std::clamp(bar.share, 0.0, 1.0); share > 0)
        box(area.x, y, std::max(thickness, area.width * share), thickness, colours.mark);
      y += thickness + 12;
    }
    return y - 8;
  }
  void box(double x, double y, double width, double height, Colour in) const {
    if (!draw) return;
    art::set(sheet.cr(), in);
    art::rounded(sheet.cr(), x, y, width, height, height / 2);
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
    y = plot.bars.empty() ? grid(y) : bars(y);
    return y + pad - area.y;
  }
};

const Palette& palette(const Look& look) {
  return look.dark ? by_night : by_day;
}

using Surface = std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)>;

cairo_status_t keep_bytes(void* to, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

void require_drawn(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("a drawing failed: ") + cairo_status_to_string(status));
}

double rim(const Look& look) {
  return look.titled ? 16 : 0;
}

double height_of_plot(PangoFontMap* fonts, const core::Plot& plot, Language language, const Look& look) {
  const Surface nowhere(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy);
  const Sheet sheet(nowhere.get(), fonts);
  return std::ceil(draw_plot(sheet, plot, language, {0, 0, look.width - 2 * rim(look), 0}, look, false) +
                   2 * rim(look));
}

void draw_on(cairo_surface_t* surface, PangoFontMap* fonts, const core::Plot& plot, Language language,
             const Look& look) {
  const Sheet sheet(surface, fonts);
  if (look.titled) {
    art::set(sheet.cr(), palette(look).ground);
    cairo_paint(sheet.cr());
  }
  draw_plot(sheet, plot, language, {rim(look), rim(look), look.width - 2 * rim(look), 0}, look);
  require_drawn(cairo_status(sheet.cr()));
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
      cairo_svg_surface_create_for_stream(keep_bytes, &bytes, look.width,
                                          height_of_plot(fonts.get(), plot, language, look)),
      cairo_surface_destroy);
  cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
  draw_on(surface.get(), fonts.get(), plot, language, look);
  cairo_surface_finish(surface.get());
  require_drawn(cairo_surface_status(surface.get()));
  return bytes;
}

std::string png_of(const core::Plot& plot, Language language, const Look& look) {
  constexpr double pixels = 2;
  const auto fonts = lettering::load_fonts();
  const double height = height_of_plot(fonts.get(), plot, language, look);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(look.width * pixels),
                                                   static_cast<int>(height * pixels)),
                        cairo_surface_destroy);
  cairo_surface_set_device_scale(surface.get(), pixels, pixels);
  draw_on(surface.get(), fonts.get(), plot, language, look);
  std::string bytes;
  require_drawn(cairo_surface_write_to_png_stream(surface.get(), keep_bytes, &bytes));
  return bytes;
}

}  // namespace app
