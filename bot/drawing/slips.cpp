#include "bot/drawing/slips.hpp"

#include <pango/pangocairo.h>

#include <memory>
#include <stdexcept>

#include "bot/core/texts.hpp"
#include "bot/drawing/lettering.hpp"
#include "bot/drawing/poster_art.hpp"
#include "bot/drawing/qr_code.hpp"

namespace drawing {
namespace {

// A4 in points, five rows of two.
constexpr double slip_page_width = 595.276, slip_page_height = 841.89, slip_margin = 36;
constexpr double slip_width = (slip_page_width - 2 * slip_margin) / 2,
                 slip_height = (slip_page_height - 2 * slip_margin) / 5;

// Gives where the text ends.
double write_on_slip(cairo_t* cr, const std::string& text, const char* font, double x, double y,
                     double width) {
  const std::unique_ptr<PangoLayout, void (*)(void*)> layout(pango_cairo_create_layout(cr), g_object_unref);
  const std::unique_ptr<PangoFontDescription, void (*)(PangoFontDescription*)> description(
      pango_font_description_from_string(font), pango_font_description_free);
  pango_layout_set_font_description(layout.get(), description.get());
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, layout.get());
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), nullptr, &logical);
  return y + static_cast<double>(logical.height) / PANGO_SCALE;
}

void draw_slip(cairo_t* cr, const Slips& slips, const std::string& code, double x, double y) {
  constexpr double pad = 9, side = 96, text_x = pad + side + 8;
  constexpr double room = slip_width - text_x - pad;
  art::set(cr, art::soft);
  constexpr double dash[] = {3, 3};
  cairo_set_dash(cr, dash, 2, 0);
  cairo_set_line_width(cr, 0.6);
  cairo_rectangle(cr, x, y, slip_width, slip_height);
  cairo_stroke(cr);
  art::qr(cr, qr_code(slips.base + code), x + pad, y + pad, side);
  art::set(cr, art::ink);
  double end =
      write_on_slip(cr, slips.group, "Lato, DejaVu Sans, sans-serif Bold 9", x + text_x, y + pad, room);
  end = write_on_slip(cr, core::text(slips.language, "slips.how"), "Lato, DejaVu Sans, sans-serif 7.5",
                      x + text_x, end + 3, room);
  write_on_slip(cr, core::text(slips.language, "slips.promise"), "Lato, DejaVu Sans, sans-serif 7.5",
                x + text_x, end + 3, room);
  end = write_on_slip(cr, slips.base, "DejaVu Sans Mono, monospace 6.5", x + pad, y + pad + side + 3,
                      slip_width - 2 * pad);
  write_on_slip(cr, code, "DejaVu Sans Mono, monospace Bold 12", x + pad, end + 1, slip_width - 2 * pad);
}

}  // namespace

std::string pdf_of_slips(const Slips& slips) {
  if (!slips.base.starts_with("https://") && !slips.base.starts_with("http://"))
    throw std::invalid_argument("slips need an address that begins with https://");
  return lettering::pdf_of_pages(slips.group, slip_page_width, slip_page_height,
                                 [&](const lettering::Sheet& sheet) {
                                   for (std::size_t i = 0; i < slips.codes.size(); ++i) {
                                     const std::size_t place = i % slips_on_page;
                                     if (i > 0 && place == 0) cairo_show_page(sheet.cr());
                                     draw_slip(sheet.cr(), slips, slips.codes[i],
                                               slip_margin + static_cast<double>(place % 2) * slip_width,
                                               slip_margin + static_cast<double>(place / 2) * slip_height);
                                   }
                                   cairo_show_page(sheet.cr());
                                 });
}

}  // namespace drawing
