#include "bot/drawing/slips.hpp"

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

void draw_slip(const lettering::Sheet& sheet, const Slips& slips, const std::string& code, double x,
               double y) {
  constexpr double pad = 9, side = 96, text_x = pad + side + 8, below = pad + side + 3;
  cairo_t* cr = sheet.cr();
  art::set(cr, art::soft);
  constexpr double dash[] = {3, 3};
  cairo_set_dash(cr, dash, 2, 0);
  cairo_set_line_width(cr, 0.6);
  cairo_rectangle(cr, x, y, slip_width, slip_height);
  cairo_stroke(cr);
  art::qr(cr, qr_code(slips.base + code), x + pad, y + pad, side);
  // A long name makes the words smaller: the code below is what somebody types.
  const lettering::Column words(sheet, slips.language, {x + text_x, y + pad, slip_width - text_x - pad, side},
                                {{.text = slips.group, .size = 1.2, .strong = true},
                                 {.text = core::text(slips.language, "slips.how")},
                                 {.text = core::text(slips.language, "slips.promise")}});
  words.draw(words.fitting(10, 6));
  const lettering::Column typed(sheet, slips.language,
                                {x + pad, y + below, slip_width - 2 * pad, slip_height - below},
                                {{.text = slips.base, .size = 0.54, .family = lettering::letters},
                                 {.text = code, .strong = true, .gap = 0.1, .family = lettering::letters}});
  typed.draw(typed.fitting(16, 8));
}

}  // namespace

std::string pdf_of_slips(const Slips& slips) {
  if (!slips.base.starts_with("https://") && !slips.base.starts_with("http://"))
    throw std::invalid_argument("slips need an address that begins with https://");
  return lettering::pdf_of_pages(
      slips.group, slip_page_width, slip_page_height, [&](const lettering::Sheet& sheet) {
        for (std::size_t i = 0; i < slips.codes.size(); ++i) {
          const std::size_t place = i % slips_on_page;
          if (i > 0 && place == 0) cairo_show_page(sheet.cr());
          draw_slip(sheet, slips, slips.codes[i], slip_margin + static_cast<double>(place % 2) * slip_width,
                    slip_margin + static_cast<double>(place / 2) * slip_height);
        }
        cairo_show_page(sheet.cr());
      });
}

}  // namespace drawing
