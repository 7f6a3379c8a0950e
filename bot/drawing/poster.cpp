#include "bot/drawing/poster.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "bot/core/texts.hpp"
#include "bot/drawing/lettering.hpp"
#include "bot/drawing/poster_art.hpp"
#include "bot/drawing/qr_code.hpp"

namespace drawing {
namespace {

using core::Language;
using lettering::Area;
using lettering::Column;
using lettering::GObject;
using lettering::height_of;
using lettering::lay_out;
using lettering::Piece;
using lettering::Sheet;

// A4 in points. Printers leave a rim white: nothing is nearer to the edge than the margin.
constexpr double page_width = 595.276, page_height = 841.89, margin = 45;
constexpr double left = margin, right = page_width - margin, width = right - left;

// The largest code on which a module is still a millimetre wide: version 13.
constexpr int readable_modules = 69;

// --- the parts of the sheet ---

void draw_head(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = margin - 6, end = 245, text_width = 290;
  const Language language = poster.language;
  const Column title(sheet, language, {left, top, text_width, 76},
                     {{core::text(language, "poster.title"), 1, true, art::deep}});
  const double title_end = title.draw(title.fitting(60, 30));
  const Column group(sheet, language, {left, title_end, text_width, 68},
                     {{poster.group, 1, true, art::coral}});
  const double group_end = group.draw(group.fitting(25, 9)) + 16;
  const Column invite(sheet, language, {left, group_end, text_width, end - group_end},
                      {{core::text(language, "poster.invite")}});
  invite.draw(invite.fitting(23, 9));
  art::idea_box(cr, right - 212, margin, 1.06);
}

void draw_step(const Sheet& sheet, const Area& area, const Column& words_of_it, double size,
               const char* digit) {
  cairo_t* cr = sheet.cr();
  constexpr double radius = 13;
  const double x = area.x - 36 + radius, y = area.y + radius;
  art::set(cr, art::deep);
  cairo_new_path(cr);
  cairo_arc(cr, x, y, radius, 0, 7);
  cairo_fill(cr);
  const Piece piece{digit, 1, true};
  const auto layout = lay_out(sheet, piece, Language::nb, 16, 2 * radius);
  pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  art::set(cr, art::white);
  cairo_move_to(cr, x - radius, y - height_of(layout.get()) / 2);
  pango_cairo_show_layout(cr, layout.get());
  words_of_it.draw(size);
}

void draw_code(const Sheet& sheet, const Poster& poster, const QrCode& code) {
  cairo_t* cr = sheet.cr();
  constexpr Area panel{left, 262, width, 288};
  constexpr double pad = 15, side = 226, step_x = left + pad + side + 56, step_width = right - pad - step_x;
  const Language language = poster.language;
  art::rounded(cr, panel.x, panel.y, panel.width, panel.height, 16);
  art::set(cr, art::cream);
  cairo_fill(cr);
  art::qr(cr, code, left + pad, panel.y + pad, side);

  constexpr Area first{step_x, panel.y + pad + 12, step_width, 96},
      second{step_x, first.y + 112, step_width, 96};
  const Column scan(sheet, language, first, {{core::text(language, "poster.scan"), 1, true}});
  const Column act(sheet, language, second, {{core::text(language, "poster.can"), 1, true}});
  const double size = std::min(scan.fitting(18, 8), act.fitting(18, 8));
  draw_step(sheet, first, scan, size, "1");
  draw_step(sheet, second, act, size, "2");

  const Column address(sheet, language, {left + pad, panel.y + pad + side + 6, width - 2 * pad, 37},
                       {{core::text(language, "poster.address"), 0.62, false, art::soft},
                        {poster.address, 1.1, false, art::ink, 0.1, false, lettering::letters}});
  address.draw(address.fitting(15, 5));
}

void draw_promises(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = 568, row = 43, column = width / 2 + 8, indent = 37;
  struct Promise {
    void (*icon)(cairo_t*, double, double);
    std::string text;
    bool strong;
  };
  const Language language = poster.language;
  const std::vector<Promise> promises{{art::no_name, core::text(language, "poster.no_name"), false},
                                      {art::anybody, core::text(language, "poster.anybody"), false},
                                      {art::apart, core::text(language, "poster.apart"), false},
                                      {art::never, core::text(language, "poster.never"), true}};
  const auto column_at = [&](std::size_t i, double shift) {
    const double x = left + (i % 2 == 0 ? 0 : column) + indent, y = top + (i / 2 == 0 ? 0 : row);
    return Column(sheet, language, {x, y + shift, width / 2 - 8 - indent, row - 4},
                  {{promises[i].text, 1, promises[i].strong}});
  };
  double size = 13;
  for (std::size_t i = 0; i < promises.size(); ++i) size = std::min(size, column_at(i, 0).fitting(size, 7));
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const double x = left + (i % 2 == 0 ? 0 : column), y = top + (i / 2 == 0 ? 0 : row);
    promises[i].icon(cr, x, y + row / 2 - 15);
    column_at(i, row / 2 - 2 - column_at(i, 0).height(size) / 2).draw(size);
  }
}

Column other_language(const Sheet& sheet, Language language, const Area& area) {
  return {sheet,
          language,
          area,
          {{core::text(language, "poster.title"), 1.35, true, art::deep},
           {core::text(language, "poster.invite"), 1, true, art::ink, 0.1},
           {core::text(language, "poster.scan") + " " + core::text(language, "poster.can")},
           {core::text(language, "poster.no_name"), 1, false, art::ink, 0.4, true},
           {core::text(language, "poster.anybody"), 1, false, art::ink, 0.2, true},
           {core::text(language, "poster.apart"), 1, false, art::ink, 0.2, true},
           {core::text(language, "poster.never"), 1, true, art::ink, 0.2, true}}};
}

void draw_other_languages(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = 662, gutter = 26, column = (width - gutter) / 2;
  art::set(cr, art::sage);
  cairo_set_line_width(cr, 1);
  cairo_move_to(cr, left, top);
  cairo_line_to(cr, right, top);
  cairo_stroke(cr);
  std::vector<Column> columns;
  for (const Language language : core::all_languages) {
    if (language == poster.language) continue;
    const double x = left + static_cast<double>(columns.size()) * (column + gutter);
    columns.push_back(other_language(sheet, language, {x, top + 9, column, page_height - margin - top - 9}));
  }
  double size = 11;
  for (const Column& one : columns) size = std::min(size, one.fitting(size, 6));
  for (const Column& one : columns) one.draw(size);
}

}  // namespace

std::string pdf_of_poster(const Poster& poster) {
  if (!poster.address.starts_with("https://") && !poster.address.starts_with("http://"))
    throw std::invalid_argument("the poster needs an address that begins with https://");
  const QrCode code = qr_code(poster.address);
  if (code.size > readable_modules)
    throw std::invalid_argument("the address is too long to be read off paper");
  const std::string title = core::text(poster.language, "poster.title") + ": " + poster.group;
  return lettering::pdf_of_pages(title, page_width, page_height, [&](const Sheet& sheet) {
    draw_head(sheet, poster);
    draw_code(sheet, poster, code);
    draw_promises(sheet, poster);
    draw_other_languages(sheet, poster);
    cairo_show_page(sheet.cr());
  });
}

}  // namespace drawing
